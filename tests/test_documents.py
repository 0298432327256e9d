"""The documents that make promises about the code, held against it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from agent.cases.reasons import Reason
from agent.writing.variables import MEANINGS
from agent.writing.wording import Letter

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "docs" / "scenarios.md"
REASONS = ROOT / "docs" / "reasons.md"
IDS = [f"F-{number}" for number in range(1, 108)]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)(?:\[([^\]]+)\])?`")

Row = tuple[str, ...]


def rows(page: Path) -> Iterator[Row]:
    """The cells of each row of a page's tables, without their heads."""
    for line in page.read_text("utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if line.startswith("|") and cells[0] not in ("id", "code", "---"):
            yield cells


# The gravest failures in their order, each a test's own; C13 waits for sign-in with tokens.
GRAVEST = [
    "A1",
    "A2",
    "B2",
    "C3",
    "C1",
    "B4",
    "B5",
    "B15",
    "B9",
    "B10",
    "E5",
    "D6",
    "K1",
    "K2",
    "G1",
    "G2",
    "E4",
    "E6",
    "B8",
    "A15",
    "C6",
    "C7",
    "C10",
    "L1",
    "K4",
    "I11",
    "N10",
    "H1",
    "H2",
    "I1",
    "A6",
    "A7",
    "B3",
    "L2",
]


@pytest.mark.parametrize("failure", GRAVEST)
def test_each_of_the_gravest_failures_has_a_test_that_bears_its_id(failure: str) -> None:
    bearing = [name for name, said in _docstrings() if re.search(rf"\b{failure}\b", said)]

    assert bearing


@cache
def _docstrings() -> tuple[tuple[str, str], ...]:
    """Of every test, with its name."""
    trees = (ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.glob("tests/**/test_*.py")))
    functions = (node for tree in trees for node in ast.walk(tree))
    return tuple(
        (node.name, ast.get_docstring(node) or "")
        for node in functions
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


ROWS = {row[0]: row for row in rows(SCENARIOS)}


def test_every_situation_has_one_row_in_order() -> None:
    assert [row[0] for row in rows(SCENARIOS)] == IDS


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_situation_is_told_whole_and_names_tests_that_exist(row: Row) -> None:
    tests = TEST.findall(row[-1])

    assert len(row) == 4
    assert all(row)
    assert tests or row[-1].startswith("not yet: ")
    assert [test for test in tests if not _exists(*test)] == []
    assert TEST.sub("", row[-1]).strip(", ") == "" or not tests  # nothing else in that cell


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_with_its_sentence(reason: Reason) -> None:
    told = [row for row in rows(REASONS) if row[0] == f"`{reason}`"]

    assert [(len(row), row[1]) for row in told] == [(3, reason.sentence)]
    assert told[0][2]


def test_no_reason_is_told_that_the_code_does_not_know() -> None:
    codes = [row[0].strip("`") for row in rows(REASONS)]

    assert codes == [str(reason) for reason in Reason]


def _exists(file: str, name: str, case: str) -> bool:
    """The test is defined there; a case of it is named in that file, or is a folder of the
    corpus."""
    functions, words = _names_in(file)
    corpus = ROOT / "tests" / "corpus"
    folder = bool(case) and any((home / case).is_dir() for home in (corpus, corpus / "scenarios"))
    return name in functions and (not case or folder or case.replace("-", " ") in words)


@cache
def _names_in(file: str) -> tuple[frozenset[str], frozenset[str]]:
    """The functions and the strings of a file; strings as ids spell them."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    nodes = list(ast.walk(tree))
    functions = frozenset(n.name for n in nodes if isinstance(n, ast.FunctionDef))
    constants = (n.value for n in nodes if isinstance(n, ast.Constant))
    return functions, frozenset(c.replace("-", " ") for c in constants if isinstance(c, str))


def test_every_variable_of_a_letter_is_told_as_the_code_tells_it() -> None:
    page = (ROOT / "docs" / "letters.md").read_text("utf-8")

    told = set(re.findall(r"^\| `\{\{ (\w+) \}\}` \|", page, flags=re.MULTILINE))

    assert told == set(MEANINGS)
    assert all(f"{letter}.txt" in page for letter in Letter)
