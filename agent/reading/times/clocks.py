"""The grammar of clock times: "2pm", "14h30", "halb drei", "from 2 to 3 pm"; and of lengths."""

from dataclasses import dataclass

from agent.reading.lexicon import words_of
from agent.reading.times.lengths import DASHES
from agent.reading.times.pieces import Clock, Hour
from agent.reading.times.spoken import SpokenGrammar
from agent.reading.times.vocabulary import PARTS, Phrase, Word
from agent.reading.zones import LONGEST_NAME, place_named, zone_word

_BEFORE_CLOCK = frozenset(
    (":", "also", "um", "at", "a", "as", "las", "alle", "om", "dus", "soit", "donc", "time", "uhr")
)
_PARTS = frozenset(PARTS)
_NOTHING: dict[Word, tuple[Phrase, ...]] = {}
LONGEST_WAIT = 45  # minutes between the arrival and the time itself: "9:45 for 10"


@dataclass(frozen=True, slots=True)
class ClockGrammar(SpokenGrammar):
    """Finds the clock time, or the length, that begins at a token."""

    def at(self, place: int) -> Clock | None:
        """The clock time or range at `place`, with its part of the day and its zone."""
        found = self._hour(place)
        if found is None:
            return None
        start, last = found
        led = self._led(place) or self._contrasted(place, last)
        part, last = self._part(last)
        part = part or self._part_before(place)
        zone, last = self._zone(last, start)
        zone = zone or self._zone_before(place)
        opening = self._opening(last, start)
        if opening is not None:
            return Clock(place, opening[1], opening[0], None, zone, part, led)
        until, after = self._range(last, start, place)
        if until is not None:
            part_after, after = self._part(after)
            zone_after, after = self._zone(after, until)
            part, zone, last = part_after or part, zone_after or zone, after
        return Clock(place, last, start, until, zone, part, led)

    def _opening(self, last: int, arrival: Hour) -> tuple[Hour, int] | None:
        """ "9:45 for 10": one is to be there at the first and begins at the second."""
        led = self.words.at(self.tokens, last, Word.FOR)
        if led is None or self.length_at(led[1]) is not None:
            return None
        found = self._hour(led[1])
        if found is None:
            return None
        wait = 60 * (found[0].hour % 12 - arrival.hour % 12) + found[0].minute - arrival.minute
        return found if 0 < wait % 720 <= LONGEST_WAIT else None

    def _contrasted(self, place: int, last: int) -> bool:
        """ "4 instead of 2", "statt um 9 erst um 10": both numbers are clock times."""
        before = self._led(place, (Word.INSTEAD,))
        return before or self.words.at(self.tokens, last, Word.INSTEAD) is not None

    # One clock time

    def _hour(self, place: int) -> tuple[Hour, int] | None:
        token = self.tokens[place]
        if token.number is None:
            return self._words(place)
        figures = token.end - token.start
        if figures in (3, 4) and self._text(place + 1) != ":":
            return self._military(place, figures)
        if figures > 2 or token.number > 59 or self._before_is_figure(place):
            return None
        spoken = self._minutes_past(place, place + 1, token.number)
        if spoken is not None or token.number > 24:
            return spoken
        hour, minute, last, bare = token.number, 0, place + 1, True
        minutes = self._minutes(place)
        if minutes is not None:
            minute, last, bare = minutes
        half, last = self._half(last)
        suffix = self._suffix(last) if half is None else None
        if suffix is not None:
            last, bare = suffix, False
        if hour == 24:
            return None
        if minutes is None and (suffix is not None or self._number(last) is None):
            minute, hour, last = self._after_suffix(hour, last)
        half, last = self._half(last) if half is None and suffix is not None else (half, last)
        plain = 1 <= hour <= 12 and not (figures == 2 and hour < 10)
        return Hour(hour, minute, half, plain, bare and half is None), last

    def _after_suffix(self, hour: int, last: int) -> tuple[int, int, int]:
        """ "10 Uhr 30", "10 heures et demie": the minutes behind the word for the hour."""
        number = self._number(last)
        if number is not None:
            whole = self._figures(last) == 2 and number < 60 and number % 5 == 0
            further = self._text(last + 1) in (":", ".") and self._number(last + 2) is not None
            alone = self.length_at(last) is None and not further
            return (number, hour, last + 1) if whole and alone else (0, hour, last)
        minute, shifted, after = self._fraction_after(hour, last)
        if minute is None:
            return 0, hour, last
        return minute, hour - 1 if minute == 45 and shifted != hour else hour, after

    def _minutes(self, place: int) -> tuple[int, int, bool] | None:
        """Minutes behind ":", "." or "h", the place behind them, and whether that is unsure."""
        sign = self._text(place + 1)
        if self._figures(place) == self._figures(place + 1) == 2:  # "09 00 Uhr"
            spaced = self.words.at(self.tokens, place + 2, Word.HOUR)
            told = self._number(place + 1) or 0
            return (told, place + 2, False) if spaced and told <= 59 else None
        minute = self._number(place + 2)
        if minute is None or minute > 59 or self._figures(place + 2) != 2:
            return None
        if sign == ":":
            if self.tokens[place + 2].start > self.tokens[place + 1].end:
                half = self._half(place + 3)[0]  # "8: 45 a.m.", not "Round 1: 10 March"
                if half is None and not self._led(place, (Word.AT,)):
                    return None
            last = place + 3
            seconds = self._text(last) == ":" and self._figures(last + 1) == 2
            return minute, last + 2 if seconds else last, False
        if sign in ("h", "u"):
            return minute, place + 3, False
        if sign == "," and self.language == "it" and self._led(place, (Word.AT, Word.FROM)):
            return minute, place + 3, True
        if sign == "." and self.tokens[place + 2].start - self.tokens[place].end == 1:
            further = self._text(place + 3) == "." and self._number(place + 4) is not None
            return None if further else (minute, place + 3, True)
        return None

    def _military(self, place: int, figures: int) -> tuple[Hour, int] | None:
        number = self.tokens[place].number or 0
        if number % 100 > 59 or number >= 2400 or figures == 3 or self._is_reference(place):
            return None
        half, last = self._half(place + 1)
        suffix = self._suffix(last)
        bare = half is None and suffix is None
        if bare and 1990 <= number <= 2039 and not self._led(place, (Word.AT,)):
            return None
        hour, minute = divmod(number, 100)
        return Hour(hour, minute, half, False, bare), suffix or last

    # Ranges

    def _range(self, last: int, start: Hour, first: int) -> tuple[Hour | None, int]:
        """(end, place behind) of "- 15:00", "bis 15 Uhr", "and 4 PM" after a clock time."""
        place = last
        sign = self._text(place)
        if sign == "/" and self._is_joined(place):
            place += 1  # "14:30/15:00" is a range, "14:30 / 15:00" are two times
        elif sign in DASHES:
            place += 1 + (sign == "-" and self._text(place + 1) == ">")
        elif (word := self.words.at(self.tokens, place, Word.TO)) is not None:
            if self._text(place) in ("and", "und", "et", "y", "e", "en", "a") and not self._spans(
                first
            ):
                return None, last
            if self._moved(first):
                return None, last  # "moved from 3 pm to 4 pm": the old time and the new
            place = word[1]
        elif start.bare or self._figures(place) != 2 or self._text(place + 1) != ":":
            return None, last
        for _ in range(2):
            about = self.words.is_at(self.tokens, place, (Word.ABOUT, Word.AT))
            if about is not None:
                place = about + (self._text(about) == ".")
        end = self._hour(place) if place < len(self.tokens) else None
        if end is not None and sign == "/" and start.bare and end[0].bare:
            return None, last  # "7/16"
        if end is None or (place == last and _minute_of(end[0]) <= _minute_of(start)):
            return None, last  # columns of a table: a start and an end, or one time in two zones
        further = self._text(end[1]) in (".", "/", "-") and self._number(end[1] + 1) is not None
        if sign in DASHES and end[0].bare and further:
            return None, last  # the figures of a date
        return end[0], end[1]

    def _is_joined(self, place: int) -> bool:
        """True if no space stands around the sign, and no zone before it: "9am PT/12pm ET"."""
        if place + 1 >= len(self.tokens) or self._text(place - 1) in ("et", "pt", "ct", "mt"):
            return False
        before, sign, after = self.tokens[place - 1 : place + 2]
        return before.end == sign.start and sign.end == after.start

    def _spans(self, first: int) -> bool:
        """ "between", "von", "entre las" stand before: so "and", "et", "a" join two ends."""
        for size in range(1, 5):
            found = self.words.at(self.tokens, first - size, Word.FROM) if first >= size else None
            if found is not None:
                return True
        return self._text(first + 1) in (":", "h") or self.language in ("fr", "es", "pt", "it")

    def _moved(self, first: int) -> bool:
        """True if "moved from" and the like lead to the clock time: no range begins here."""
        if not self._led(first, (Word.FROM,)):
            return False
        for place in range(first - 2, max(first - 16, -1), -1):
            text = self._text(place)
            if text in words_of("times", "moved"):
                return True
            if text in ("\n", ";", "!", "?") or text in words_of("times", "moved_to"):
                return False
        return False

    # What stands around

    def _part(self, last: int) -> tuple[str | None, int]:
        place = last
        if self._text(place) in (",", "in", "dans", "am", "de", "della", "(") and place < len(
            self.tokens
        ):
            place += 1
        if self._text(place) == "the":
            place += 1
        for begin in dict.fromkeys((last, place)):
            for part in PARTS:
                found = self.words.at(self.tokens, begin, part)
                if found is not None and not self._is_tomorrow(begin):
                    return part.value, found[1]
        return None, last

    def _part_before(self, place: int) -> str | None:
        """ "vormittags ab ca. 11 Uhr", "early in the morning (around 7-8)"."""
        for begin in range(place - 1, max(place - 7, -1), -1):
            known = self.words.starts.get(self.tokens[begin].text, _NOTHING)
            for part in () if _PARTS.isdisjoint(known) else PARTS:
                found = self.words.at(self.tokens, begin, part)
                if found and not self._is_tomorrow(begin) and self._small_between(found[1], place):
                    return part.value
            if self._number(begin) is not None or self._text(begin) == "\n":
                return None
        return None

    def _small_between(self, begin: int, end: int) -> bool:
        while begin < end:
            after = self.words.is_at(self.tokens, begin, (Word.AT, Word.ABOUT, Word.FROM))
            if after is None and self._text(begin) not in (",", "(", "."):
                return False
            begin = after or begin + 1
        return True

    def _is_tomorrow(self, place: int) -> bool:
        """ "um 17 Uhr morgen" is tomorrow; "10 Uhr morgens" the morning."""
        return self._text(place) in ("morgen", "tonight", "esta", "manana")

    def _zone_before(self, place: int) -> str | None:
        """ "(London 8:30 AM)", "15 Uhr, in Lissabon also um 14 Uhr": a place right before it."""
        begin = place
        while begin > place - 4 and self._text(begin - 1) in _BEFORE_CLOCK:
            begin -= 1
        token = self.tokens[begin - 1] if begin else None
        if token is None or not self.text[token.start].isupper():
            return None
        named = place_named(self.text[max(token.start - 24, 0) : token.end])
        return named if begin == place or self._follows_clock(begin) else None

    def _follows_clock(self, place: int) -> bool:
        """True if a number stands before in the sentence, so that this is the same time again."""
        near = range(place - 2, max(place - 14, -1), -1)
        return self._text(place) == ":" or any(self._number(before) is not None for before in near)

    def _zone(self, last: int, hour: Hour) -> tuple[str | None, int]:
        if last >= len(self.tokens) or (hour.bare and self._text(last) == "+"):
            return None, last
        seconds = self._text(last - 2) == ":" and self._text(last - 4) == ":"
        if self._text(last) in DASHES and not seconds:
            return None, last  # a range; only ISO 8601 puts an offset there
        begin = self.tokens[last - 1].end
        line = self.text[begin : begin + LONGEST_NAME].partition("\n")[0]
        found = zone_word(line, self.owner_zone) if line.strip() else None
        if found is None:
            return None, last
        end = begin + found[1]
        while last < len(self.tokens) and self.tokens[last].start < end:
            last += 1
        return found[0], last


def _minute_of(hour: Hour) -> int:
    return 60 * hour.hour + hour.minute
