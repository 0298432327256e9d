"""Labelled sets on disk: a folder with `cases.jsonl` and the mails that it names."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read

Label = dict[str, Any]  # as the set's README tells; never leaves this folder


@dataclass(frozen=True, slots=True)
class Case:
    """One mail and what is true of it."""

    set: str
    name: str
    path: Path
    owner: Owner
    label: Label

    @property
    def full(self) -> bool:
        """True where the label speaks of every key of the contract (DESIGN §3)."""
        return "kind" in self.label

    def reading(self) -> Reading:
        return read(parse(self.path.read_bytes()), self.owner)


def sets_in(folder: Path) -> list[Path]:
    """The labelled sets in `folder`, which may be one itself."""
    found = (folder, *sorted(folder.iterdir()))
    return [one for one in found if (one / "cases.jsonl").is_file() and "mail" in _first(one)]


def _first(folder: Path) -> Label:
    """Of a set of mailboxes, not of mails, the rows name no file."""
    line = (folder / "cases.jsonl").read_text("utf-8").partition("\n")[0]
    row: Label = json.loads(line)
    return {"mail": row["file"]} if "file" in row else {}


def cases(folder: Path) -> Iterator[Case]:
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            me = [row["me"]] if isinstance(row["me"], str) else row["me"]
            owner = Owner(tuple(me), ZoneInfo(row["zone"]))
            yield Case(folder.name, row["id"], folder / row["file"], owner, row)
