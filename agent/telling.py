"""Job: what the owner says about a case is kept; the next look at the mailbox acts on it.

Nothing is written or withdrawn here: a daemon that runs takes the word up with its next look.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agent.cases.ahead import ahead
from agent.cases.case import CADENCE, Case, EntryStatus, Mode, Question, Step
from agent.cases.casebook import Casebook
from agent.cases.clues import case_id
from agent.cases.decide import decide
from agent.cases.leaving import mode_of
from agent.cases.plan import Plan
from agent.cases.policy import Policy
from agent.cases.saying import Speaker, Unsaid, added, answer, said
from agent.cases.told import as_reading, in_words
from agent.cases.wished import why_not
from agent.cases.word import Says, Word
from agent.errors import OwnerError
from agent.intake import catch_up, owed
from agent.ports import Store

LYING = frozenset({EntryStatus.DRAFTED, EntryStatus.EDITED})
SHORTEST_KEY = 4  # characters of a mail's id that may stand for it


@dataclass(frozen=True, slots=True)
class Told:
    """What was kept, and how the case stands with it."""

    words: str
    case: Case | None  # None: what is said makes no case of it
    plan: Plan | None


def tell(
    store: Store, policy: Policy, wanted: str, says: Says, values: Sequence[str], speaker: Speaker
) -> Told:
    """Keep one word about the case that `wanted` names; `OwnerError` says what is missing."""
    case = find_case(known_cases(store, speaker.now), wanted)
    word = _understood(lambda: said(case.id, says, values, speaker))
    return _keep(store, policy, _with_names(store, word, speaker), speaker)


def skip(store: Store, policy: Policy, wanted: str, step: Step | None, speaker: Speaker) -> Told:
    """The step that comes next, or the next of this kind, is not to be done."""
    case = find_case(known_cases(store, speaker.now), wanted)
    chosen = step or _next_step(case, policy, speaker.now)
    word = _understood(lambda: said(case.id, Says.SKIP, [chosen], speaker))
    return _keep(store, policy, word, speaker)


def approve(
    store: Store, policy: Policy, wanted: str, step: Step | None, speaker: Speaker
) -> tuple[Told, ...]:
    """The drafts of this case, or those of this step, may leave as they lie there."""
    case = find_case(known_cases(store, speaker.now), wanted)
    lying = [
        entry
        for entry in case.entries
        if entry.status in LYING and step in (None, entry.key.step) and entry.message_id
    ]
    if not lying:
        raise OwnerError(f"{case.name}: no draft lies there to be approved.")
    if all(mode_of(case, entry.key.step, policy) is Mode.DRAFT for entry in lying):
        raise OwnerError(
            f"{case.name}: its drafts are yours to send. To let them leave once approved, set"
            " `mode: approve` in the YAML."
        )
    values = (entry.message_id or "" for entry in lying)
    words = [said(case.id, Says.APPROVE, [value], speaker) for value in values]
    return tuple(_keep(store, policy, word, speaker) for word in words)


def confirm(store: Store, policy: Policy, wanted: str, speaker: Speaker) -> Told:
    """What is known about the case is right: its steps may leave by themselves, where allowed."""
    case = find_case(known_cases(store, speaker.now), wanted)
    if not (case.company and case.role):
        missing = "employer" if not case.company else "role"
        raise OwnerError(
            f"{case.name}: the {missing} is not known. Say it first, as with: afterword tell"
            f" {case.id} {'company' if not case.company else 'role'} NAME"
        )
    word = said(case.id, Says.CONFIRM, (), speaker)
    return _keep(store, policy, replace(word, company=case.company, role=case.role), speaker)


def _next_step(case: Case, policy: Policy, now: datetime) -> Step:
    lying = [e.key.step for e in case.entries if e.status is EntryStatus.DRAFTED]
    to_come = (write.key.step for _, _, write in ahead(case, policy, now))
    step = next((step for step in (*lying, *to_come) if step in CADENCE), None)
    if step is None:
        raise OwnerError(f"{case.name}: no step is to come, so there is none to skip.")
    return step


def wish(store: Store, policy: Policy, wanted: str, step: Step, speaker: Speaker) -> Told:
    """The letter `step` is to be drafted at the next look; `OwnerError` where it does not fit."""
    case = find_case(known_cases(store, speaker.now), wanted)
    refused = why_not(case, step, policy, speaker.now)
    if refused:
        raise OwnerError(f"{case.name}: no such letter is made. {refused.because}")
    word = _understood(lambda: said(case.id, Says.LETTER, [step], speaker))
    return _keep(store, policy, word, speaker)


def add(
    store: Store,
    policy: Policy,
    speaker: Speaker,
    *,
    company: str,
    role: str | None,
    interview: str | None,
    contact: str | None,
) -> Told:
    """Open a case that no mail shows."""
    word = _understood(lambda: added(company, role, interview, contact, speaker))
    return _keep(store, policy, replace(word, case=case_id(as_reading(word))), speaker)


def reply(
    store: Store,
    policy: Policy,
    wanted: str,
    choice: str,
    values: Sequence[str],
    speaker: Speaker,
) -> Told:
    """Answer the open question that `wanted` names."""
    question = _find_question(store.questions(), wanted)
    word = _understood(lambda: answer(question, choice, values, speaker))
    told = _keep(store, policy, word, speaker)
    store.answer(question.id, " ".join([choice, *values]), speaker.now)
    return told


def find_case(known: Sequence[Case], wanted: str) -> Case:
    """By id, by the unique beginning of one, or by company; `OwnerError` if it is none or many."""
    fits = [
        case
        for case in known
        if any(alias.startswith(wanted) for alias in case.aliases)
        or wanted.casefold() in (case.company or "").casefold()
    ]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(f"{case.id} ({case.name})" for case in fits or known)
    problem = "fits several cases" if fits else "fits no case"
    raise OwnerError(f"{wanted!r} {problem}; known are: {names or 'none yet'}")


def _find_question(known: Sequence[Question], wanted: str) -> Question:
    fits = [question for question in known if question.id.startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    ids = ", ".join(question.id for question in fits or known)
    raise OwnerError(f"{wanted!r} is no open question; open are: {ids or 'none'}")


def _understood(say: Callable[[], Word]) -> Word:
    try:
        return say()
    except Unsaid as unsaid:
        raise OwnerError(f"{unsaid}.") from unsaid


def _with_names(store: Store, word: Word, speaker: Speaker) -> Word:
    """Another case and a mail by their ids instead of what was typed."""
    if word.says is Says.MERGE:
        word = replace(word, value=find_case(known_cases(store, speaker.now), word.value).id)
    if word.message is None:
        return word
    fits = [
        reading.envelope
        for reading in store.readings()
        if reading.envelope.message_id == word.message
        or (len(word.message) >= SHORTEST_KEY and reading.envelope.key.startswith(word.message))
    ]
    if len(fits) != 1:
        raise OwnerError(
            f"{word.message!r} is {'several mails' if fits else 'no mail'}: give the Message-ID, or"
            " the id that `afterword explain CASE` shows beside each."
        )
    value = word.value if word.says is not Says.SPLIT else fits[0].message_id or ""
    return replace(word, message=fits[0].key, value=value)


def _keep(store: Store, policy: Policy, word: Word, speaker: Speaker) -> Told:
    store.say([word])
    known = known_cases(store, speaker.now)
    case = next((case for case in known if word.case in case.aliases), None)
    plan = decide(case, policy, speaker.now) if case else None
    return Told(in_words(word), case, plan)


def known_cases(store: Store, now: datetime) -> list[Case]:
    """Every case as it stands now, looked at or not: the owner may go on speaking of one."""
    book = Casebook()
    catch_up(store, book)
    return list(owed(store, book, now))
