"""The grammar of clock times: "2pm", "14h30", "halb drei", "from 2 to 3 pm"; and of lengths."""

from dataclasses import dataclass

from agent.reading.lexicon import words_of
from agent.reading.times.lengths import DASHES, LengthGrammar
from agent.reading.times.pieces import Clock, Hour
from agent.reading.times.vocabulary import PARTS, Phrase, Word
from agent.reading.zones import LONGEST_NAME, place_named, zone_word

_BEFORE_CLOCK = frozenset(
    (":", "also", "um", "at", "a", "as", "las", "alle", "om", "dus", "soit", "donc", "time", "uhr")
)
_FRACTIONS = frozenset(
    (Word.HALF, Word.QUARTER, Word.HALF_BEFORE, Word.QUARTER_BEFORE, Word.THREE_QUARTERS)
)
_PARTS = frozenset(PARTS)
_NOTHING: dict[Word, tuple[Phrase, ...]] = {}
_SPELT = frozenset((Word.NOON, Word.NUMBER, *_FRACTIONS))
LONGEST_WAIT = 45  # minutes between the arrival and the time itself: "9:45 for 10"


@dataclass(frozen=True, slots=True)
class ClockGrammar(LengthGrammar):
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
        if minutes is None and suffix is not None:
            minute, hour, last = self._after_suffix(hour, last)
        half, last = self._half(last) if half is None and suffix is not None else (half, last)
        plain = 1 <= hour <= 12 and not (figures == 2 and hour < 10)
        return Hour(hour, minute, half, plain, bare and half is None), last

    def _after_suffix(self, hour: int, last: int) -> tuple[int, int, int]:
        """ "10 Uhr 30", "10 heures et demie": the minutes behind the word for the hour."""
        number = self._number(last)
        if number is not None:
            whole = self._figures(last) == 2 and number < 60 and number % 5 == 0
            alone = self.length_at(last) is None and self._text(last + 1) not in (":", ".", "-", "h")
            return (number, hour, last + 1) if whole and alone else (0, hour, last)
        minute, shifted, after = self._fraction_after(hour, last)
        if minute is None:
            return 0, hour, last
        return minute, hour - 1 if minute == 45 and shifted != hour else hour, after

    def _minutes(self, place: int) -> tuple[int, int, bool] | None:
        """Minutes behind ":", "." or "h", the place behind them, and whether that is unsure."""
        sign = self._text(place + 1)
        minute = self._number(place + 2)
        if minute is None or minute > 59 or self._figures(place + 2) != 2:
            return None
        if sign == ":":
            if self.tokens[place + 2].start > self.tokens[place + 1].end:
                return None  # "Round 1: 10 March"
            last = place + 3
            seconds = self._text(last) == ":" and self._figures(last + 1) == 2
            return minute, last + 2 if seconds else last, False
        if sign in ("h", "u"):
            return minute, place + 3, False
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

    def _half(self, place: int) -> tuple[str | None, int]:
        """ "am", "p.m.", "p. m.", "p": the half of the day and the place behind it."""
        text = self._text(place)
        if text in ("am", "pm"):
            if text == "am" and self.language == "de" and self._is_day(place + 1):
                return None, place  # "9:00 am 12.3.", "21 am Mittwoch"
            return text, place + 1 + (self._text(place + 1) == "." and self._ends(place + 1))
        if text not in ("a", "p"):
            return None, place
        if self._text(place + 1) == "." and self._text(place + 2) == "m":
            return text + "m", place + 3 + (self._text(place + 3) == "." and self._ends(place + 3))
        joined = self.tokens[place].start == self.tokens[place - 1].end
        return (text + "m", place + 1) if joined else (None, place)

    def _is_day(self, place: int) -> bool:
        days = (Word.WEEKDAY, Word.SHORT, Word.NEXT, Word.THIS)
        return self._number(place) is not None or bool(self.words.is_at(self.tokens, place, days))

    def _ends(self, place: int) -> bool:
        """True if the stop at `place` ends the abbreviation only, not the sentence as well."""
        after = place + 1
        if after >= len(self.tokens) or not self.tokens[after].text.isalpha():
            return True
        word = self.text[self.tokens[after].start : self.tokens[after].end]
        days = (Word.WEEKDAY, Word.SHORT, Word.MONTH)
        capital = word[0].isupper() and not (word.isupper() and 1 < len(word) <= 5)
        return not capital or self.words.is_at(self.tokens, after, days) is not None

    def _suffix(self, place: int) -> int | None:
        text = self._text(place)
        if text == "." and self._text(place + 1) in ("uhr", "h"):
            place += 1
        if text == "-" and self._text(place + 1) in ("ish", "uhr"):
            place += 1
        found = self.words.at(self.tokens, place, Word.HOUR)
        if found is None:
            return None
        hours = self.words.at(self.tokens, place, Word.HOURS)
        figures = self._figures(place - 1) if self._text(place - 2) not in (":", ".") else 2
        if hours is not None and self.language == "en" and figures < 3 and text != "h":
            return None
        return found[1]

    # Words: "noon", "half past two", "halb drei", "tres y media"

    def _words(self, place: int) -> tuple[Hour, int] | None:
        starts = self.words.starts.get(self.tokens[place].text)
        if not starts or _SPELT.isdisjoint(starts):
            return None
        if (noon := self.words.at(self.tokens, place, Word.NOON)) is not None:
            return Hour(12, 0, None, False, False), noon[1]
        before = None if _FRACTIONS.isdisjoint(starts) else self._fraction_before(place)
        if before is not None:
            return before
        number = self.words.at(self.tokens, place, Word.NUMBER)
        spoken = self._minutes_past(place, number[1], number[0]) if number else None
        if number is None or spoken is not None or not 1 <= number[0] <= 23:
            return spoken
        hour, last = number
        suffix = self.words.at(self.tokens, last, Word.HOUR)
        led = self._led(place)
        last = suffix[1] if suffix else last
        minute, hour, last = self._fraction_after(hour, last)
        if minute is None and suffix is None and not led and not self._ranged(place, last):
            return None
        half, last = self._half(last)
        plain = hour <= 12
        return Hour(hour, minute or 0, half, plain, suffix is None and minute is None), last

    def _fraction_before(self, place: int) -> tuple[Hour, int] | None:
        forms = (
            (Word.HALF, 30, 0),
            (Word.QUARTER, 15, 0),
            (Word.HALF_BEFORE, 30, -1),
            (Word.QUARTER_BEFORE, 45, -1),
            (Word.THREE_QUARTERS, 45, -1),
        )
        for word, minute, step in forms:
            found = self.words.at(self.tokens, place, word)
            hour = self._spoken_hour(found[1]) if found else None
            if hour is not None:
                half, last = self._half(hour[1])
                return Hour((hour[0] + step) % 12 or 12, minute, half, True, False), last
        return None

    def _minutes_past(self, place: int, last: int, minutes: int) -> tuple[Hour, int] | None:
        """ "ten past two", "10 nach zwei", "tien voor drie"; "10 to 3" is a range."""
        if minutes not in (5, 10, 20, 25) or self._led(place, (Word.FROM,)):
            return None
        past = self.words.at(self.tokens, last, Word.PAST)
        figures = self._number(place) is not None
        before = None if figures else self.words.at(self.tokens, last, Word.BEFORE)
        found = past or before
        hour = self._spoken_hour(found[1]) if found else None
        if hour is None:
            return None
        if past:
            return Hour(hour[0], minutes), hour[1]
        return Hour((hour[0] - 1) % 12 or 12, 60 - minutes), hour[1]

    def _spoken_hour(self, place: int) -> tuple[int, int] | None:
        number = self._number(place)
        if number is not None:
            further = self._text(place + 1) in (":", ".") and self._number(place + 2) is not None
            found = None if further else (number, place + 1)
        else:
            found = self.words.at(self.tokens, place, Word.NUMBER)
        return found if found and 1 <= found[0] <= 12 else None

    def _fraction_after(self, hour: int, last: int) -> tuple[int | None, int, int]:
        forms = ((Word.HALF_AFTER, 30, 0), (Word.QUARTER_AFTER, 15, 0), (Word.QUARTER_OFF, 45, -1))
        for word, minute, step in forms:
            found = self.words.at(self.tokens, last, word)
            if found is not None:
                return minute, (hour + step) % 12 or 12, found[1]
        joined = last + (self._text(last) == "-")
        minutes = self.words.at(self.tokens, joined, Word.NUMBER)
        if minutes is not None and minutes[0] in (15, 20, 30, 40, 45):
            return minutes[0], hour, minutes[1]
        return None, hour, last

    # Ranges

    def _range(self, last: int, start: Hour, first: int) -> tuple[Hour | None, int]:
        """(end, place behind) of "- 15:00", "bis 15 Uhr", "and 4 PM" after a clock time."""
        place = last
        sign = self._text(place)
        if sign in DASHES:
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
            place = about if about is not None else place
        end = self._hour(place) if place < len(self.tokens) else None
        if end is None or (place == last and _minute_of(end[0]) <= _minute_of(start)):
            return None, last  # columns of a table: a start and an end, or one time in two zones
        further = self._text(end[1]) in (".", "/", "-") and self._number(end[1] + 1) is not None
        if sign in DASHES and end[0].bare and further:
            return None, last  # the figures of a date
        return end[0], end[1]

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

    def _ranged(self, place: int, last: int) -> bool:
        joined = self.words.at(self.tokens, last, Word.TO) is not None
        before = self.words.at(self.tokens, place - 1, Word.TO) or self.words.at(
            self.tokens, place - 1, Word.FROM
        )
        return place > 0 and (joined or before is not None)

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
