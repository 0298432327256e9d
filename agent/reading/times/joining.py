"""Which clock time belongs to which day: across "at", commas, brackets, line ends and labels."""

import itertools
from bisect import bisect_left
from dataclasses import dataclass

from agent.reading.lexicon import words_of
from agent.reading.times.pieces import Clock, Day, Length
from agent.reading.times.scan import Scan, clocks_of, days_of
from agent.reading.times.vocabulary import Word

SAME_SENTENCE = 30  # tokens between a day and a clock time of one sentence
SESSION = 40  # tokens between the lines of a day's schedule
BLOCK = 80  # tokens between a day and a line that is labelled as its time
_OR = frozenset(["or", "oder", "ou", "o", "of", "and", "und", "y", "e", "et", "en", "/", ","])


@dataclass(frozen=True, slots=True)
class Join:
    """A clock time and its day; either alone where the text names no other."""

    day: Day | None
    clock: Clock | None
    close: bool  # they stand side by side


def join(scan: Scan) -> tuple[Join, ...]:
    """Each clock time with its day, days without one, clock times without one; in text order."""
    days, clocks = days_of(scan.pieces), clocks_of(scan.pieces)
    rows = _rows(scan, days, clocks)
    owner: dict[Clock, tuple[Day | None, bool]] = dict(rows)
    led_by: dict[Day, bool] = {day: True for day, _ in rows.values() if day is not None}
    kept: list[Clock] = []
    for clock in clocks:
        if clock not in owner:
            owner[clock] = _day_for(scan, clock, days, owner, kept, led_by)
        if _counts(scan, clock, *owner[clock]) or _continues(scan, clock, kept):
            kept.append(clock)
    return _in_order(scan, days, kept, owner)


def _in_order(
    scan: Scan,
    days: tuple[Day, ...],
    kept: list[Clock],
    owner: dict[Clock, tuple[Day | None, bool]],
) -> tuple[Join, ...]:
    told = {(clock.start.hour, clock.start.minute) for clock in kept if owner[clock][1]}
    joins = [
        Join(owner[clock][0], clock, owner[clock][1])
        for clock in kept
        if owner[clock][1] or (clock.start.hour, clock.start.minute) not in told  # said before
    ]
    taken = {join.day for join in joins}
    for day in reversed(days):
        if day in taken:
            continue
        shared = _shared(scan, day, days, joins)
        joins += shared or [Join(day, None, close=False)]
        if shared:
            taken.add(day)
    return tuple(sorted(joins, key=_place))


def _place(join: Join) -> tuple[int, int]:
    firsts = [piece.first for piece in (join.day, join.clock) if piece is not None]
    return max(firsts), min(firsts)


def _shared(scan: Scan, day: Day, days: tuple[Day, ...], joins: list[Join]) -> list[Join]:
    """ "Tuesday or Wednesday at 10": the clock time of the next day counts for this one, too."""
    index = days.index(day)
    if index + 1 >= len(days):
        return []
    after = days[index + 1]
    between = [token.text for token in scan.tokens[day.last : after.first]]
    small = {"am", "on", "the", "den", "el", "le", "il", "lo", "either"}
    if not between or len(between) > 3 or between == [","] or set(between) - _OR - small:
        return []
    return [Join(day, join.clock, join.close) for join in joins if join.day == after and join.close]


def _rows(
    scan: Scan, days: tuple[Day, ...], clocks: tuple[Clock, ...]
) -> dict[Clock, tuple[Day | None, bool]]:
    """A table with a row of days above a row of clock times: column by column."""
    lines = _by_line(scan)
    found: dict[Clock, tuple[Day | None, bool]] = {}
    for upper, lower in itertools.pairwise(lines):
        above = [piece for piece in upper if isinstance(piece, Day)]
        below = [piece for piece in lower if isinstance(piece, Clock)]
        if len(above) == len(upper) == len(below) == len(lower) > 1:
            found.update({clock: (day, True) for day, clock in zip(above, below, strict=True)})
    return found


def _by_line(scan: Scan) -> list[list[Day | Clock]]:
    lines: list[list[Day | Clock]] = []
    breaks = [place for place, token in enumerate(scan.tokens) if token.text == "\n"]
    position = -1
    for piece in scan.pieces:
        if isinstance(piece, Length):
            continue
        line = bisect_left(breaks, piece.first)
        if line != position:
            lines.append([])
            position = line
        lines[-1].append(piece)
    return lines


def _day_for(
    scan: Scan,
    clock: Clock,
    days: tuple[Day, ...],
    owner: dict[Clock, tuple[Day | None, bool]],
    kept: list[Clock],
    led_by: dict[Day, bool],
) -> tuple[Day | None, bool]:
    before = next((day for day in reversed(days) if day.last <= clock.first), None)
    after = next((day for day in days if day.first >= clock.last), None)
    follows = after is not None and scan.joined(clock.last, after.first)
    if after is not None and follows and after.first - clock.last > 5:
        follows = False
    closes = before is not None and led_by.get(before) is False  # it already closed a clock time
    new_line = (
        any(token.text == "\n" for token in scan.tokens[clock.last : after.first])
        if after
        else False
    )
    if follows and before is not None and not closes and _chained(scan, clock, before, owner, kept):
        return before, True
    if before is not None and scan.joined(before.last, clock.first) and not (closes and follows):
        led_by.setdefault(before, True)
        return before, True
    if after is not None and follows and not new_line:
        led_by[after] = False
        return after, True
    return _far_day(scan, clock, before, after, owner, kept)


def _chained(
    scan: Scan,
    clock: Clock,
    before: Day,
    owner: dict[Clock, tuple[Day | None, bool]],
    kept: list[Clock],
) -> bool:
    """ "Tuesday: 10-11 or 2-3; Wednesday: 9-10": one more clock time of the day before."""
    last = kept[-1] if kept else None
    if last is None or owner[last][0] != before or before.first > last.first:
        return False
    return clock.first - last.last <= 6 and _is_list(scan, last, clock)


def _far_day(
    scan: Scan,
    clock: Clock,
    before: Day | None,
    after: Day | None,
    owner: dict[Clock, tuple[Day | None, bool]],
    kept: list[Clock],
) -> tuple[Day | None, bool]:
    last = kept[-1] if kept else None
    if last is not None and clock.first - last.last <= 6 and _is_list(scan, last, clock):
        day, close = owner[last]
        if before is None or day is None or before.first <= day.first:
            return day, close
    if last is not None and clock.first - last.last <= SESSION and _starts_line(scan, clock):
        return owner[last][0], False  # the sessions of a day, a line each
    if before is not None and scan.same_sentence(before.last, clock.first, SAME_SENTENCE):
        return before, False
    if after is not None and scan.same_sentence(clock.last, after.first, SAME_SENTENCE // 2):
        return (after, False) if not _breaks(scan, clock.last, after.first) else (None, False)
    if before is not None and clock.first - before.last <= BLOCK and _labelled(scan, clock):
        return before, False
    return None, False


def _breaks(scan: Scan, begin: int, end: int) -> bool:
    return any(token.text == "\n" for token in scan.tokens[begin:end])


def _is_list(scan: Scan, last: Clock, clock: Clock) -> bool:
    between = scan.tokens[last.last : clock.first]
    return all(
        token.text in _OR or scan.joined(last.last + index, last.last + index + 1)
        for index, token in enumerate(between)
    )


def _starts_line(scan: Scan, clock: Clock) -> bool:
    place = clock.first - 1
    while place >= 0 and scan.tokens[place].text in ("-", "*", "•", "·", "(", "–"):
        place -= 1
    return place < 0 or scan.tokens[place].text == "\n"


def _labelled(scan: Scan, clock: Clock) -> bool:
    """ "Time: 13:15" on a line of its own."""
    place = clock.first
    while place > 0 and scan.tokens[place - 1].text != "\n" and clock.first - place < 6:
        place -= 1
    at_line = place == 0 or scan.tokens[place - 1].text == "\n"
    return at_line and scan.joined(place, clock.first) and place < clock.first


def _counts(scan: Scan, clock: Clock, day: Day | None, close: bool) -> bool:
    """A mere number counts only beside a day, or led to by "at" and followed by no noun."""
    if not clock.start.bare or (clock.end is not None and not clock.end.bare):
        return True
    exact = clock.last >= clock.first + 3 and scan.tokens[clock.first + 1].text == "."
    ranged = clock.end is not None
    if day is None:
        told = clock.led and clock.end is None and not _noun_follows(scan, clock)
        return (ranged and _exact(clock)) or (told and _led_by_at(scan, clock))
    if close and (clock.led or ranged or exact or _figures(scan, clock) >= 4):
        return clock.led or not _noun_follows(scan, clock) or ranged
    return (
        clock.led and not _noun_follows(scan, clock) and scan.tokens[clock.first - 1].text != "by"
    )


def _continues(scan: Scan, clock: Clock, kept: list[Clock]) -> bool:
    """ "at 10, 11.30 and 3": one more number of a list of clock times."""
    last = kept[-1] if kept else None
    if last is None or not 0 < clock.first - last.last <= 2 or _noun_follows(scan, clock):
        return False
    return all(token.text in _OR for token in scan.tokens[last.last : clock.first])


def _exact(clock: Clock) -> bool:
    """ "10.00 - 10.30" is of clock times, "1.5 - 2.0" is not."""
    return clock.last - clock.first >= 7


def _led_by_at(scan: Scan, clock: Clock) -> bool:
    for size in (1, 2):
        place = clock.first - size
        if place >= 0 and scan.words.is_at(scan.tokens, place, (Word.AT,)) == clock.first:
            return scan.tokens[place].text != "by"
    return False


def _figures(scan: Scan, clock: Clock) -> int:
    token = scan.tokens[clock.first]
    return token.end - token.start if token.number is not None else 0


def _noun_follows(scan: Scan, clock: Clock) -> bool:
    if clock.last >= len(scan.tokens):
        return False
    token = scan.tokens[clock.last]
    text = token.text
    if scan.language == "de" and text.isalpha() and scan.text[token.start].islower():
        return False  # a German noun has a capital
    known = text in scan.words.starts or text in words_of("times", "after_bare_hour")
    return (text.isalpha() and not known) or text in ("%", "$", "€", "£", "/", "+", "º")
