"""Is a time fixed, one of several, or called off? By the kind of the mail and its words."""

import re

from agent.reading.appointments import Cue, Setting, places, says
from agent.reading.facts import Kind, Status
from agent.reading.material import Material, Moment
from agent.reading.times.vocabulary import folded

# The kinds of mail whose times can be those of interviews.
TIMED = frozenset(
    {
        Kind.INVITATION,
        Kind.CONFIRMATION,
        Kind.RESCHEDULE,
        Kind.CANCELLATION,
        Kind.REJECTION,
        Kind.WITHDRAWAL,
        Kind.ACCEPTANCE,
        Kind.REPLY,
    }
)
MOVED = frozenset({Kind.RESCHEDULE, Kind.CANCELLATION, Kind.REJECTION, Kind.WITHDRAWAL})
CLEAR, LIKELY, GUESS = 0.97, 0.92, 0.8
_NEW_CLAUSE = re.compile(r"[,;:-] |(?<!\w)(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar) ")
_CLOSING = re.compile(r"(?: (?!not |nicht |niet )[^\W\d_]{1,10})? $")
LONGEST_ARTICLE = 6  # characters between a colon and the time that it introduces


def status_of(
    one: Setting, usable: tuple[Setting, ...], material: Material, kind: Kind
) -> tuple[Status, float]:
    """The status of a time and how sure it is; `usable` are all times of the mail that count."""
    if kind in (Kind.REJECTION, Kind.WITHDRAWAL):
        return Status.CANCELLED, LIKELY
    if kind is Kind.CANCELLATION:
        return _of_cancellation(one, usable, material)
    if kind is Kind.RESCHEDULE:
        return _of_move(one, usable, material)
    return _of_invitation(one, usable, material, kind)


def _of_cancellation(
    one: Setting, usable: tuple[Setting, ...], material: Material
) -> tuple[Status, float]:
    language = material.language
    asked = says(one.sentence, Cue.PROPOSAL, language)
    if _replaces(one, language) and _called_off_before(one, material):
        fixed = says(one.sentence, Cue.FIXED, language) or _is_entered(one, material)
        return Status.PROPOSED if asked and not fixed else Status.SCHEDULED, GUESS
    if one is not usable[0] and asked and not says(one.sentence, Cue.CANCEL, language):
        return Status.PROPOSED, GUESS
    return Status.CANCELLED, CLEAR if len(usable) == 1 else LIKELY


def _replaces(one: Setting, language: str) -> bool:
    """ "instead we can offer Thursday at 10": the last word before it is of a new time.

    Behind it such a word counts where what is called off stands before: "… absagen, können Ihnen
    aber Donnerstag um 10 Uhr anbieten".
    """
    if one.leads(Cue.INSTEAD, language):
        return False
    before, _, after = one.sentence.partition(folded(one.moment.words))
    gone, new = places(before, Cue.CANCEL, language), places(before, Cue.REPLACEMENT, language)
    if places(after, Cue.CANCEL, language):
        return False
    if max(new, default=-1) > max(gone, default=-1):
        return True
    behind = places(after, Cue.REPLACEMENT, language)
    parted = gone and _NEW_CLAUSE.search(before, gone[-1])
    return bool(behind and parted) and _CLOSING.match(after[: behind[0]]) is not None


def _called_off_before(one: Setting, material: Material) -> bool:
    """True if the mail says before that time that something is called off."""
    told = [sentence.text for sentence in material.sentences[: max(one.order, 0)]]
    told += [one.sentence.partition(folded(one.moment.words))[0]]
    told += [material.message.envelope.subject]
    return any(says(folded(text), Cue.CANCEL, material.language) for text in told)


def _of_move(one: Setting, usable: tuple[Setting, ...], material: Material) -> tuple[Status, float]:
    language = material.language
    old = _old(usable, language)
    if len(usable) == 1 and _named_as_new(one, language):
        asked = says(one.sentence, Cue.PROPOSAL, language)
        return Status.PROPOSED if asked else Status.SCHEDULED, LIKELY
    if one.moment in old and (len(usable) > len(old) or _only_called_off(one, language)):
        return Status.CANCELLED, LIKELY
    new = [other for other in usable if other.moment not in old]
    asked = says(one.sentence, Cue.PROPOSAL, language)
    fixed = says(one.sentence, Cue.FIXED, language) or _is_entered(one, material)
    if (asked and not fixed) or (len(new) > 1 and not fixed):
        return Status.PROPOSED, LIKELY
    given_up = len(usable) == 1 and says(one.sentence, Cue.MOVE, language)
    if given_up and not one.leads(Cue.NEW, language):
        return Status.CANCELLED, GUESS
    return Status.SCHEDULED, LIKELY


def _is_entered(one: Setting, material: Material) -> bool:
    """ "Could we do Monday at 4? I have put it in our calendars": they count on it."""
    behind = material.sentences[one.order + 1 :] if one.order >= 0 else ()
    return any(says(folded(sentence.text), Cue.ENTERED, material.language) for sentence in behind)


def _named_as_new(one: Setting, language: str) -> bool:
    """ "We propose another date for the talk: Monday at 4": what stands behind the colon."""
    before = one.sentence.partition(folded(one.moment.words))[0]
    named, colon, rest = before.rpartition(":")
    return (
        bool(colon)
        and len(rest) < LONGEST_ARTICLE
        and _replaces(one, language)
        and says(named, Cue.REPLACEMENT, language)
    )


def _old(usable: tuple[Setting, ...], language: str) -> set[Moment]:
    """The times given up: by their words, by those of the new ones, else the first of all."""
    old = {other.moment for other in usable if _is_old(other, language)}
    if old or len(usable) < 2:
        return old
    new = {other.moment for other in usable if other.leads(Cue.NEW, language)}
    first = usable[0]
    apart = first.order != usable[1].order or says(first.sentence, Cue.MOVE, language)
    if len(usable) == 2 and len(new) == 1 and apart:
        return {other.moment for other in usable} - new
    if first.row and not first.before and usable[1].row and not usable[1].before:
        return set()  # a list of slots, a line each
    moved = says(first.sentence, Cue.MOVE, language) or says(first.sentence, Cue.CANCEL, language)
    alone = all(other.order != first.order for other in usable[1:])
    asked = says(first.sentence, Cue.PROPOSAL, language)
    days = {other.moment.on for other in usable}
    if len(days) > 1 and (moved or (not asked and (alone or len(usable) == 2))):
        return {first.moment}
    return set()


def _is_old(one: Setting, language: str) -> bool:
    """True if the longer of the phrases that lead to it speaks of the old time."""
    if one.leads(Cue.INSTEAD, language):
        return True
    return one.leads(Cue.OLD, language) > one.leads(Cue.NEW, language)


def _only_called_off(one: Setting, language: str) -> bool:
    return one.leads(Cue.OLD, language) > 0 or says(one.sentence, Cue.CANCEL, language)


def _of_invitation(
    one: Setting, usable: tuple[Setting, ...], material: Material, kind: Kind
) -> tuple[Status, float]:
    language = material.language
    if kind is Kind.CONFIRMATION:
        return Status.SCHEDULED, CLEAR
    days = {other.moment.on for other in usable}
    asked = says(one.sentence, Cue.PROPOSAL, language)
    fixed = says(one.sentence, Cue.FIXED, language) and not one.sentence.rstrip().endswith("?")
    first, last = _ends_of_list(one, usable)
    near = material.sentences[max(first - 3, 0) : last + 3]
    around = [sentence.text.lower() for sentence in near]
    asked_near = any(says(text, Cue.PROPOSAL, language) for text in around)
    fixed_near = any(says(text, Cue.FIXED, language) for text in around)
    if len(usable) == 1:
        return (Status.PROPOSED, LIKELY) if asked and not fixed else (Status.SCHEDULED, CLEAR)
    if asked and not fixed:
        return Status.PROPOSED, CLEAR
    if len(days) > 1 and (asked_near or not fixed_near):
        return Status.PROPOSED, LIKELY
    if len(days) == 1 and asked_near and not fixed_near:
        return Status.PROPOSED, GUESS
    return Status.SCHEDULED, LIKELY


def _ends_of_list(one: Setting, usable: tuple[Setting, ...]) -> tuple[int, int]:
    """The numbers of the first and last line of the list in which a time stands: what is said
    before and behind it holds for all lines alike."""
    rows = [other.order for other in usable if other.row] if one.row else [one.order]
    return min(rows), max(rows)
