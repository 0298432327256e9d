"""Clock times that name no day, and days that name no clock time: what the mail tells elsewhere."""

import re
from dataclasses import replace
from datetime import date

from agent.reading.appointments import Cue, Setting, says
from agent.reading.facts import Kind
from agent.reading.labels import LABEL
from agent.reading.material import Material, Moment
from agent.reading.purposes import is_none, plausible
from agent.reading.statuses import MOVED
from agent.reading.times import moments

NEAR = 2  # sentences between a day and a clock time that speaks of it
LONGEST_SUBJECT = 300
_OPENS_LINE = re.compile(r"^[\W_]{0,6}$")


def completed(around: tuple[Setting, ...], material: Material, kind: Kind) -> tuple[Setting, ...]:
    """The moments of the new text, each with the day or the clock time that others tell."""
    if any(one.moment.on is None for one in around):
        around = _with_days(around, material, kind)
    return _same_time(around, material.language)


def subject_moments(material: Material) -> tuple[Moment, ...]:
    return moments(
        material.message.envelope.subject[:LONGEST_SUBJECT],
        base=material.base,
        language=material.language,
        owner=material.owner,
    )


def _with_days(around: tuple[Setting, ...], material: Material, kind: Kind) -> tuple[Setting, ...]:
    named = [one for one in around if _names_day(one, material)]
    coming = {one.moment.on for one in named}
    alone = coming or _subject_days(material)
    only = next(iter(alone)) if len(alone) == 1 else None
    timed = any(one.moment.clock is not None for one in named)
    out: list[Setting] = []
    for one in around:
        on = _last_day(one, out)
        if on is None and _takes(one, timed, material, kind):
            on = only or _near_day(one, named) or _of_the_row_above(one, out)
        out.append(replace(one, moment=replace(one.moment, on=on)) if on is not None else one)
    return tuple(out)


def _names_day(one: Setting, material: Material) -> bool:
    moment = one.moment
    if moment.on is None or moment.on < material.base.date():
        return False
    return plausible(moment, material) and not is_none(one, material.language)


def _takes(one: Setting, timed: bool, material: Material, kind: Kind) -> bool:
    """True for a clock time whose words, or whose place in a list, speak of the interview."""
    language = material.language
    if one.moment.on is not None or one.moment.clock is None or is_none(one, language):
        return False
    if kind in MOVED and (one.says(Cue.OLD, language) or one.says(Cue.NEW, language)):
        return True
    if timed:
        arrives = says(one.clause, Cue.ARRIVE, language)
        return says(one.clause, Cue.TALK, language) and not arrives
    if LABEL.match(one.sentence) or says(one.sentence, Cue.START, language):
        return True
    if says(one.sentence, Cue.TALK, language) or says(one.sentence, Cue.PROPOSAL, language):
        return True
    return _OPENS_LINE.match(one.before) is not None or one.row


def _near_day(one: Setting, named: list[Setting]) -> date | None:
    before = [other for other in named if 0 <= one.order - other.order <= NEAR]
    return before[-1].moment.on if before else None


def _of_the_row_above(one: Setting, out: list[Setting]) -> date | None:
    """The lines of a programme or a table share the day above them."""
    above = out[-1] if out else None
    rows = above is not None and above.row and one.row and one.order - above.order <= 1
    return above.moment.on if above is not None and rows and above.moment.clock else None


def _last_day(one: Setting, out: list[Setting]) -> date | None:
    """ "… jeudi 28 mai … à 14 h au lieu de 15 h": a bare clock time right behind another's day."""
    before, moment = out[-1].moment if out else None, one.moment
    bare = moment.on is None and moment.clock is not None
    if bare and before and before.on and before.clock and moment.start - before.end < 20:
        return before.on
    return None


def _same_time(around: tuple[Setting, ...], language: str) -> tuple[Setting, ...]:
    """ "Could we say Friday, same time?": the clock time of the time before."""
    out: list[Setting] = []
    clocked: Moment | None = None
    for place, one in enumerate(around):
        moment = one.moment
        same = moment.clock is None and says(one.sentence, Cue.SAME, language)
        if same and clocked is None and place + 1 < len(around):
            after = around[place + 1]
            clocked = after.moment if after.moment.clock and after.order == one.order else None
        if clocked and same:
            moment = replace(moment, clock=clocked.clock, until=clocked.until, zone=clocked.zone)
        if moment.on is not None and one.moment.clock is not None:
            clocked = moment
        out.append(one if moment is one.moment else replace(one, moment=moment))
    return tuple(out)


def _subject_days(material: Material) -> set[date | None]:
    return {
        moment.on
        for moment in subject_moments(material)
        if moment.on is not None and moment.on >= material.base.date()
    }
