"""Days and clock times in free text.

`vocabulary` knows the words, `wrapping` which line ends count, `days` and `clocks` the grammar,
`scan` finds the pieces in one pass, `joining` says which clock time belongs to which day,
`resolution` counts them from the mail's date.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agent.reading.material import Moment
from agent.reading.owner import Owner
from agent.reading.times.columns import with_columns
from agent.reading.times.joining import Join, join
from agent.reading.times.ownclock import without_own_clocks
from agent.reading.times.pieces import Clock, Length
from agent.reading.times.resolution import Resolved, Settled, resolve_day, settle
from agent.reading.times.scan import Scan, lengths, scan
from agent.reading.times.vocabulary import Word, tokens_of, vocabulary
from agent.reading.times.wrapping import unwrapped
from agent.reading.zones import zone_of

LONGEST_TEXT = 60_000
NEAR = 20  # characters between two slots of one list
MONTH_FIRST_COUNTRIES = frozenset({"US"})
_AMERICAN_ZONES = frozenset(
    [
        "New_York",
        "Detroit",
        "Chicago",
        "Denver",
        "Phoenix",
        "Los_Angeles",
        "Anchorage",
        "Boise",
        "Honolulu",
    ]
)


def moments(text: str, *, base: datetime, language: str, owner: Owner) -> tuple[Moment, ...]:
    """Every day and clock time that `text` names, in order, counted from `base` where relative.

    `base` is when the mail was written, aware, in the sender's offset. Days stand alone where no
    clock time belongs to them, and the reverse. `certain` is False where weekday and date
    disagree, where day and month could be swapped, or where the reading is a guess.
    """
    text = text[:LONGEST_TEXT]
    words = vocabulary(language)
    month_first, known = _order(base, language, owner)
    found = scan(
        text,
        unwrapped(tokens_of(text), text, words),
        words,
        today=base.date(),
        month_first=month_first,
        order_known=known,
        zone=owner.zone,
        language=language,
    )
    named = [_moment(one, found, text, base, language) for one in join(found)]
    whole = _in_the_same_week([moment for moment in named if moment is not None], base, language)
    whole = without_own_clocks(whole, text, base, owner)
    return _once(with_columns(whole, text))


def _order(base: datetime, language: str, owner: Owner) -> tuple[bool, bool]:
    """Whether 03/04 is the fourth of March to this sender, and whether that is sure (K1)."""
    if language != "en":
        return False, True
    place = owner.zone.key.rpartition("/")[2]
    american_owner = owner.country in MONTH_FIRST_COUNTRIES or (
        owner.country is None and place in _AMERICAN_ZONES
    )
    hours = (base.utcoffset() or timedelta()).total_seconds() / 3600
    american_sender = -10 <= hours <= -4
    if american_owner:
        return True, american_sender or hours == 0
    return american_sender, not american_sender


def _moment(one: Join, found: Scan, text: str, base: datetime, language: str) -> Moment | None:
    if one.day is not None and (one.day.habitual or (one.day.spanned and one.clock)):
        return None
    day = resolve_day(one.day, base, language=language) if one.day else None
    if one.day is not None and day is None:
        return None
    clock = settle(one.clock, one.day, base, language=language) if one.clock else None
    if day is None and clock is None:
        return None
    pieces = [piece for piece in (one.day, one.clock) if piece is not None]
    start = found.tokens[min(piece.first for piece in pieces)].start
    end = found.tokens[max(piece.last for piece in pieces) - 1].end
    length = _length(found, one.clock) if one.clock and not (clock and clock.end) else None
    moment = _built(start, end, text, day, clock, one.clock.zone if one.clock else None, length)
    if one.clock is None:
        return moment
    alone = day is None and one.clock.start.bare and one.clock.end is None  # "see you at 3"
    at = found.tokens[one.clock.first].start
    return replace(moment, clock_start=at, certain=moment.certain and not alone)


def _built(
    start: int,
    end: int,
    text: str,
    day: Resolved | None,
    clock: Settled | None,
    zone: str | None,
    minutes: int | None,
) -> Moment:
    return Moment(
        start=start,
        end=end,
        words=" ".join(text[start:end].split())[:200],
        on=day.on if day else None,
        clock=clock.start if clock else None,
        until=clock.end if clock else None,
        zone=zone,
        minutes=minutes,
        certain=(day is None or day.certain) and (clock is None or clock.certain),
        assumed_year=day.assumed_year if day else False,
    )


def _length(found: Scan, clock: Clock) -> int | None:
    """The length that counts for a clock time: the only one of the text, else the nearest."""
    stated = lengths(found.pieces)
    if not stated:
        return None
    if len({length.minutes for length in stated}) == 1:
        return stated[0].minutes
    near = [length for length in stated if _distance(length, clock) <= 12]
    return min(near, key=lambda length: _distance(length, clock)).minutes if near else None


def _distance(length: Length, clock: Clock) -> int:
    return length.first - clock.last if length.first >= clock.last else clock.first - length.last


def _in_the_same_week(found: list[Moment], base: datetime, language: str) -> list[Moment]:
    """ "Monday 9 March at ten or Tuesday at two": the Tuesday behind that Monday."""
    out: list[Moment] = []
    today = base.date()
    for moment in found:
        before = out[-1].on if out else None
        on = moment.on
        if before and on and today < on < before and on <= today + timedelta(days=7):
            near = moment.start - out[-1].end <= NEAR and before >= today + timedelta(days=7)
            if near and _names_weekday_only(moment.words, language):
                ahead = (on.weekday() - before.weekday()) % 7 or 7
                moment = replace(moment, on=before + timedelta(days=ahead))
        out.append(moment)
    return out


def _names_weekday_only(words: str, language: str) -> bool:
    tokens, known = tokens_of(words), vocabulary(language)
    if not tokens or known.at(tokens, 0, Word.WEEKDAY) is None:
        return False
    day = next((token for token in tokens[1:] if token.number is not None), None)
    month = any(known.at(tokens, place, Word.MONTH) for place in range(len(tokens)))
    return not month and (day is None or tokens.index(day) > 1)


def _once(found: list[Moment]) -> tuple[Moment, ...]:
    """Without the same instant told again in another zone: "10:30 AM PT / 2:30 PM AT"."""
    kept: list[Moment] = []
    for moment in found:
        before = kept[-1] if kept else None
        if before is None or not _other_zone(before, moment):
            kept.append(moment)
        elif _instant(before) != _instant(moment):
            kept[-1] = replace(before, certain=False)
    return tuple(kept)


def _other_zone(before: Moment, moment: Moment) -> bool:
    zones = before.zone is not None and moment.zone is not None and before.zone != moment.zone
    return zones and before.on == moment.on and moment.end - before.end < 60


def _instant(moment: Moment) -> datetime | None:
    if moment.on is None or moment.clock is None or moment.zone is None:
        return None
    return datetime.combine(moment.on, moment.clock, zone_of(moment.zone)).astimezone(UTC)
