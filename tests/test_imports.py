"""The rules of the house (CONTRIBUTING.md), held over each module of `agent/` by its syntax."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

AGENT = Path(__file__).parents[1] / "agent"

PURE = ("reading", "cases", "writing")  # each may use those before it
ADAPTERS = ("mail", "model", "store", "notify")
JOBS = frozenset(
    {"dead_letters", "departure", "drafting", "drafts", "intake", "originals"}
    | {"outbox", "preview", "prompts", "replay", "rewording", "telling"}
)
SETTINGS = frozenset(
    {"config", "config_schema", "config_values", "yaml_source", "password", "template_folder"}
)
DOORS = frozenset(
    {
        "__init__",
        "__main__",
        "cli",
        "contract",
        "daemon",
        "demo",
        "keep",
        "letters",
        "options",
        "rehearsal",
        "say",
        "screen",
        "setup",
        "steer",
        "templates",
        "timeline",
        "web",
    }
)

WITHOUT_IO = """
    abc base64 binascii bisect calendar codecs collections contextlib copy dataclasses datetime
    difflib email enum fractions functools hashlib heapq html importlib itertools json math operator
    quopri re statistics string struct textwrap types typing unicodedata urllib zlib zoneinfo
"""
PURE_LIBRARIES = """
    holidays icalendar jinja2 mailparser publicsuffixlist resiliparse yaml
"""
ONLY_PART = {"importlib": "importlib.resources", "urllib": "urllib.parse"}
IMPURE_NAMES = "open print input exec eval breakpoint __import__"
IMPURE_METHODS = """
    now today utcnow localtime make_msgid formatdate getenv urlopen system write_text write_bytes
"""
SHELVES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "tools"})

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
USUAL_FUNCTION, USUAL_SHARE = 25, 0.9


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder below agent/, or the name of a file that lies in agent/ itself."""
        return self.path.relative_to(AGENT).parts[0].removesuffix(".py")

    @property
    def name(self) -> str:
        return str(self.path.relative_to(AGENT.parent))


def modules() -> list[Module]:
    files = sorted(AGENT.rglob("*.py"))
    return [Module(file, ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def imported(module: Module) -> Iterator[str]:
    """Dotted names; of `from agent.mail import imap` both "agent.mail" and "agent.mail.imap"."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}:{node.lineno}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used(module: Module) -> set[str]:
    names = [name.split(".") for name in imported(module)]
    used = {parts[1] for parts in names if parts[0] == "agent" and len(parts) > 1}
    return used & {room.stem for room in AGENT.iterdir()}  # not the names of things in agent itself


def rooms_allowed(room: str) -> set[str]:
    below = {*PURE, "errors", "ports", room}
    if room in PURE:
        return set(PURE[: PURE.index(room) + 1])
    if room == "errors":
        return set()
    if room == "ports":
        return set(PURE)
    if room in ADAPTERS:
        return below
    if room in JOBS:
        return below | JOBS
    if room in SETTINGS:
        return below | {*ADAPTERS} | SETTINGS  # they speak in the adapters' own words
    assert room in DOORS, f"agent/{room} has no place yet: is it a job, a setting or a door?"
    return below | {*ADAPTERS} | JOBS | SETTINGS | DOORS


def functions(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{module.name}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


ALL = modules()
IN_PURE_ROOMS = [module for module in ALL if module.room in PURE]


def by_name(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", ALL, ids=by_name)
def test_a_room_uses_only_the_rooms_it_may(module: Module) -> None:
    assert rooms_used(module) - rooms_allowed(module.room) == set()


@pytest.mark.parametrize("module", IN_PURE_ROOMS, ids=by_name)
def test_a_pure_room_imports_nothing_that_touches_the_world(module: Module) -> None:
    outside = [name for name in imported(module) if name.split(".")[0] != "agent"]

    roots = {name.split(".")[0] for name in outside}
    elsewhere = [name for name in outside if not _in_the_pure_part(name)]

    assert roots - {*WITHOUT_IO.split(), *PURE_LIBRARIES.split()} == set()
    assert elsewhere == []


def _in_the_pure_part(name: str) -> bool:
    part = ONLY_PART.get(name.split(".")[0])
    return part is None or name == part or name.startswith(f"{part}.")


@pytest.mark.parametrize("module", IN_PURE_ROOMS, ids=by_name)
def test_a_pure_room_asks_neither_clock_nor_file_nor_chance(module: Module) -> None:
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]

    asked = {call.id for call in calls if isinstance(call, ast.Name)} & {*IMPURE_NAMES.split()}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}

    assert asked | methods & {*IMPURE_METHODS.split()} == set()


def test_the_rules_themselves_notice_what_they_forbid() -> None:
    bad = ast.parse("import os, socket\nfrom agent.store import sqlite\nopen('x')\ndatetime.now()")
    module = Module(AGENT / "reading" / "bad.py", bad)

    assert rooms_used(module) - rooms_allowed("reading") == {"store"}
    with pytest.raises(AssertionError):
        test_a_pure_room_imports_nothing_that_touches_the_world(module)
    with pytest.raises(AssertionError):
        test_a_pure_room_asks_neither_clock_nor_file_nor_chance(module)


def test_no_module_bears_a_name_of_the_standard_library_or_of_a_junk_drawer() -> None:
    folders = {module.path.parent.name for module in ALL}
    stems = {module.path.stem for module in ALL} - {"__init__", "__main__"}

    assert (folders | stems) & (sys.stdlib_module_names | SHELVES) == set()


def test_every_room_says_what_it_is_for() -> None:
    silent = [module.name for module in ALL if not ast.get_docstring(module.tree)]

    assert silent == []


def test_no_file_is_long() -> None:
    lengths = {m.name: len(m.path.read_text(encoding="utf-8").splitlines()) for m in ALL}

    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_long_and_nine_in_ten_are_short() -> None:
    lengths = [function for module in ALL for function in functions(module)]

    short = sum(length <= USUAL_FUNCTION for _, length in lengths)
    assert [function for function in lengths if function[1] > LONGEST_FUNCTION] == []
    assert short / len(lengths) >= USUAL_SHARE
