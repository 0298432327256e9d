"""The grammar of days: dates in figures and words, weekdays, "tomorrow", "in two weeks"."""

from dataclasses import dataclass, replace
from datetime import timedelta

from agent.reading.lexicon import words_of
from agent.reading.times.figures import FigureGrammar
from agent.reading.times.pieces import Day
from agent.reading.times.vocabulary import ARTICLES, PARTS, Word

_PLAIN_NAMES = frozenset(("tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri"))
_HALVES = frozenset(("am", "pm", "uhr", "h", "uur"))  # "2pm Thurs"
_WEEKLY = frozenset(
    (
        *(Word.WEEK, Word.WEEK_ON, Word.EVERY, Word.NEXT, Word.THIS),
        *(Word.WEEKDAY, Word.SHORT, Word.HABIT),
    )
)
_SMALL = (",", ".", "(", "-", "'", "s")


@dataclass(frozen=True, slots=True)
class DayGrammar(FigureGrammar):
    """Finds the day that begins at a token, in figures or in words."""

    def at(self, place: int) -> Day | None:
        token = self.tokens[place]
        if token.number is not None:
            return self._figures(place) or self._day_month(place)
        starts = self.words.starts.get(token.text)
        if not starts:
            return None
        return (
            (self._relative(place) if Word.DAY in starts else None)
            or (None if _WEEKLY.isdisjoint(starts) else self._weekday(place))
            or (self._month_day(place) if Word.MONTH in starts else None)
            or (self._day_month(place) if Word.NUMBER in starts else None)
            or (self._in_days(place) if Word.IN in starts else None)
            or self._numbered(place)
        )

    # Words: 12 March 2026, March 12th, el 12 de marzo

    def _day_month(self, place: int) -> Day | None:
        token = self.tokens[place]
        day, end = token.number, place + 1
        if day is None:
            spelt = self.words.at(self.tokens, place, Word.NUMBER)
            if spelt is None:
                return None
            day, end = spelt
        if not 1 <= day <= 31:
            return None
        end = self._ordinal(end) + (self._text(end) == "dia")  # "el primer día de enero"
        for small in (".", ",", "of", "de", "di", "del", "-", "/"):
            if self._text(end) == small:
                end += 1
                break
        month = self.words.at(self.tokens, end, Word.MONTH)
        if month is None or self._is_modal(end):
            return None
        year, end = self._year_after(month[1])
        if year is None and self._text(end) in ("-", "/") and not self._spaced(end - 1):
            year = self._year(end + 1)  # "18-Sep-2026"
            end += 2 if year is not None else 0
        return Day(place, end, day=day, month=month[0], year=year)

    def _month_day(self, place: int) -> Day | None:
        month = self.words.at(self.tokens, place, Word.MONTH)
        if month is None:
            return None
        end = month[1]
        if self._text(end) in (".", "the"):
            end += 1
        day = self._number(end)
        after = self._text(end + 1)
        if day is None:
            spelt = self.words.at(self.tokens, end, Word.NUMBER)
            if spelt is None or not self.words.at(self.tokens, spelt[1], Word.NUMBER):
                return None
            return Day(place, spelt[1], day=spelt[0], month=month[0])
        if not 1 <= day <= 31 or after == ":" or self.tokens[end].end - self.tokens[end].start > 2:
            return None
        if after in ("am", "pm", "uhr", "h") or (
            after == "." and self._number(end + 2) is not None
        ):
            return None
        year, last = self._year_after(self._ordinal(end + 1))
        return Day(place, last, day=day, month=month[0], year=year)

    def _year_after(self, end: int) -> tuple[int | None, int]:
        place = end
        for small in (".", ",", "of", "de", "del", "'"):
            if self._text(place) == small:
                place += 1
        year = self._loose_year(place) if self._text(place - 1) != "'" else self._year(place)
        return (year, place + 1) if year is not None else (None, end)

    # Weekdays: "Thursday", "next Tue", "Do., 12.3.", "Monday week", "Tuesday of next week"

    def _weekday(self, place: int) -> Day | None:
        week = self.words.at(self.tokens, place, Word.WEEK)
        if week is not None:
            return self._week_then_day(place, week)
        after = self.words.at(self.tokens, place, Word.WEEK_ON)  # "a week on Tuesday"
        name = self._weekday_name(after[1]) if after else None
        if after and name:
            return Day(place, name[1], weekday=name[0], offset=7)
        every = self.words.at(self.tokens, place, Word.EVERY)
        name = self._weekday_name(every[1]) if every else None
        if every and name and self._date_after(name[1], name[0]) is None:
            return Day(place, name[1], weekday=name[0], habitual=True)
        led = self.words.at(self.tokens, place, Word.NEXT)
        this = self.words.at(self.tokens, place, Word.THIS)
        start = led[1] if led else this[1] if this else place
        name = self._weekday_name(start)
        if name is None:
            return None
        weekday, end = name
        dated = self._date_after(end, weekday)
        if dated is not None:
            return replace(dated, first=place, weekday=weekday)
        part = next((one for one in PARTS if self.words.at(self.tokens, start, one)), None)
        day = Day(place, end, weekday=weekday, next=led is not None, part=part)
        return self._modified(replace(day, habitual=self._is_habit(place)), end)

    def _is_habit(self, place: int) -> bool:
        """ "Fridays", "freitags", "le vendredi" of shops: what happens each week."""
        return self.words.at(self.tokens, place, Word.HABIT) is not None

    def _week_then_day(self, place: int, week: tuple[int, int]) -> Day | None:
        end = week[1]
        while self._text(end) in (",", "on", "am", "op", "el", "le", "den"):
            end += 1
        name = self._weekday_name(end)
        return Day(place, name[1], weekday=name[0], week=week[0]) if name else None

    def _modified(self, day: Day, end: int) -> Day:
        """What may follow a weekday's name: "of next week", "week", "prochain", "en huit"."""
        place = end
        while self._text(place) in (",", "of", "de", "der", "in", "la", "van"):
            place += 1
        week = self.words.at(self.tokens, place, Word.WEEK)
        if week is not None:
            return replace(day, last=week[1], week=week[0])
        for word, days in ((Word.WEEK_ON, 7), (Word.TWO_WEEKS_ON, 14)):
            after = self.words.at(self.tokens, end, word)
            if after is not None:
                return replace(day, last=after[1], offset=days)
        after = self.words.at(self.tokens, end, Word.NEXT_AFTER)
        if after is not None:
            return replace(day, last=after[1])
        for part in () if day.part else PARTS:
            told = self.words.at(self.tokens, end, part)
            if told is not None and self._text(end) not in ("morgen", "manana", "tonight"):
                return replace(day, last=told[1], part=part.value)
        return day

    def _weekday_name(self, place: int) -> tuple[int, int] | None:
        full = self.words.at(self.tokens, place, Word.WEEKDAY)
        if full is not None:
            return None if self._is_ordinal(place, full[1]) else full
        short = self.words.at(self.tokens, place, Word.SHORT)
        if short is None:
            return None
        # "we may" is no Wednesday, "do" no Donnerstag: a short name needs a number beside it.
        end = short[1] + (self._text(short[1]) == ".")
        beside = end
        led = self.words.at(self.tokens, beside, Word.AT)
        if led is not None and self._is_plain_name(short[1] - 1):
            beside = led[1]
        while (
            self._text(beside) in (",", "(", "den", "the", "-", ")", "@", "|", "\n")
            and beside < end + 3
        ):
            beside += 1
        closes = self._text(place - 1) == "(" and self._text(end) == ")"
        month = self.words.at(self.tokens, beside, Word.MONTH)
        if self._number(beside) is None and month is None and not closes:
            clocked = self._number(place - 1) is not None or self._text(place - 1) in _HALVES
            if not (clocked and place and self._is_plain_name(place)):
                return None
        return short[0], end

    def _is_ordinal(self, place: int, end: int) -> bool:
        """ "uma segunda entrevista", "a quarta fase", "a segunda e última": no day of the week."""
        if end > place + 1 or self._text(place) not in words_of("times", "ordinals"):
            return False
        behind = end + (self._text(end) in ("e", "ou"))
        counted = self._text(behind) in words_of("times", "after_ordinal")
        return counted or self._text(place - 1) in words_of("times", "before_ordinal")

    def _is_plain_name(self, place: int) -> bool:
        """ "How's Wed at 1:15", "Do. um 15 Uhr": no other word is written so."""
        token = self.tokens[place]
        stopped = self._text(place + 1) == "."
        return stopped or self.text[token.start].isupper() or token.text in _PLAIN_NAMES

    def _date_after(self, end: int, weekday: int) -> Day | None:
        place = end
        while self._text(place) in _SMALL or self._is_article(place):
            place += 1
            if place > end + 4:
                return None
        if place >= len(self.tokens):
            return None
        if self.tokens[place].number is not None:
            dated = self._figures_after_weekday(place) or self._day_month(place)
            return dated or self._day_of_month(place, weekday, bare=place == end)
        return self._month_day(place) or self._day_month(place)

    def _figures_after_weekday(self, place: int) -> Day | None:
        found = self._figures(place)
        if found is not None:
            return found
        first, sign, second = self._number(place), self._text(place + 1), self._number(place + 2)
        if first is None or second is None or sign not in ("/", ".") or self._spaced(place):
            return None
        if self._text(place + 3) in ("uhr", "h", "am", "pm", "hrs", "uur", "-") or first > 31:
            return None
        return self._ordered(place, place + 3, first, second, None, sign)

    def _day_of_month(self, place: int, weekday: int | None, *, bare: bool) -> Day | None:
        """ "Thursday 22nd", "jueves 12": a number that is the day, unless it is the hour."""
        day = self._number(place)
        if day is None or not 1 <= day <= 31:
            return None
        end = self._ordinal(place + 1)
        if end > place + 1:
            return Day(place, end, day=day, weekday=weekday)
        after = self._text(place + 1)
        falls = weekday is not None and self._falls_on(day, weekday)
        evening = after == "a" and falls  # "domingo 4 a la tarde"
        if (
            self.words.is_at(self.tokens, place + 1, (Word.HOUR, *PARTS))
            and after != "."
            and not evening
        ):
            return None
        if after in (":", "am", "pm", "a", "p", "-", "–", "/") and not (
            evening or self._led_clock(place + 1)
        ):
            return None
        if after == "." and self._number(place + 2) is not None and not self._spaced(place):
            return None
        if weekday is not None and not falls and bare:
            return None
        return Day(place, place + 1, day=day, weekday=weekday)

    def _led_clock(self, place: int) -> bool:
        """After "jueves 12" stands "a las 10": an hour of its own, so 12 is the day."""
        led = self.words.at(self.tokens, place, Word.AT)
        if led is None:
            return False
        spelt = self.words.at(self.tokens, led[1], Word.NUMBER)
        return self._number(led[1]) is not None or spelt is not None

    def _falls_on(self, day: int, weekday: int) -> bool:
        """True if one of the next forty days is that weekday and that day of the month."""
        days = (self.today + timedelta(days=ahead) for ahead in range(-1, 63))
        return any(one.day == day and one.weekday() == weekday for one in days)

    # "the 14th", "le 20", "el 9", "am 20."

    def _numbered(self, place: int) -> Day | None:
        article = self._text(place)
        if article not in ARTICLES:
            return None
        day = self._number(place + 1)
        if (
            day is None
            or not 1 <= day <= 31
            or self.tokens[place + 1].end - self.tokens[place + 1].start > 2
        ):
            return None
        end = self._ordinal(place + 2)
        after = self._text(place + 2)
        if article == "le" and self.words.at(self.tokens, place, Word.AT):
            return None  # Italian: "verso le 17.30"
        if article in ("the", "de"):
            if end == place + 2 and not (article == "the" and self._leads_to_clock(end)):
                return None
            return Day(place, end, day=day)
        if article in ("den", "der", "dem", "am"):
            if article == "am" and after == "." and self._goes_on(place + 3):
                return Day(place, place + 3, day=day)
            ends = after == "." and self._number(place + 3) is None
            return (
                Day(place, place + 3, day=day) if ends and self._leads_to_clock(place + 3) else None
            )
        if (
            end > place + 2
            or self._leads_to_clock(place + 2)
            or after in (".", ",", ";", "?", "\n", "")
        ):
            return Day(place, end, day=day)
        return None

    def _goes_on(self, place: int) -> bool:
        """ "am 17. kennen": a small letter follows, so the stop is that of the ordinal."""
        if place >= len(self.tokens) or self.tokens[place].text in ("mal", "und"):
            return False
        return self.text[self.tokens[place].start].islower()

    # "today", "in two weeks"

    def _relative(self, place: int) -> Day | None:
        found = self.words.at(self.tokens, place, Word.DAY)
        if found is None:
            return None
        if self._is_morning(place):
            return None
        part = next((part for part in PARTS if self._part_in(place, found[1], part)), None)
        return Day(place, found[1], offset=found[0], part=part.value if part else None)

    def _part_in(self, place: int, end: int, part: Word) -> bool:
        return any(self.words.at(self.tokens, inner, part) for inner in range(place, end)) and not (
            end == place + 1 and self.words.at(self.tokens, place, Word.DAY) == (1, end)
        )

    def _is_morning(self, place: int) -> bool:
        """German "morgen" and Spanish "mañana" after a day or an article are the morning."""
        if self.words.at(self.tokens, place, Word.DAY) is None:
            return False
        before = self._text(place - 1) if place else ""
        text = self._text(place)
        if text == "morgen":
            return before in ("guten", "guter", "diesen", "den", "am", "jeden", "goede", "heute")
        return text == "manana" and before in ("la", "buena")

    def _in_days(self, place: int) -> Day | None:
        led = self.words.at(self.tokens, place, Word.IN)
        if led is None:
            return None
        count, end = self._number(led[1]), led[1] + 1
        if count is None:
            spelt = self.words.at(self.tokens, led[1], Word.NUMBER)
            if spelt is None:
                return None
            count, end = spelt
        unit = self.words.at(self.tokens, end, Word.UNIT)
        if unit is None or count > 60:
            return None
        return Day(place, unit[1], offset=count * unit[0])

    # Small looks

    def _is_article(self, place: int) -> bool:
        return self._text(place) in (
            "the",
            "den",
            "dem",
            "der",
            "le",
            "el",
            "dia",
            "il",
            "de",
            "on",
            "am",
        )

    def _ordinal(self, place: int) -> int:
        if place < len(self.tokens) and self.words.at(self.tokens, place, Word.ORDINAL):
            joined = self.tokens[place].start == self.tokens[place - 1].end
            return place + 1 if joined else place
        return place

    def _is_modal(self, place: int) -> bool:
        """ "the first may", "2 mar": "may" after a number is the month only if not a verb."""
        return self._text(place) == "may" and self._text(place + 1) in ("be", "have", "not", "also")
