"""What a time is for that is none of an interview: a deadline, opening hours, an arrival.

The words right before it and right behind it, those of its clause, then those of its sentence.
"""

from datetime import datetime, timedelta

from agent.reading.appointments import Cue, Setting, says
from agent.reading.facts import Kind
from agent.reading.held import is_past
from agent.reading.labels import LABEL
from agent.reading.material import Material, Moment
from agent.reading.statuses import MOVED
from agent.reading.times.vocabulary import folded

EARLIEST_HOUR, LATEST_HOUR = 6, 22  # domain.md C2: nobody interviews at night
FARTHEST_DAYS = 200
LONGEST_FAREWELL = 45
LONGEST_WAIT = 60  # minutes between an arrival and the interview
SENT_WITHIN = timedelta(minutes=2)


def may_be(one: Setting, material: Material, kind: Kind) -> bool:
    """True for a whole time that a mail of that kind can mean as an interview's."""
    moment, language = one.moment, material.language
    if moment.on is None or moment.clock is None or not plausible(moment, material):
        return False
    if is_none(one, language):
        return False
    fixed = kind not in MOVED or kind is Kind.REJECTION or moment.on < material.base.date()
    if fixed and is_past(one, material):
        return False
    if kind in (Kind.REPLY, Kind.REQUEST, Kind.HOLDING):
        return says(one.sentence, Cue.START, language)
    if kind in (Kind.REJECTION, Kind.WITHDRAWAL):
        return _called_off(one, material, kind)
    return True


def without_arrivals(usable: tuple[Setting, ...], language: str) -> tuple[Setting, ...]:
    """ "Please report to reception at 8:45 for your interview at 9": only the second counts."""
    return tuple(
        one for one in usable if not (_arrives(one, language) and _soon_after(one, usable))
    )


def _arrives(one: Setting, language: str) -> bool:
    return says(one.clause, Cue.ARRIVE, language)


def _soon_after(one: Setting, usable: tuple[Setting, ...]) -> bool:
    return any(
        other.moment.on == one.moment.on
        and 0 < _minute(other.moment) - _minute(one.moment) <= LONGEST_WAIT
        for other in usable
    )


def _minute(moment: Moment) -> int:
    return 60 * moment.clock.hour + moment.clock.minute if moment.clock else 0


def plausible(moment: Moment, material: Material) -> bool:
    """False for a time that is past, too far ahead, at night, or that of the writing itself."""
    today = material.base.date()
    if moment.on is not None and not -1 <= (moment.on - today).days <= FARTHEST_DAYS:
        return False
    if moment.on == today and moment.clock is not None and moment.zone is None:
        written = material.base.replace(tzinfo=None)
        told = datetime.combine(today, moment.clock)
        if told < written - timedelta(hours=1) or abs(told - written) <= SENT_WITHIN:
            return False
    return moment.clock is None or EARLIEST_HOUR <= moment.clock.hour <= LATEST_HOUR


def is_none(one: Setting, language: str) -> bool:
    """A deadline, an arrival, office hours: a time, but no interview's."""
    if says(one.clause, Cue.OPEN, language):
        return True
    if LABEL.match(one.sentence):
        return False
    due = one.leads(Cue.UNTIL, language) and not says(one.sentence, Cue.TALK, language)
    if due and not _is_farewell(one, language):
        return True
    told = one.sentence
    if one.after.startswith(":"):  # "our talk on Monday at 10: …" gives a reason behind it
        told = told.partition(folded(one.moment.words))[0]
    return (
        (one.says(Cue.NOT_BEFORE, language) and not _is_farewell(one, language))
        or one.says(Cue.NOT_AFTER, language)
        or says(told, Cue.NOT_IN, language)
    )


def _is_farewell(one: Setting, language: str) -> bool:
    """ "Bis morgen um 10!" is no deadline."""
    short = len(one.sentence) <= LONGEST_FAREWELL and one.sentence.startswith(one.before)
    return short and says(one.before, Cue.FAREWELL, language)


def _called_off(one: Setting, material: Material, kind: Kind) -> bool:
    """ "… so your slot on Wednesday at 2 falls away": no call for questions, no open day."""
    language = material.language
    if says(one.sentence, Cue.FEEDBACK, language) or one.sentence.endswith("?"):
        return False
    if kind is Kind.WITHDRAWAL or says(one.sentence, Cue.TALK, language):
        return True
    near = material.sentences[max(one.order - 1, 0) : one.order + 2]
    return any(says(folded(sentence.text), Cue.CANCEL, language) for sentence in near)
