"""What a person sees in the terminal: plain words, times in the owner's zone.

Everything from a mail goes through `clean` and into `Text`, never through markup (failures.md H6).
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from agent.cases.case import Case, Entry, Question
from agent.cases.offers import Offer
from agent.cases.phase import Phase, phase
from agent.cases.policy import Policy
from agent.cases.prompts import Prompt
from agent.dead_letters import Fate, Retried
from agent.reading.facts import Evidence, Interview, Reading
from agent.telling import Told

if TYPE_CHECKING:  # they load the letters; a command that writes none starts faster
    from agent.template_folder import Copy, Listed
    from agent.writing.checks import Level

T = TypeVar("T")

out = Console(highlight=False)
DEAF_AFTER = timedelta(minutes=15)  # L4

FLAWS = {"block": "red", "warn": "yellow"}
FATES = {Fate.SET_ASIDE: "red", Fate.READ: "green", Fate.GONE: "yellow"}


def clean(text: str) -> str:
    """Text from a mail without control and direction characters; line ends stay."""
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )


def words(text: str | None, style: str = "") -> Text:
    return Text(clean(text or ""), style=style)


def instant(at: datetime, zone: ZoneInfo) -> str:
    """Tue 3 Mar 2026, 14:00."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"


def progress(items: Iterable[T], label: str, *, total: int, shown: bool) -> Iterator[T]:
    """The same items, with a bar on standard error if it is a terminal and the work is long."""
    if not (shown and sys.stderr.isatty()):
        yield from items
        return
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(items, total=total)


def reading(name: str, found: Reading, zone: ZoneInfo) -> None:
    """One mail: what it is, and each fact with the words that say it."""
    title = Text.assemble(words(name, "dim"), "  ", words(found.envelope.subject, "bold"))
    head = Text.assemble(
        words(found.kind.replace("_", " "), "bold magenta"),
        f"  {found.confidence:.0%} sure",
        ", counts as an answer" if found.answers else "",
        f"  ({found.direction}, {found.language})",
    )
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_column(style="dim")
    facts.add_column()
    facts.add_column(style="italic dim")
    for label, value, said in _facts(found, zone):
        facts.add_row(label, words(value), words(f"“{said}”" if said else ""))
    out.print(Panel(Group(head, facts), title=title, title_align="left", border_style="dim"))


def _facts(found: Reading, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    for interview in found.interviews:
        yield "interview", _interview(interview, zone), interview.evidence
    if found.held:
        yield "was held", day(found.held.on), _said(found.evidence, "held")
    if found.decision_by:
        yield "answer by", day(found.decision_by), _said(found.evidence, "decision_by")
    for label in ("company", "role"):
        value = getattr(found, label)
        if value:
            yield label, value, _said(found.evidence, label)
    if found.interviewers:
        yield "interviewers", ", ".join(found.interviewers), _said(found.evidence, "interviewers")
    if found.contact:
        to = f"{found.contact.name} <{found.contact.address}>".strip()
        yield "write to", to, _said(found.evidence, "contact")
    yield "kind", found.kind.replace("_", " "), _said(found.evidence, "kind")


def _said(evidence: Iterable[Evidence], fact: str) -> str:
    return next((e.words for e in evidence if e.fact == fact), "")


def _interview(interview: Interview, zone: ZoneInfo) -> str:
    until = f" to {interview.end.astimezone(zone):%H:%M}" if interview.end else ""
    elsewhere = "" if interview.zone == zone.key else f" ({interview.start:%H:%M} {interview.zone})"
    assumed = ", zone assumed" if interview.zone_assumed else ""
    return f"{instant(interview.start, zone)}{until}{elsewhere}, {interview.status}{assumed}"


def unreadable(name: str, reason: str) -> None:
    out.print(Text.assemble(words(name, "bold"), "  could not be read: ", words(reason, "red")))


def dead_letter(retried: Retried, zone: ZoneInfo) -> None:
    """One line: where it lies, since when, and why it was set aside or what became of it."""
    letter = retried.letter
    said = {Fate.READ: "read", Fate.GONE: f"forgotten: {letter.reason}"}
    line = Text.assemble(
        words(letter.folder, "bold"),
        f", received {instant(letter.received_at, zone)}, uid {letter.uid}: ",
        words(said.get(retried.fate, letter.reason), FATES[retried.fate]),
    )
    out.print(line, soft_wrap=True)


def cases(all_cases: Sequence[Case], policy: Policy, now: datetime) -> None:
    """Every case with its phase and what comes next."""
    table = Table("case", "employer", "role", "phase", "interview", "last heard")
    for case in all_cases:
        last_round = case.rounds[-1] if case.rounds else None
        heard = next((m for m in reversed(case.mentions) if not m.outgoing), None)
        stands = phase(case, now, policy)
        table.add_row(
            case.id,
            words(case.company or case.agency or "unknown"),
            words(case.role),
            Text(stands.replace("_", " "), style="dim" if stands is Phase.CLOSED else "bold"),
            instant(last_round.start, policy.zone) if last_round and last_round.start else "",
            instant(heard.at, policy.zone) if heard else "",
        )
    out.print(table if all_cases else "No case yet: no mail about an application has been seen.")


def questions(open_questions: Sequence[Question]) -> None:
    """Each with the commands that answer it."""
    for question in open_questions:
        choices = " | ".join(question.choices)
        out.print(Text.assemble(("? ", "bold yellow"), words(question.text)))
        out.print(Text(f"  afterword answer {question.id} {choices}", style="dim"), soft_wrap=True)


def entry(row: Entry, case: Case | None, zone: ZoneInfo) -> None:
    """One letter: how it stands, of which case and step, to whom, and why."""
    name = case.name if case else row.key.case
    out.print(
        Text.assemble(
            (f"{row.status:9}  ", "bold"),
            (f"{instant(row.at, zone)}  ", "dim"),
            words(name),
            f", {row.key.step.replace('_', ' ')}",
            words(f" to {row.key.recipient}" if row.key.recipient else ""),
        ),
        soft_wrap=True,
    )
    out.print(words(f"           {row.because}", "dim"), soft_wrap=True)


def prompts(
    asked: Sequence[Prompt], open_cases: Sequence[Case], policy: Policy, now: datetime
) -> None:
    """The question mails to which a reply still counts."""
    names = {alias: case.name for case in open_cases for alias in case.aliases}
    for prompt in asked:
        if prompt.case in names and prompt.is_open(policy, now):
            until = instant(prompt.open_until(policy), policy.zone)
            asked_about = words(f"You were asked by mail how it went: {names[prompt.case]}.")
            out.print(asked_about.append(f" A reply counts until {until}.", "dim"))


def offers(letters: Sequence[Offer]) -> None:
    """One line each, with the command that has it drafted."""
    for offer in letters:
        command = f"afterword compose {offer.case.id} {offer.step} --draft"
        line = f"{offer.case.name}: {offer.because}: {command}"
        out.print(words(line, "dim"), soft_wrap=True)


def told(said: Told, policy: Policy) -> None:
    """What was kept of the owner's word, and how the case stands with it."""
    out.print(words(said.words, "bold"))
    if said.case is None or said.plan is None:
        out.print("It makes no case of it.")
        return
    out.print(Text.assemble(words(said.case.name), (f"  {said.case.id}", "dim")))
    for action in said.plan.actions:
        out.print(Text.assemble(("Due: ", "bold"), words(action.why.because)))
    if not said.plan.actions:
        out.print(Text.assemble(("Now: ", "bold"), words(said.plan.why.because)))
    if said.plan.wake_at:
        out.print(f"Next look, if no mail comes: {instant(said.plan.wake_at, policy.zone)}")
    out.print("It counts from the next look, within a minute if the daemon runs.", style="dim")


def resting(until: datetime | None, zone: ZoneInfo) -> None:
    """Whether letters are written now."""
    if until is None:
        return
    end = f"until {instant(until, zone)}" if until.year < date.max.year else "for now"
    out.print(f"Nothing is written {end}: afterword resume ends the pause.", style="bold yellow")


def stopped(by: Path) -> None:
    """Whether the file that stops everything is there."""
    if by.exists():
        out.print(f"Nothing is written while {by} is there.", style="bold yellow", soft_wrap=True)


def health(
    *,
    synced_at: datetime | None,
    open_cases: int,
    next_wake: datetime | None,
    dead: int,
    policy: Policy,
    now: datetime,
) -> None:
    """Never says healthy while deaf (H2)."""
    if synced_at is None:
        out.print("The mailbox has not been looked at yet: afterword once", style="bold yellow")
    elif now - synced_at > DEAF_AFTER:
        last = instant(synced_at, policy.zone)
        out.print(f"Deaf: the last complete look was {last}. Is it running?", style="bold red")
    else:
        out.print(f"Watching; last complete look {instant(synced_at, policy.zone)}.", style="green")
    out.print(f"Open cases: {open_cases}.")
    if next_wake:
        out.print(f"Next look at a case, if no mail comes: {instant(next_wake, policy.zone)}.")
    if dead:
        messages = "1 message" if dead == 1 else f"{dead} messages"
        out.print(
            f"Set aside, because they could not be read: {messages}; see afterword dead-letters.",
            style="yellow",
        )


def templates(files: "Sequence[Listed]") -> None:
    """Every file that letters are written with, and whose it is."""
    table = Table("language", "file", "phrasings", "whose")
    for listed in files:
        table.add_row(
            words(listed.file.language),
            words(listed.file.name),
            "" if listed.phrasings is None else str(listed.phrasings),
            words(str(listed.path), "bold magenta") if listed.path else Text("built in", "dim"),
        )
    out.print(table)


def copied(copy: "Copy") -> None:
    said = "copied" if copy.made else "is there already, and stays as it is"
    style = "green" if copy.made else "yellow"
    out.print(Text.assemble(words(str(copy.path)), ": ", (said, style)), soft_wrap=True)


def flaw(line: str, level: "Level") -> None:
    """What is wrong in one line of the owner's letters."""
    out.print(Text.assemble((f"{level} ", FLAWS[level]), words(line)), soft_wrap=True)


@contextmanager
def working(label: str, *, shown: bool) -> Iterator[None]:
    """A sign of life on standard error while something of unknown length goes on."""
    if not (shown and sys.stderr.isatty()):
        yield
        return
    with Console(stderr=True).status(label):
        yield
