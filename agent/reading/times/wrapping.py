"""Line ends that a mail program put into a sentence: "from 2 pm⏎to 3 pm" is one line.

A list of slots, one a line, stays a list: a line end counts as a space only where the words on
both sides of it cannot stand without each other, or where a long line goes on with a small letter.
"""

from dataclasses import dataclass

from agent.reading.times.lengths import DASHES
from agent.reading.times.vocabulary import PARTS, Token, Vocabulary, Word

WRAPPED_FROM = 40  # characters of a line that a mail program, not its writer, may have ended
_LEADING = (Word.AT, Word.FROM, Word.TO, Word.ON, Word.ABOUT, Word.NEXT, Word.THIS, Word.IN)
_LED = (Word.WEEKDAY, Word.SHORT, Word.MONTH, Word.DAY, Word.NOON, Word.NUMBER, *_LEADING)
_LONGEST_PHRASE = 4
_HALVES = frozenset(("am", "pm", "uhr", "h", "uur"))
_ENDS = frozenset((*".!?:;",))


def unwrapped(tokens: list[Token], text: str, words: Vocabulary) -> list[Token]:
    """The tokens without the line ends that stand inside a sentence."""
    look = _Breaks(tokens, text, words)
    return [
        token for place, token in enumerate(tokens) if token.text != "\n" or not look.is_soft(place)
    ]


@dataclass(frozen=True, slots=True)
class _Breaks:
    tokens: list[Token]
    text: str
    words: Vocabulary

    def is_soft(self, place: int) -> bool:
        """True if the line end at `place` is no more than a space."""
        if not 0 < place < len(self.tokens) - 1:
            return False
        if "\n" in (self._text(place - 1), self._text(place + 1)):
            return False
        return (
            self._hangs(place)
            or self._ranged(place)
            or self._dated(place)
            or self._counted(place)
            or self._goes_on(place)
        )

    def _hangs(self, place: int) -> bool:
        """ "at⏎2 pm", "from 2 pm to⏎3 pm", "next⏎Tuesday": a small word waits for the next line."""
        led = self.tokens[place + 1].number is not None or self._at(place + 1, _LED)
        if not led or (self._begins_line(place - 1) and not self._is_small(place - 1)):
            return False
        return any(
            self.words.is_at(self.tokens, begin, _LEADING) == place
            for begin in range(max(place - _LONGEST_PHRASE, 0), place)
        )

    def _ranged(self, place: int) -> bool:
        """ "2 pm⏎to 3 pm", "2 pm -⏎3 pm": the end of a range on a line of its own."""
        if self._text(place - 1) in DASHES:
            return self._is_hour(place - 2) and self._number(place + 1) is not None
        if not self._is_hour(place - 1):
            return False
        if self._text(place + 1) in DASHES:
            return self._length(place) >= WRAPPED_FROM and self._number(place + 2) is not None
        end = self.words.is_at(self.tokens, place + 1, (Word.TO,))
        if self._at(place + 1, (Word.AT,)) and not self._from(place):
            return False  # "à 14 h" may be one more time
        while end is not None and self._number(end) is None:
            end = self.words.is_at(self.tokens, end, (Word.AT, Word.ABOUT))
        return end is not None and self._is_small(place + 1)

    def _from(self, place: int) -> bool:
        """True if "from" stands close before the line end at `place`."""
        return any(self._at(one, (Word.FROM,)) for one in range(max(place - 8, 0), place))

    def _dated(self, place: int) -> bool:
        """ "Thursday,⏎5 March", "5⏎March", "5 March⏎2026": the parts of one date."""
        before = place - 1 - (self._text(place - 1) in (",", "."))
        number = self._number(place + 1)
        if number is None:
            ordinal = self._number(before) is None and self._at(before, (Word.ORDINAL,))
            return self._number(before - ordinal) is not None and self._is_month(place + 1)
        if self._is_month(before) and 1990 <= number <= 2100:
            return True
        named = any(
            self.words.is_at(self.tokens, begin, (Word.WEEKDAY, Word.SHORT)) == before + 1
            for begin in range(max(before - 2, 0), before + 1)
        )
        return named and 1 <= number <= 31 and self._date_follows(place + 1)

    def _date_follows(self, place: int) -> bool:
        if self._text(place + 1) in (".", "/") and self._number(place + 2) is not None:
            return self._text(place + 3) == self._text(place + 1)
        ahead = place + 1
        while self._at(ahead, (Word.ORDINAL, Word.ON)) or self._text(ahead) in (".", "di", "\n"):
            ahead += 1
        return self._is_month(ahead)

    def _counted(self, place: int) -> bool:
        """ "at 2⏎pm", "um 14⏎Uhr"."""
        if self._number(place - 1) is None:
            return False
        half = self._text(place + 1) in ("am", "pm")
        hour = self._at(place + 1, (Word.HOUR,)) and self._is_small(place + 1)
        noun = self._text(place + 1) == "uhr"
        return half or hour or noun

    def _goes_on(self, place: int) -> bool:
        """A long line that ends without a stop, and goes on with a small letter."""
        if self._text(place - 1) in _ENDS or self._length(place) < WRAPPED_FROM:
            return False
        return self._is_small(place + 1) or (
            self._text(place - 1) == "," and self._at(place + 1, (Word.WEEKDAY, *PARTS))
        )

    # Small looks

    def _is_hour(self, place: int) -> bool:
        """A number, or what stands behind one that is a clock time."""
        if self._text(place) == "." and place:
            place -= 1
        if self._number(place) is not None or self._text(place) in _HALVES:
            return True
        if self._text(place) == "m" and self._text(place - 1) == ".":
            return True  # "p.m."
        return self._at(place, (Word.HOUR, Word.NOON, Word.NUMBER))

    def _is_month(self, place: int) -> bool:
        return self._at(place, (Word.MONTH,))

    def _is_small(self, place: int) -> bool:
        return self.text[self.tokens[place].start].islower()

    def _begins_line(self, place: int) -> bool:
        return place == 0 or self._text(place - 1) == "\n"

    def _length(self, place: int) -> int:
        """How many characters the line before the line end at `place` has."""
        end = self.tokens[place].start
        return len(self.text[self.text.rfind("\n", 0, end) + 1 : end].strip())

    def _at(self, place: int, words: tuple[Word, ...]) -> bool:
        return place >= 0 and self.words.is_at(self.tokens, place, words) is not None

    def _text(self, place: int) -> str:
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def _number(self, place: int) -> int | None:
        return self.tokens[place].number if 0 <= place < len(self.tokens) else None
