"""Hundreds of worlds: no letter leaves twice, after an answer, or against the owner's wish.

AFTERWORD_WORLDS=20000 runs more of them.
"""

import os
from pathlib import Path

import pytest

from agent.cases.case import EntryStatus
from agent.errors import OwnerError
from agent.store.sqlite import SqliteStore
from tests.mailworld.__main__ import verdicts
from tests.mailworld.mutants import MUTANTS, Mutant
from tests.mailworld.oracles import ORACLES, judge
from tests.mailworld.play import play
from tests.mailworld.report import AT_MOST, Report, caught_after
from tests.mailworld.scheme import Act, Fate, Phase, scheme

WORLDS = int(os.environ.get("AFTERWORD_WORLDS", "800"))
# Worlds in which a rule is known to be broken, and why; the aim is none.
KNOWN_GAPS: dict[int, str] = {}
ON_DISK = 12  # worlds whose database is a file
PROCESSES = 2


@pytest.fixture(scope="module")
def report() -> Report:
    found = Report()
    for verdict in verdicts(0, WORLDS, min(PROCESSES, os.cpu_count() or 1)):
        found.add(verdict)
    return found


@pytest.mark.timeout(max(300, WORLDS))
@pytest.mark.parametrize("rule", ORACLES)
def test_no_rule_is_broken_in_any_world(report: Report, rule: str) -> None:
    found = [one for one in report.broken if one.rule == rule and one.seed not in KNOWN_GAPS]

    assert [str(one) for one in found] == []


NO_LETTER = (EntryStatus.REMINDED, EntryStatus.SKIPPED)  # nothing was ever written then
HAPPENS = (
    *Act,
    *Phase,
    *(f"row {status}" for status in EntryStatus if status not in NO_LETTER),
    *(f"{fate} a statement" for fate in Fate),
    "the power fails after DATA",
    "the power fails after the last dot",
    "the power fails before the reply",
    "an APPEND is lost",
    "the answer to an APPEND is lost",
    "APPEND fails",
    "LIST fails",
    "EXAMINE fails",
    "FETCH fails",
    "drafts fails",
    "remove fails",
    "asked, arrived",
    "asked, genuine",
    "a Sent copy under another Message-ID",
    "no Sent copy",
    "the look was too old",
    "too late",
    "changed since",
)


@pytest.mark.parametrize("what", HAPPENS)
def test_everything_happens_sometimes(report: Report, what: str) -> None:
    """What never happens is not tried."""
    assert report.seen[what]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_an_agent_without_one_of_its_safeguards_is_caught(mutant: Mutant) -> None:
    first = caught_after(mutant, [mutant.seen_in])

    assert first or caught_after(mutant), f"not in {AT_MOST} worlds"


def test_the_same_holds_of_a_database_on_the_disk(tmp_path: Path) -> None:
    """In memory a crash keeps what was committed; here the file itself says what that is."""
    for seed in range(ON_DISK):
        directory = tmp_path / str(seed)
        directory.mkdir()

        run = play(scheme(seed), directory=directory)
        found = judge(run)
        run.machine.store.close()

        assert found == []
        assert run.world.story == play(scheme(seed)).world.story


def test_a_second_agent_on_the_same_database_is_refused(tmp_path: Path) -> None:
    """A7, S15."""
    first = SqliteStore(tmp_path)

    with pytest.raises(OwnerError, match="already running"):
        SqliteStore(tmp_path)

    first.close()


def test_the_same_seed_is_the_same_world() -> None:
    one, other = play(scheme(7)), play(scheme(7))

    assert one.world.story == other.world.story
    assert one.machine.entries() == other.machine.entries()
