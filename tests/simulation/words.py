"""How things are put in four languages: the wordings of `wordings/`, and days and clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str  # "" of what is only said in answer to something
    text: str
    no_feedback: bool  # it says that none is given
    asks: bool = False  # whether the time suits: it stands once the owner has agreed

    @property
    def names_role(self) -> bool:
        return "{role}" in self.subject + self.text


@dataclass(frozen=True, slots=True)
class Language:
    """One file of wordings."""

    code: str
    table: Mapping[str, Any]

    def wordings(self, act: str) -> tuple[Wording, ...]:
        return tuple(
            Wording(
                entry.get("subject", ""),
                entry["text"],
                entry.get("no_feedback", False),
                entry.get("asks", False),
            )
            for entry in self.table["acts"][act]
        )

    def any_of(self, key: str, rng: Random) -> str:
        return str(rng.choice(self.table[key]))

    def day(self, day: date, rng: Random, country: str) -> str:
        """That day as somebody of `country` would write it."""
        formats: Sequence[str] = self.table.get(f"days_{country}", self.table["days"])
        return rng.choice(formats).format(
            weekday=self.table["weekdays"][day.weekday()],
            month=self.table["months"][day.month - 1],
            d=day.day,
            m=day.month,
            year=day.year,
        )

    def clock(self, at: datetime, rng: Random, country: str) -> str:
        formats: Sequence[str] = self.table.get(f"clocks_{country}", self.table["clocks"])
        hour = at.hour % 12 or 12
        half = "am" if at.hour < 12 else "pm"
        return rng.choice(formats).format(H=at.hour, h=hour, M=at.minute, ampm=half)

    def by(self, manner: str, day: str, rng: Random) -> str:
        """ "by Friday", "by the end of next week"."""
        return str(rng.choice(self.table["by"][manner])).format(day=day)

    def listed(self, names: Sequence[str]) -> str:
        return str(self.table["and"]).join(filter(None, (", ".join(names[:-1]), names[-1])))


@cache
def language(code: str) -> Language:
    text = (HERE / "wordings" / f"{code}.yaml").read_text(encoding="utf-8")
    return Language(code, yaml.load(text, Loader=yaml.CSafeLoader))
