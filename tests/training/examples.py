"""The invented sentences and mails that the weights are trained on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.reading.facts import Direction
from agent.reading.features import Features
from agent.reading.owner import Owner
from agent.reading.passages import Place, sentence_features
from agent.reading.times import moments

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
WRITTEN_AT = datetime(2025, 5, 14, 10, tzinfo=UTC)
OWNER = Owner(("me@x.example",), ZoneInfo("Europe/London"))
OWN_KINDS = {f"own_{kind}": kind for kind in ("acceptance", "withdrawal", "thank_you", "follow_up")}
SAYS_NOTHING = {"process", "neutral", "talk_held"}
_HEAD = re.compile(r"# kind=(?P<kind>\w+)(?: answers=\w+)?(?: subject=(?P<subject>.*))?")


@dataclass(frozen=True)
class Line:
    """A sentence and what it says; an empty label where nobody labelled it."""

    label: str
    text: str
    language: str
    place: Place = Place.TEXT

    @property
    def main(self) -> str:
        """The class it belongs to: a column of the classifier."""
        label = self.label.partition("+")[0]
        own = {"own_other": "own_other"}.get(label, label.removeprefix("own_"))
        return "none" if label in SAYS_NOTHING else own

    @property
    def outgoing(self) -> bool:
        return self.label.startswith("own_")

    def has(self, sign: str) -> bool:
        thanks = sign == "talk_held" and self.label.startswith("own_thank_you")
        return sign in self.label.split("+") or thanks

    @cached_property
    def features(self) -> Features:
        found = moments(self.text, base=WRITTEN_AT, language=self.language, owner=OWNER)
        return sentence_features(self.text, found, self.language)


@dataclass(frozen=True)
class Letter:
    """A mail without headers: its kind and its lines."""

    kind: str
    lines: tuple[Line, ...]

    @property
    def direction(self) -> Direction:
        own = {"acceptance", "withdrawal", "thank_you", "follow_up", "own_other"}
        return Direction.OUTGOING if self.kind in own else Direction.INCOMING


def sentences() -> list[Line]:
    return [
        Line(*row.split("\t", 1), language)
        for language in LANGUAGES
        for row in (HERE / "sentences" / f"{language}.tsv").read_text("utf-8").splitlines()
    ]


def letters() -> list[Letter]:
    return [
        letter
        for language in LANGUAGES
        if (file := HERE / "mails" / f"{language}.mails").exists()
        for letter in _letters(file.read_text("utf-8"), language)
    ]


def _letters(text: str, language: str) -> Iterator[Letter]:
    for block in re.split(r"\n\s*\n", text.strip()):
        head, *rows = block.splitlines()
        told = _HEAD.match(head)
        if told is None:
            raise ValueError(f"{language}.mails: {head!r} is no head line")
        lines = [Line(*row.split("\t", 1), language) for row in rows]
        if told["subject"]:
            lines.append(Line("", told["subject"], language, Place.SUBJECT))
        kind = told["kind"]
        yield Letter(OWN_KINDS.get(kind, kind), tuple(lines))
