"""Answers such as "Wednesday at 1:30 works": short words resolved against the slots they answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from agent.reading.appointments import extremes, ordinals
from agent.reading.clockzones import Place, stated_zone
from agent.reading.held import is_bare_weekday
from agent.reading.material import Material, Moment
from agent.reading.times import moments
from agent.reading.times.vocabulary import PARTS, Word, folded, tokens_of, vocabulary

MOST_SLOTS = 12
NOON, EVENING = 12, 18  # hours at which a part of the day begins
LONGEST_ANSWER = 1_500  # characters in which "the second one" is looked for


@dataclass(frozen=True, slots=True)
class Answer:
    """A time that the new text picks, and how sure that is."""

    moment: Moment
    confidence: float


def offered(material: Material) -> tuple[Moment, ...]:
    """The whole times that the quoted history names, from the newest mail of it to the oldest."""
    if not material.body.quoted:
        return ()
    found = moments(
        material.body.quoted,
        base=material.base,
        language=material.language,
        owner=material.owner,
    )
    written = material.base.replace(tzinfo=None)
    kept: list[Moment] = []
    for moment in found:
        if moment.on is None or moment.clock is None:
            continue
        past = datetime.combine(moment.on, moment.clock) < written  # of the line "On …, Kim wrote:"
        known = any((moment.on, moment.clock) == (one.on, one.clock) for one in kept)
        if not known and not past:
            kept.append(moment)
    return tuple(kept[:MOST_SLOTS])


def answered(material: Material, named: tuple[Moment, ...]) -> tuple[Answer, ...]:
    """Which of the quoted slots the new text means; `named` are the moments of the new text."""
    slots = offered(material)
    both = _both(named, slots, material)
    if both is not None:
        return (both,)
    found = [answer for moment in named if (answer := _match(moment, slots)) is not None]
    if found:
        return _once(found)
    picked = _by_number(material, slots)
    if picked is not None:
        return (Answer(picked, 0.92),)
    days = {slot.on for slot in slots}
    alone = len(slots) == 1 or (len(days) == 1 and len({slot.clock for slot in slots}) == 1)
    return (Answer(slots[0], 0.85),) if alone and not named else ()


def zone_of_slots(material: Material) -> Place | None:
    """The zone that the quoted offer states for all its times: "(hora de Berlim)"."""
    zone = stated_zone(material.body.quoted, material.owner.zone)
    return Place(zone, assumed=False, confidence=0.95) if zone else None


def _both(
    named: tuple[Moment, ...], slots: tuple[Moment, ...], material: Material
) -> Answer | None:
    """ "Wednesday, the one at 9", "Wednesday morning": the only slot that fits day and hour."""
    days = [one for one in named if one.on is not None and one.clock is None]
    clocks = [one.clock for one in named if one.on is None and one.clock is not None]
    if len(days) != 1 or any(one.on is not None and one.clock is not None for one in named):
        return None
    same = [one for one in slots if one.on == days[0].on] or _same_weekday(days[0], slots)
    if clocks:
        same = [one for one in same if any(_same_clock(one.clock, clock) for clock in clocks)]
    elif len(same) > 1:
        parts = _parts(material)
        same = [one for one in same if one.clock and _part_of(one.clock) in parts]
    return Answer(_fuller(days[0], same[0]), 0.93) if len(same) == 1 else None


def _parts(material: Material) -> set[Word]:
    words = vocabulary(material.language)
    tokens = tokens_of(material.body.new_text[:LONGEST_ANSWER])
    return {
        part
        for place in range(len(tokens))
        for part in PARTS
        if words.at(tokens, place, part) is not None
    }


def _part_of(clock: time) -> Word:
    if clock.hour < NOON:
        return Word.MORNING
    return Word.AFTERNOON if clock.hour < EVENING else Word.EVENING


def _match(moment: Moment, slots: tuple[Moment, ...]) -> Answer | None:
    if moment.on is not None and moment.clock is not None:
        same = [slot for slot in slots if (slot.on, slot.clock) == (moment.on, moment.clock)]
        if not same:
            weekdays = _same_weekday(moment, slots)
            same = [slot for slot in weekdays if _same_clock(slot.clock, moment.clock)]
            same = same if len({slot.on for slot in same}) == 1 else []
        return Answer(_fuller(moment, same[0]), 0.97) if same else Answer(moment, 0.95)
    if moment.on is not None:
        same = [slot for slot in slots if slot.on == moment.on] or _same_weekday(moment, slots)
    else:
        same = [slot for slot in slots if _same_clock(slot.clock, moment.clock)]
    if len({(slot.on, slot.clock) for slot in same}) != 1:
        return None
    return Answer(_fuller(moment, same[0]), 0.93)


def _same_weekday(moment: Moment, slots: tuple[Moment, ...]) -> list[Moment]:
    """ "Wednesday" means the Wednesday that was offered, even if it is not the next one."""
    if moment.on is None or not is_bare_weekday(moment):
        return []
    weekday = moment.on.weekday()
    return [slot for slot in slots if slot.on is not None and slot.on.weekday() == weekday]


def _same_clock(one: time | None, other: time | None) -> bool:
    """True also where the answer leaves out the half of the day ("half two" for 14:30)."""
    if one is None or other is None:
        return False
    return one.minute == other.minute and one.hour % 12 == other.hour % 12


def _fuller(moment: Moment, slot: Moment) -> Moment:
    """The slot, with the words of the answer as evidence and its place in the new text."""
    return replace(
        slot,
        start=moment.start,
        end=moment.end,
        words=moment.words,
        until=slot.until or moment.until,
        zone=slot.zone or moment.zone,
        minutes=slot.minutes or moment.minutes,
    )


def _by_number(material: Material, slots: tuple[Moment, ...]) -> Moment | None:
    text = folded(material.body.new_text[:LONGEST_ANSWER])
    for number, form in enumerate(ordinals(material.language)):
        if number < len(slots) and len(slots) > 1 and form.search(text):
            return slots[number]
    earliest, latest = extremes(material.language)
    in_order = sorted(slots, key=lambda slot: (slot.on or date.max, slot.clock or time.max))
    if len(slots) > 1 and earliest.search(text):
        return in_order[0]
    return in_order[-1] if len(slots) > 1 and latest.search(text) else None


def _once(found: list[Answer]) -> tuple[Answer, ...]:
    kept: dict[tuple[object, object], Answer] = {}
    for answer in found:
        kept.setdefault((answer.moment.on, answer.moment.clock), answer)
    return tuple(kept.values())
