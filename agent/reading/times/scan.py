"""One pass over a text: which tokens are days, clock times and lengths, in order."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from agent.reading.lexicon import words_of
from agent.reading.times.clocks import ClockGrammar
from agent.reading.times.days import DayGrammar
from agent.reading.times.lengths import DASHES
from agent.reading.times.pieces import Clock, Day, Length, Piece
from agent.reading.times.vocabulary import PARTS, Token, Vocabulary, Word

MOST_TOKENS = 12_000
MOST_PIECES = 400
SHORTEST = 15  # minutes of an interview; less is how late one may be
SMALL_AND = frozenset(("and", "und", "et", "y", "e", "en"))
SIGNS = frozenset((*",.()-–—:;|/*•·@>[]_~'\n", "in", "the"))
MERGEABLE = frozenset(
    (",", "(", ")", "-", "den", "dem", "the", "le", "el", "il", "de", "der", "am", "on", ".")
)
_GOES_ON = (Word.WEEKDAY, Word.SHORT, Word.MONTH, Word.HOUR)
_JOINING = (Word.AT, Word.ABOUT, Word.FROM, Word.ON, Word.LABEL, Word.HOUR, *PARTS)


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens of a text and the pieces that the grammars found among them."""

    text: str
    tokens: list[Token]
    words: Vocabulary
    pieces: tuple[Piece, ...]
    language: str

    def joined(self, begin: int, end: int) -> bool:
        """True if between the two places stand only signs, labels and words like "at"."""
        if end - begin > 12:
            return False
        place = begin
        while place < end:
            text = self.tokens[place].text
            if text in SIGNS or not text.isascii():
                if text == "." and self.stops(place):
                    return False
                if text in SIGNS or not text.isalnum():
                    place += 1
                    continue
            after = self.words.is_at(self.tokens, place, _JOINING)
            if after is None or after > end:
                return False
            place = after
        return True

    def stops(self, place: int) -> bool:
        """True if the stop at `place` ends a sentence: space and a capital letter follow."""
        end, after = self.tokens[place].end, place + 1
        if after >= len(self.tokens) or self.tokens[after].start == end:
            return False
        named = self.words.is_at(self.tokens, after, _GOES_ON)
        return self.text[self.tokens[after].start].isupper() and named is None

    def same_sentence(self, begin: int, end: int, most: int) -> bool:
        """True if at most `most` tokens and no end of a sentence lie between the places."""
        return end - begin <= most and not self.sentence_ends(begin, end)

    def sentence_ends(self, begin: int, end: int) -> bool:
        """True if a full stop before a space, or an empty line, lies between the places."""
        for place in range(begin, end):
            text = self.tokens[place].text
            after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            if text in (".", "!", "?") and after and after.start > self.tokens[place].end:
                return True
            if text == "\n" and after and after.text == "\n":
                return True
        return False


def scan(
    text: str,
    tokens: list[Token],
    words: Vocabulary,
    *,
    today: date,
    month_first: bool,
    order_known: bool,
    zone: ZoneInfo,
    language: str,
) -> Scan:
    """Every day, clock time and length, left to right, each token used once."""
    tokens = tokens[:MOST_TOKENS]
    days = DayGrammar(text, tokens, words, today, month_first, order_known)
    clocks = ClockGrammar(text, tokens, words, zone, language)
    found: list[Piece] = []
    free = 0  # the first place that no piece has taken
    openers = words.openers
    for place, token in enumerate(tokens):
        if place < free or (token.number is None and token.text not in openers):
            continue
        if len(found) >= MOST_PIECES:
            break
        length = clocks.length_at(place)
        if length is not None:
            found += [length] if _is_length(tokens, length) else []
            free = length.last
            continue
        piece = _piece(place, tokens, words, days, clocks, found)
        if piece is None or piece.last <= place:
            part = words.is_at(tokens, place, PARTS)
            free = part or free  # the "midi" of "après-midi" is no noon
            continue
        free = piece.last
        if not (isinstance(piece, Clock) and _closed(tokens, words, found, piece)):
            found.append(piece)
    return Scan(text, tokens, words, tuple(_merged(tokens, words, found)), language)


def _closed(tokens: list[Token], words: Vocabulary, found: list[Piece], end: Clock) -> bool:
    """ "Beginn 13.00 Uhr, Ende 14.30 Uhr": gives the clock time before its end."""
    begin = found[-1] if found else None
    if not isinstance(begin, Clock) or begin.end is not None or end.first - begin.last > 12:
        return False
    place = end.first - 1
    small = (Word.AT, Word.ABOUT)
    while place > begin.last and (
        tokens[place].text in (":", "|", ".") or words.is_at(tokens, place, small) == place + 1
    ):
        place -= 1
    led = next((p for p in (place, place - 1) if words.at(tokens, p, Word.END)), None)
    field = tokens[place + 1].text == ":" and tokens[place - 1].text == "\n"  # "Bis: 14:00"
    if led is None and field and words.at(tokens, place, Word.TO):
        led = place
    if led is None or led < begin.last:
        return False
    found[-1] = replace(begin, end=end.start)
    return True


def _spans_week(tokens: list[Token], words: Vocabulary, first: Day, second: Day) -> bool:
    """ "Monday to Friday", "Mo-Fr": opening hours, never two days of an appointment."""
    if not (first.bare_weekday and second.bare_weekday) or first.part or second.part:
        return False
    between = [token.text for token in tokens[first.last : second.first]]
    sign = len(between) == 1 and between[0] in DASHES
    to = words.at(tokens, first.last, Word.TO)
    joined = to is not None and to[1] == second.first and between[0] not in SMALL_AND
    return sign or joined or between == ["t", "/", "m"]


def _spans_days(
    tokens: list[Token], words: Vocabulary, first: Day, second: Day, behind: list[Piece]
) -> bool:
    """ "from Monday 9 to Friday 13 March, 9am to 5pm": a period and its hours, no slot."""
    to = words.at(tokens, first.last, Word.TO)
    sign = second.first - first.last == 1 and tokens[first.last].text in DASHES
    if not sign and (
        to is None or to[1] < second.first - 1 or tokens[first.last].text in SMALL_AND
    ):
        return False
    after = behind[0] if behind else None
    hours = isinstance(after, Clock) and after.end is not None and after.first - second.last <= 3
    moved = words_of("times", "moved")
    around = tokens[max(first.first - 16, 0) : first.first]
    return hours and not any(token.text in moved for token in around)


def _piece(
    place: int,
    tokens: list[Token],
    words: Vocabulary,
    days: DayGrammar,
    clocks: ClockGrammar,
    found: list[Piece],
) -> Piece | None:
    day = days.at(place)
    clock = clocks.at(place)
    if clock is None or day is None:
        return day or clock
    if not clock.start.bare:
        return day if day.last > clock.last else clock
    timed = clock.start.minute or clock.last > clock.first + 2
    return clock if timed and _beside_day(days.text, tokens, words, found, place) else day


def _is_length(tokens: list[Token], length: Length) -> bool:
    """Not "15 minutes early", "starts in an hour", "30 minutes before"."""
    if length.first and tokens[length.first - 1].text in ("in", "by"):
        return False  # "in half an hour", "shift it by half an hour"
    around = tokens[max(length.first - 2, 0) : length.first] + tokens[length.last : length.last + 2]
    other = words_of("times", "not_a_length")
    return length.minutes >= SHORTEST and not any(token.text in other for token in around)


def _beside_day(
    text: str, tokens: list[Token], words: Vocabulary, found: list[Piece], place: int
) -> bool:
    if not found or not isinstance(found[-1], Day):
        return False
    return Scan(text, tokens, words, (), "").joined(found[-1].last, place)


def _merged(tokens: list[Token], words: Vocabulary, pieces: list[Piece]) -> list[Piece]:
    """ "26/11 (Wed)", "demain, jeudi 2 avril": one day, said twice."""
    merged: list[Piece] = []
    for place, piece in enumerate(pieces):
        before = merged[-1] if merged else None
        if isinstance(piece, Day) and isinstance(before, Day):
            if _spans_week(tokens, words, before, piece):
                merged[-1] = replace(before, habitual=True)
                piece = replace(piece, habitual=True)
            elif _spans_days(tokens, words, before, piece, pieces[place + 1 : place + 2]):
                piece = replace(piece, spanned=True)
            both = _one_day(tokens, before, piece)
            if both is not None:
                merged[-1] = both
                continue
        merged.append(piece)
    return merged


def _one_day(tokens: list[Token], first: Day, second: Day) -> Day | None:
    between = tokens[first.last : second.first]
    if len(between) > 4 or any(token.text not in MERGEABLE for token in between):
        return None
    one, other = (first, second) if _precision(first) >= _precision(second) else (second, first)
    clash = one.weekday is not None and other.weekday is not None
    if (clash and one.weekday != other.weekday) or (other.day is not None and other.day != one.day):
        return None
    if _precision(one) == _precision(other):
        return None
    return replace(
        one,
        first=first.first,
        last=max(first.last, second.last),
        weekday=one.weekday if one.weekday is not None else other.weekday,
        part=one.part or other.part,
        week=one.week if one.week is not None else other.week,
    )


def _precision(day: Day) -> int:
    return 4 if day.month else 3 if day.day else 2 if day.offset is not None else 1


def lengths(pieces: tuple[Piece, ...]) -> tuple[Length, ...]:
    return tuple(piece for piece in pieces if isinstance(piece, Length))


def days_of(pieces: tuple[Piece, ...]) -> tuple[Day, ...]:
    return tuple(piece for piece in pieces if isinstance(piece, Day))


def clocks_of(pieces: tuple[Piece, ...]) -> tuple[Clock, ...]:
    return tuple(piece for piece in pieces if isinstance(piece, Clock))
