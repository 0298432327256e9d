"""What the owner's words do to the binding of mails: what each is, and where it belongs."""

from collections.abc import Collection, Iterable

from agent.cases.clues import id_of
from agent.cases.told import as_reading, as_told, key_of
from agent.cases.word import FACTS, Says, Word
from agent.reading.facts import Kind, Reading

# Words that bind, and facts, lie over what is read; the others are readings of their own.
_BINDS = frozenset({Says.MERGE, Says.SPLIT, Says.BELONGS, Says.FOREIGN, Says.KIND})


class Corrections:
    """All words, by what they concern. The last word on a mail counts."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        said = sorted(words, key=lambda word: (word.at, word.id))
        of_mail = [word for word in said if word.message]
        spoken = (word for word in said if word.says not in _BINDS | FACTS)
        self.readings = tuple(map(as_reading, spoken))
        self.merged = tuple(_merged(said))
        self._kinds = {w.message: Kind(w.value) for w in of_mail if w.says is Says.KIND}
        self._split = {w.message: w.value for w in of_mail if w.says is Says.SPLIT}
        self._facts = tuple(w for w in said if w.says in FACTS)
        self._cases = {key_of(w): w.case for w in said if w.says is not Says.ADDED}
        self._foreign = set[tuple[str | None, str]]()
        for word in of_mail:
            self._place(word)

    def _place(self, word: Word) -> None:
        if word.says is Says.BELONGS and word.message:
            self._cases[word.message] = word.case
            self._foreign.discard((word.message, word.case))
        elif word.says is Says.FOREIGN:
            self._foreign.add((word.message, word.case))

    def applied(self, reading: Reading) -> Reading:
        """As the owner has said that it is to be read."""
        kind = self._kinds.get(reading.envelope.key)
        return as_told(reading, kind) if kind else reading

    def case_of(self, key: str) -> str | None:
        """The case to which the owner has said that this mail, or word, belongs."""
        return self._cases.get(key)

    def is_split(self, reading: Reading) -> bool:
        """True if it belongs to nothing before it."""
        return reading.envelope.key in self._split

    def threads(self, reading: Reading, ids: Collection[str]) -> Collection[str]:
        """Those of its thread that tie: from a mail that was split off, a new thread begins."""
        own = {*filter(None, (reading.envelope.message_id,))}
        begun = set(self._split.values()) & {*ids}
        return own if self.is_split(reading) else (begun | own if begun else ids)

    def still_doubtful(self, doubts: Iterable[Reading], case: Collection[str]) -> list[Reading]:
        """Those of which the owner has not said that they are foreign to this case."""
        return [d for d in doubts if not any((d.envelope.key, c) in self._foreign for c in case)]

    def facts(self, case: Collection[str]) -> tuple[Word, ...]:
        """What the owner has said about this case itself, in order."""
        return tuple(word for word in self._facts if word.case in case)


def _merged(said: Iterable[Word]) -> list[tuple[str, str]]:
    """Pairs of cases that are one; a mail that was split off since then begins its own again."""
    pairs: list[tuple[str, str]] = []
    for word in said:
        if word.says is Says.MERGE:
            pairs.append((word.case, word.value))
        elif word.says is Says.SPLIT and word.message:
            pairs = [pair for pair in pairs if id_of(word.message) not in pair]
    return pairs
