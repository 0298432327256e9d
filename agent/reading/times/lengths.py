"""The grammar of lengths: "45 minutes", "half an hour", "anderthalb Stunden", "1h30"."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent.reading.times.pieces import Length
from agent.reading.times.vocabulary import Token, Vocabulary, Word

LONGEST_MINUTES = 12 * 60
_SPELT_LENGTHS = (
    (Word.ONE_AND_A_HALF, 90),
    (Word.FIVE_QUARTERS, 75),
    (Word.THREE_QUARTER_HOUR, 45),
    (Word.HALF_HOUR, 30),
    (Word.QUARTER_HOUR, 15),
    (Word.ONE_HOUR, 60),
)
_LENGTHS = frozenset((Word.NUMBER, *(word for word, _ in _SPELT_LENGTHS)))
_LASTS = ("dur", "dau", "las", "tij")  # "lasts", "Dauer", "durera", "tijdsduur"
_JOINED = ("t", "h", "u")  # "2026-03-12T14:30", "14h30"
DASHES = ("-", "–", "—", "~", "→", "➔", "➝", "⇒")


@dataclass(frozen=True, slots=True)
class LengthGrammar:
    """Finds the length that begins at a token."""

    text: str
    tokens: list[Token]
    words: Vocabulary
    owner_zone: ZoneInfo
    language: str

    def length_at(self, place: int) -> Length | None:
        if place >= len(self.tokens):
            return None
        count, last = self._number(place), place + 1
        if count is None:
            meanings = self.words.starts.get(self.tokens[place].text)
            if not meanings or _LENGTHS.isdisjoint(meanings):
                return None
            for word, minutes in _SPELT_LENGTHS:
                found = self.words.at(self.tokens, place, word)
                if found is not None:
                    # "om een uur" is one o'clock
                    clock = word is Word.ONE_HOUR and self._led(place, (Word.AT,))
                    return None if clock else Length(place, found[1], minutes)
            spelt = self.words.at(self.tokens, place, Word.NUMBER)
            if spelt is None:
                return None
            count, last = spelt
            further = self.words.at(self.tokens, last, Word.NUMBER) if count == 1 else None
            if further is not None:  # "une trentaine de minutes"
                return self._counted(place, further[1], further[0])
        return self._counted(place, last, count)

    def _counted(self, place: int, last: int, count: float) -> Length | None:
        if self._text(last) in (".", ",") and self._text(last + 1) == "5":
            count, last = count + 0.5, last + 2
        if (
            self._text(last) in (*DASHES, "to", "bis", "a", "à")
            and self._number(last + 1) is not None
        ):
            count, last = self._number(last + 1) or 0, last + 2
        while self._text(last) in (*DASHES, "ish", "de", "di"):
            last += 1
        minutes = self.words.at(self.tokens, last, Word.MINUTES)
        if minutes is not None:
            whole = Length(place, minutes[1], int(count))
            return whole if 0 < count <= LONGEST_MINUTES else None
        if self._text(last) == "h" and 0 < count <= 4 and self._lasts(place):
            return Length(place, last + 1, int(count * 60))
        hours = self.words.at(self.tokens, last, Word.HOURS)
        if hours is None or count > 9 or count <= 0 or self._is_clock_hour(place, last):
            return None
        return Length(place, hours[1], int(count * 60))

    def _lasts(self, place: int) -> bool:
        """ "durera environ 1h": what stands before says that it is no clock time."""
        if self._text(place - 1) in ("for", "fur", "pour", "pendant", "durante"):
            return True
        return any(self._text(place - size)[:3] in _LASTS for size in (1, 2, 3))

    def _is_clock_hour(self, place: int, last: int) -> bool:
        """ "2 uur", "2 heures", "2 horas" are clock times behind "om", "à", "a las"."""
        return self._led(place, (Word.AT, Word.FROM)) or (
            self.words.at(self.tokens, last, Word.HOUR) is not None
            and self.language not in ("en", "de")
            and (self._number(place) or 0) > 4
        )

    # Small looks

    def _led(self, place: int, by: tuple[Word, ...] = (Word.AT, Word.ABOUT, Word.FROM)) -> bool:
        """True if a phrase of one of those meanings ends right before `place`."""
        return any(
            self.words.is_at(self.tokens, place - size, by) == place
            for size in (1, 2, 3)
            if place >= size
        )

    def _text(self, place: int) -> str:
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def _number(self, place: int) -> int | None:
        return self.tokens[place].number if 0 <= place < len(self.tokens) else None

    def _figures(self, place: int) -> int:
        """How many figures the number at `place` has; 0 for what is none."""
        if self._number(place) is None:
            return 0
        return self.tokens[place].end - self.tokens[place].start

    def _is_reference(self, place: int) -> bool:
        """ "233/2022", "R-1130", "SDC/1182": a number of something else; not "1510-1640"."""
        before = self.tokens[place - 1] if place else None
        joined = before is not None and before.end == self.tokens[place].start
        if self._text(place - 1) == "-" and self._figures(place - 2) == self._figures(place) == 4:
            return (self._number(place - 2) or 0) >= (self._number(place) or 0)
        if joined and self._text(place - 1) in ("/", "-"):
            return self.tokens[place - 2].end == self.tokens[place - 1].start
        return self._before_is_figure(place)

    def _before_is_figure(self, place: int) -> bool:
        """Part of a longer number: "+49 30", "£32,076", "2.14", "#08-02", a price."""
        if place == 0:
            return False
        before = self.tokens[place - 1]
        joined = before.end == self.tokens[place].start
        if before.text in ("$", "£", "€", "#", "+", "%", "_", "&", "=", "?") and joined:
            return True
        if joined and before.text.isalpha():
            return (
                before.text not in _JOINED
                and self.words.at(self.tokens, place - 1, Word.AT) is None
            )
        return joined and before.text in (".", ",", ":") and self._number(place - 2) is not None
