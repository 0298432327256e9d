"""A case as a timeline, for people: what came, what was concluded from which words, what was done
or would have been, and why it stopped.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from agent.cases.case import Case
from agent.cases.chain import Link, chain, outlook
from agent.cases.event import Event, Happening
from agent.cases.phase import phase
from agent.cases.plan import Plan
from agent.cases.policy import Policy
from agent.preview import Preview
from agent.reading.facts import Sign
from agent.screen import clean, instant, out, words

COLOURS = {
    Happening.OPENED: "cyan",
    Happening.INTERVIEW: "cyan",
    Happening.MOVED: "yellow",
    Happening.CANCELLED: "yellow",
    Happening.ANSWERED: "green",
    Happening.DRAFTED: "bold magenta",
    Happening.SENT: "bold magenta",
    Happening.REMINDED: "blue",
    Happening.WITHDRAWN: "yellow",
    Happening.HELD: "bold yellow",
    Happening.SKIPPED: "dim",
    Happening.CLOSED: "bold",
}
_TO = {Happening.MOVED: "to", Happening.INTERVIEW: "on"}
MOST_WORDS = 110  # characters of a mail that are shown


def event(happened: Event, *, named: bool = True) -> None:
    """When, which case, what; below it, why."""
    _line(happened.at, _what_and_why(happened, named=named))


def _line(at: datetime, text: Text) -> None:
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(no_wrap=True)
    line.add_column()
    line.add_row(Text(f"{at:%a %d %b %H:%M}", style="dim"), text)
    out.print(line)


def _what_and_why(happened: Event, *, named: bool) -> Text:
    what = happened.event.value + (f" {happened.step.replace('_', ' ')}" if happened.step else "")
    zone = happened.at.tzinfo
    meeting = happened.interview
    when = instant(meeting.start, zone) if meeting and isinstance(zone, ZoneInfo) else ""
    return Text.assemble(
        (f"{clean(happened.company or 'unknown employer')}  " if named else "", "bold"),
        (what, COLOURS[happened.event]),
        (f" {_TO.get(happened.event, 'for')} {when}" if when else "", "bold"),
        (f" to {', '.join(happened.to)}" if happened.to else "", "dim"),
        "\n",
        words(happened.because, "dim"),
    )


def letter(happened: Event) -> None:
    """The text of a draft, as its reader would see it."""
    _letter(", ".join(happened.to or ()), happened.subject, happened.text)


def preview(coming: Preview, zone: ZoneInfo) -> None:
    """A letter to come: when, what for, its text, what it states on which ground, what is amiss."""
    draft = coming.draft
    step = draft.step.replace("_", " ")
    out.print(Text.assemble((step, "bold magenta"), f", due {instant(coming.due_at, zone)}"))
    _letter(draft.to.address, draft.subject, draft.text)
    for statement, source in draft.grounds:
        out.print(
            Text.assemble(
                "  ", words(f"“{statement}”", "italic"), ("  from ", "dim"), words(source)
            )
        )
    for finding in coming.findings:
        out.print(
            Text.assemble((f"  {finding.level} {finding.rule}: ", "yellow"), words(finding.words))
        )


def _letter(to: str, subject: str | None, text: str | None) -> None:
    lines = Text.assemble(
        ("To: ", "dim"), words(to), "\n",
        ("Subject: ", "dim"), words(subject), "\n\n", words(text),
    )  # fmt: skip
    out.print(Panel(lines, border_style="magenta", padding=(0, 2), width=min(out.width, 84)))


def mail(link: Link, zone: ZoneInfo, *, ids: bool = False) -> None:
    """Who wrote, what it is, the words that say so, and what was concluded."""
    mention = link.mention
    told = Sign.TOLD in mention.signs
    who = "your word" if told else f"{'you wrote' if mention.outgoing else 'mail'}: "
    said = " ".join((mention.words or mention.subject).split())[:MOST_WORDS]
    text = Text.assemble(
        who,
        ("" if told else mention.kind.replace("_", " "), "green" if mention.answers else ""),
        "  ",
        words(said if told else f"“{said}”", "italic dim"),
        (f"  {mention.key[:8]}" if ids and not told else "", "dim"),
        *(words(f"\n→ {conclusion}") for conclusion in link.conclusions),
    )
    _line(mention.at.astimezone(zone), text)


def of_case(case: Case, events: Iterable[Event], zone: ZoneInfo, *, whole: bool) -> None:
    """Mails and what happened, by their instants. `whole`: with letters, without ids of mails."""
    rows: list[tuple[datetime, int, Link | Event]] = [(one.at, 1, one) for one in events]
    rows += [(link.mention.at, 0, link) for link in chain(case)]
    for _, _, one in sorted(rows, key=lambda row: row[:2]):
        if isinstance(one, Link):
            mail(one, zone, ids=not whole)
        else:
            event(one, named=False)
            if whole and one.event is Happening.DRAFTED:
                letter(one)


def stories(events: Sequence[Event], cases: Sequence[Case], zone: ZoneInfo) -> None:
    """A timeline per case, in the order in which the cases began."""
    by_id = {alias: case for case in cases for alias in case.aliases}
    of_cases: dict[str, list[Event]] = {}
    for happened in events:
        of_cases.setdefault(by_id[happened.case].id, []).append(happened)
    for id_, its_events in of_cases.items():
        case = by_id[id_]
        out.print()
        out.print(Text.assemble(words(case.name, "bold underline"), (f"  {case.id}", "dim")))
        of_case(case, its_events, zone, whole=True)


def endings(events: Sequence[Event]) -> None:
    """The last table of the demo: the cases and how each ended."""
    table = Table("employer", "role", "drafts", "how it ended", title="The cases", show_lines=True)
    for case in dict.fromkeys(happened.case for happened in events):
        of_one = [happened for happened in events if happened.case == case]
        drafts = [str(e.step).replace("_", " ") for e in of_one if e.event is Happening.DRAFTED]
        turns = [e for e in of_one if e.event in (Happening.OPENED, Happening.CLOSED)]
        closed = turns[-1].event is Happening.CLOSED
        table.add_row(
            words(of_one[-1].company or "unknown"),
            words(of_one[-1].role),
            "\n".join(drafts) or "none",
            Text.assemble(
                (turns[-1].reason.replace("_", " ") if closed else "still open", "bold"),
                "\n",
                words(turns[-1].because if closed else of_one[-1].because, "dim"),
            ),
        )
    out.print(table)


def explanation(
    case: Case, events: Sequence[Event], policy: Policy, now: datetime, plan: Plan
) -> None:
    """From the words of the mails to what was done, what was not, and what comes next."""
    stands = phase(case, now, policy).replace("_", " ")
    out.print(Text.assemble(words(case.name, "bold"), (f"  {case.id}  ", "dim"), (stands, "bold")))
    of_case(case, events, policy.zone, whole=False)
    out.print()
    for action in plan.actions:
        out.print(Text.assemble(("Due: ", "bold"), words(action.why.because)))
    if not plan.actions:
        out.print(Text.assemble(("Now: ", "bold"), words(plan.why.because)))
    for sentence in outlook(case, policy, now):
        if plan.why.because not in sentence:  # said above
            out.print(words(sentence))
