"""The grammar of spoken hours: "noon", "half past two", "halb drei", "tres y media"."""

from dataclasses import dataclass

from agent.reading.lexicon import words_of
from agent.reading.times.lengths import LengthGrammar
from agent.reading.times.pieces import Hour
from agent.reading.times.vocabulary import Word

_ARTICLES = frozenset(
    ("un", "une", "ein", "eine", "einer", "einem", "een", "um", "una", "uma", "uno")
)
_ONE_AT = {
    "una": frozenset(("la", "all", "alla", "l", "'", "las")),
    "uma": frozenset(("a", "as")),
}
_FRACTIONS = frozenset(
    (Word.HALF, Word.QUARTER, Word.HALF_BEFORE, Word.QUARTER_BEFORE, Word.THREE_QUARTERS)
)
_SPELT = frozenset((Word.NOON, Word.NUMBER, *_FRACTIONS))


@dataclass(frozen=True, slots=True)
class SpokenGrammar(LengthGrammar):
    """Finds the hour in words that begins at a token, and what may follow one in figures."""

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
        figures = 4 if self._text(place - 2) in (":", ".") else self._figures(place - 1)
        if hours is not None and self.language == "en" and figures < 3 and text != "h":
            return None
        return found[1]

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
        if minute is None and suffix is None and not self._stands_alone(place, last, led):
            return None
        half, last = self._half(last)
        plain = hour <= 12
        return Hour(hour, minute or 0, half, plain, suffix is None and minute is None), last

    def _stands_alone(self, place: int, last: int, led: bool) -> bool:
        """ "at two", "two to four"; "pour une visio" and "um ein Gespräch" name no hour."""
        text = self._text(place)
        if text in _ARTICLES and not self._is_one(place, last):
            return False
        number = self.words.at(self.tokens, place, Word.NUMBER)
        if number is not None and number[0] > 12:  # "vendredi quinze à 16h", but "alle quindici"
            return led and self.language in ("it", "es", "pt")
        return led or self._ranged(place, last)

    def _is_one(self, place: int, last: int) -> bool:
        """ "a la una", "à uma"; "invitarle a una segunda entrevista" names no hour."""
        led = self._text(place - 1) in _ONE_AT.get(self._text(place), ())
        counted = words_of("times", "ordinals") | words_of("times", "after_ordinal")
        return led and self._text(last) not in counted

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
            return Hour(hour[0], minutes, bare=False), hour[1]
        return Hour((hour[0] - 1) % 12 or 12, 60 - minutes, bare=False), hour[1]

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

    def _ranged(self, place: int, last: int) -> bool:
        joined = self.words.at(self.tokens, last, Word.TO) is not None
        before = self.words.at(self.tokens, place - 1, Word.TO) or self.words.at(
            self.tokens, place - 1, Word.FROM
        )
        return place > 0 and (joined or before is not None)
