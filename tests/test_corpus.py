"""The golden mails: what the reader says of invented mail, held against labels.

Each folder holds one invented mail (`message.eml`), what is true of it (`expected.yaml`) and why it
is there (`why.md`). A key that `expected.yaml` leaves out is debatable and not compared; `held` is
the day of a talk that took place. Labels are written by people, never by a program. What the reader
does not yet see stands in `known_gaps.yaml`; a closed gap fails the test until it is struck.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent.reading.facts import Interview, Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(mail.parent.name for mail in CORPUS.glob("*/message.eml"))
KEYS = frozenset(
    {"kind", "answers", "interviews", "decision_by", "company", "role"}
    | {"interviewers", "contact", "language", "held"}
)

Plain = str | bool | date | tuple[str, ...] | None


@dataclass(frozen=True)
class Difference:
    key: str
    expected: Plain
    seen: Plain

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected!r}, seen {self.seen!r}"


@pytest.mark.parametrize("name", CASES)
def test_the_mail_says_what_a_person_reads_in_it(name: str) -> None:
    known = known_gaps().get(name, {})

    found = differences(name)

    new = [str(difference) for difference in found if difference.key not in known]
    closed = sorted(set(known) - {difference.key for difference in found})
    assert not new, "\n  ".join((f"{name} ({why(name)})", *new))
    assert not closed, f"{name}: strike from known_gaps.yaml, no gap any more: {', '.join(closed)}"


def test_every_known_gap_names_a_mail_and_a_reason() -> None:
    gaps = known_gaps()

    strangers = sorted(set(gaps) - set(CASES))
    unfounded = sorted(name for name, keys in gaps.items() if not all(keys.values()))

    assert not strangers, f"known_gaps.yaml names no mail of the corpus: {strangers}"
    assert not unfounded, f"known_gaps.yaml gives no reason: {unfounded}"


@pytest.mark.parametrize("name", CASES)
def test_a_label_states_only_keys_of_the_contract(name: str) -> None:
    label = label_of(name)

    assert not set(label) - KEYS - {"me", "zone"}
    assert why(name)


def differences(name: str) -> list[Difference]:
    """Where the reading differs from the label, in the label's order of keys."""
    label = label_of(name)
    seen = as_stated(reading_of(name, label))
    pairs = (
        Difference(key, expectation(key, value), seen[key])
        for key, value in label.items()
        if key in KEYS
    )
    return [pair for pair in pairs if pair.expected != pair.seen]


def reading_of(name: str, label: dict[str, Any]) -> Reading:
    owner = Owner((label["me"],), ZoneInfo(label["zone"]))
    return read(parse((CORPUS / name / "message.eml").read_bytes()), owner)


def as_stated(reading: Reading) -> dict[str, Plain]:
    """The reading in the form in which a label states it."""
    return {
        "kind": reading.kind.value,
        "answers": reading.answers,
        "interviews": tuple(sorted(map(interview_line, reading.interviews))),
        "decision_by": reading.decision_by,
        "company": folded(reading.company),
        "role": folded(reading.role),
        "interviewers": tuple(sorted(name.casefold() for name in reading.interviewers)),
        "contact": reading.contact.address if reading.contact else None,
        "language": reading.language,
        "held": reading.held.on if reading.held else None,
    }


def expectation(key: str, value: Any) -> Plain:
    if key == "interviews":
        return tuple(sorted(line(row["start"], row["end"], row["status"]) for row in value))
    if key == "interviewers":
        return tuple(sorted(name.casefold() for name in value))
    if key in {"company", "role"}:
        return folded(value)
    assert value is None or isinstance(value, str | bool | date)
    return value


def interview_line(interview: Interview) -> str:
    end = interview.end.isoformat() if interview.end else None
    return line(interview.start.isoformat(), end, interview.status.value)


def line(start: str, end: str | None, status: str) -> str:
    """One interview in UTC: "2026-09-14 17:00 to 18:00, proposed"."""
    return f"{utc(start):%Y-%m-%d %H:%M} to {utc(end).strftime('%H:%M') if end else '?'}, {status}"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZoneInfo("UTC"))


def folded(name: str | None) -> str | None:
    return " ".join(name.casefold().split()) if name else None


def label_of(name: str) -> dict[str, Any]:
    label = yaml.safe_load((CORPUS / name / "expected.yaml").read_text(encoding="utf-8"))
    assert isinstance(label, dict)
    return label


def why(name: str) -> str:
    return (CORPUS / name / "why.md").read_text(encoding="utf-8").strip()


@cache
def known_gaps() -> dict[str, dict[str, str]]:
    """Mail → key → why the reader does not see it yet."""
    text = (CORPUS / "known_gaps.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text) or {}
