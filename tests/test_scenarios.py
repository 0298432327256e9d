"""Whole mail histories through the replay: which steps come, when and to whom, and how it ends.

Each folder of tests/corpus/scenarios holds a mailbox (`mail/*.eml`) and `scenario.json`, whose
`why` derives every expected date from DESIGN §6. What is known to fail stands in
known_gaps.yaml; a gap that has closed must be struck out there.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent import rehearsal
from agent.cases.case import Step
from agent.cases.event import Event, Happening

SCENARIOS = Path(__file__).parent / "corpus" / "scenarios"
KNOWN_GAPS: dict[str, str] = (
    yaml.safe_load((SCENARIOS / "known_gaps.yaml").read_text(encoding="utf-8")) or {}
)
WRITTEN = frozenset({Happening.DRAFTED, Happening.SENT})
Wish = dict[str, Any]  # an entry of `expect`, `closed` or `events` in scenario.json


@dataclass(frozen=True, slots=True)
class Scenario:
    """What stands in one scenario.json."""

    folder: Path
    wishes: dict[str, Any]

    @property
    def events(self) -> list[Event]:
        who = rehearsal.identity(
            None, tuple(self.wishes["me"]), ZoneInfo(self.wishes["zone"]), self.wishes["country"]
        )
        return list(
            rehearsal.Rehearsal(
                self.folder / "mail",
                who,
                until=datetime.fromisoformat(self.wishes["until"]),
                owner_sends=self.wishes.get("drafts", "sent") == "sent",
            ).events()
        )


def scenarios() -> list[Any]:
    """Every scenario; those with a known gap are expected to fail, and fail if they do not."""
    return [
        pytest.param(
            folder,
            id=folder.name,
            marks=[pytest.mark.xfail(reason=KNOWN_GAPS[folder.name], strict=True)]
            if folder.name in KNOWN_GAPS
            else [],
        )
        for folder in folders()
    ]


def folders() -> list[Path]:
    return sorted(path.parent for path in SCENARIOS.glob("*/scenario.json"))


@pytest.mark.parametrize("folder", scenarios())
def test_a_mail_history_ends_as_the_rules_say(folder: Path) -> None:
    scenario = Scenario(folder, json.loads((folder / "scenario.json").read_text(encoding="utf-8")))

    events = scenario.events

    wrong = [
        *wrong_steps(scenario.wishes, events),
        *wrong_interviews(scenario.wishes, events),
        *wrong_endings(scenario.wishes, events),
        *missing_events(scenario.wishes, events),
    ]
    assert not wrong, "\n".join(["", scenario.wishes["title"], scenario.wishes["why"], *wrong])


def test_every_known_gap_names_a_scenario() -> None:
    assert set(KNOWN_GAPS) <= {folder.name for folder in folders()}


def wrong_steps(wishes: Wish, events: list[Event]) -> list[str]:
    """Every expected step once, in its window and to its person, and no other message."""
    written = [
        event for event in events if event.event in WRITTEN and event.step is not Step.PHONE_CALL
    ]
    missing = []
    for wish in wishes["expect"]:
        hit = next((event for event in written if meets(wish, event)), None)
        if hit:
            written.remove(hit)
        elif not wish.get("optional"):
            missing.append(f"missing: {told(wish)}")
    unwanted = (f"UNWANTED: {e.step} to {e.to} at {e.at.isoformat()} ({e.reason})" for e in written)
    return [*missing, *unwanted]


def wrong_interviews(wishes: Wish, events: list[Event]) -> list[str]:
    seen = {
        event.interview.start
        for event in events
        if event.interview and event.event in {Happening.INTERVIEW, Happening.MOVED}
    }
    expected = {datetime.fromisoformat(start) for start in wishes["interviews"]}
    return [f"interview not found: {start.isoformat()}" for start in sorted(expected - seen)]


def wrong_endings(wishes: Wish, events: list[Event]) -> list[str]:
    """Cases of `closed` are closed for that reason, those of `open` are not closed at the end."""
    endings = [(event.company, event.reason) for event in events if closes(event)]
    last = {event.case: event for event in events if event.event is not Happening.SKIPPED}
    shut = [event.company for event in last.values() if closes(event)]
    expected = [wish["company"] for wish in wishes["closed"]]
    not_closed = (
        f"not closed: {wish['company']}, {wish['reason']} (closed: {endings})"
        for wish in wishes["closed"]
        if not any(same(wish["company"], who) and wish["reason"] == why for who, why in endings)
    )
    not_open = (
        f"closed, but should be open: {company}"
        for company in wishes["open"]
        if sum(same(company, who) for who in shut) > expected.count(company)
    )
    return [*not_closed, *not_open]


def missing_events(wishes: Wish, events: list[Event]) -> list[str]:
    """What else must be told: a question, a skipped step, a withdrawn draft, the day of the end."""
    return [
        f"not told: {told(wish)} (told: {alike(wish, events)})"
        for wish in wishes.get("events", [])
        if not any(meets(wish, event) for event in events)
    ]


def meets(wish: Wish, event: Event) -> bool:
    """Everything the wish names is so, and the event lies in its window."""
    return (
        wish.get("event", event.event) == event.event
        and wish.get("step", event.step) == event.step
        and wish.get("reason", event.reason) == event.reason
        and wish.get("evidence", event.evidence) == event.evidence
        and (wish.get("to") is None or bool(set(wish["to"]) & set(event.to or ())))
        and datetime.fromisoformat(wish["after"])
        <= event.at
        <= datetime.fromisoformat(wish["before"])
    )


def closes(event: Event) -> bool:
    return event.event is Happening.CLOSED


def same(one: str, other: str | None) -> bool:
    return one.casefold() == (other or "").casefold()


def told(wish: Wish) -> str:
    return ", ".join(f"{key} {value}" for key, value in wish.items())


def alike(wish: Wish, events: list[Event]) -> list[str]:
    return [
        f"{event.at.isoformat()} {event.step or ''} {event.reason}"
        for event in events
        if event.event == wish["event"]
    ]
