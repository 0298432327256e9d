"""The grammar of dates in figures: 2026-03-12, 12.3.2026, 3/12, 12-03-26."""

from dataclasses import dataclass, replace
from datetime import date

from agent.reading.times.pieces import Day
from agent.reading.times.vocabulary import PARTS, Token, Vocabulary, Word

FARTHEST_YEARS = 30
_BEFORE_CLOCK = frozenset((",", "(", ")", "-", "@", ".", ":", "|", "•", "\n", "in", "the"))


@dataclass(frozen=True, slots=True)
class FigureGrammar:
    """Finds the date in figures at a token. `month_first` is the sender's order with a slash."""

    text: str
    tokens: list[Token]
    words: Vocabulary
    today: date
    month_first: bool
    order_known: bool

    def _figures(self, place: int) -> Day | None:
        first = self._number(place)
        sign = self._text(place + 1)
        second = self._number(place + 2)
        if first is None or second is None or sign not in (".", "/", "-") or self._spaced(place):
            return None
        if place and self._glued(place):
            return None  # "room B1.07", "(10/2026)" is a date, "A-10/2026" a number of something
        third = self._number(place + 4) if self._text(place + 3) == sign else None
        if third is not None and self._figures_at(place + 4) < 4 and self._gap(place + 4):
            third = None  # "26.09. 12:00": the hour
        if first > 1900 and third is not None:
            return self._dated(place, place + 5, third, second, first)
        year = self._year(place + 4) if third is not None else None
        if year is not None:
            return self._ordered(place, place + 5, first, second, year, sign)
        if sign == "-" or first > 31 or second > 31:
            return None
        end = place + 3
        if sign == "." and self._text(end) == "." and (self._number(end + 1) or 0) < 60:
            return self._ordered(place, end + 1, first, second, self._loose_year(end + 1), sign)
        written_out = sign == "/" and self._figures_at(place) == 2 == self._figures_at(place + 2)
        if not (written_out or self._leads_to_clock(end) or self._follows_day_word(place)):
            return None
        if sign == "/" and (first, second) == (24, 7):
            return None
        return self._ordered(place, end, first, second, None, sign)

    def _ordered(
        self, place: int, end: int, first: int, second: int, year: int | None, sign: str
    ) -> Day | None:
        if year is not None and self._text(end - 1) == "." and self._number(end) is not None:
            end += 1
        if sign == ".":
            month_first = False
        elif second > 12:
            month_first = True
        else:
            month_first = self.month_first if first <= 12 else False
        day, month = (second, first) if month_first else (first, second)
        found = self._dated(place, end, day, month, year)
        open_order = sign != "." and first <= 12 and second <= 12 and first != second
        return replace(found, swapped=open_order and not self.order_known) if found else None

    def _dated(self, place: int, end: int, day: int, month: int, year: int | None) -> Day | None:
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        if self._text(end) == "t" and self._number(end + 1) is not None:
            end += 1
        return Day(place, end, day=day, month=month, year=year)

    def _year(self, place: int) -> int | None:
        number = self._number(place)
        if number is None:
            return None
        figures = self.tokens[place].end - self.tokens[place].start
        if figures == 4 and abs(number - self.today.year) <= FARTHEST_YEARS:
            return number
        # Three figures are a slip of the pen ("20.06.207"): this year is meant.
        if figures == 3 and number // 10 == self.today.year // 100:
            return self.today.year
        return 2000 + number if figures == 2 and abs(2000 + number - self.today.year) <= 9 else None

    def _loose_year(self, place: int) -> int | None:
        """A year of four figures; "9 Nov 1815" and "Aug 24 1915-2015" are clock times."""
        year = self._number(place)
        token = self.tokens[place] if year is not None else None
        if year is None or token is None or token.end - token.start != 4:
            return None
        if abs(year - self.today.year) <= 1:
            return year
        spans = self._text(place + 1) == "-" and self._number(place + 2) is not None
        return year if 1990 <= year <= 2035 and not spans else None

    def _number(self, place: int) -> int | None:
        return self.tokens[place].number if 0 <= place < len(self.tokens) else None

    def _text(self, place: int) -> str:
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def _figures_at(self, place: int) -> int:
        return self.tokens[place].end - self.tokens[place].start

    def _gap(self, place: int) -> bool:
        return self.tokens[place].start > self.tokens[place - 1].end

    def _spaced(self, place: int) -> bool:
        return self.tokens[place + 2].start - self.tokens[place].end > 1

    def _glued(self, place: int) -> bool:
        before = self.tokens[place - 1]
        return before.end == self.tokens[place].start and before.text.isalnum()

    def _follows_day_word(self, place: int) -> bool:
        before = self._text(place - 1)
        if before in ("(", ",", "."):
            before = self._text(place - 2)
        named = self.words.is_at(self.tokens, max(place - 1, 0), (Word.WEEKDAY, Word.SHORT))
        return place > 0 and (
            before in ("am", "den", "on", "le", "el", "dia", "op", "date", "datum")
            or named is not None
        )

    def _leads_to_clock(self, place: int) -> bool:
        """Behind small words stands a number that can be an hour: what stands before is a day."""
        words = (Word.AT, Word.ABOUT, Word.FROM, Word.ON, Word.SHORT, Word.WEEKDAY, *PARTS)
        ahead = place
        while ahead < min(place + 8, len(self.tokens)):
            token = self.tokens[ahead]
            if token.number is not None:
                return token.number < 2400
            if self.words.is_at(self.tokens, ahead, (Word.NOON,)):
                return True
            after = self.words.is_at(self.tokens, ahead, words)
            if after is None and token.text not in _BEFORE_CLOCK:
                return False
            ahead = after or ahead + 1
        return False
