"""A YAML file as plain values, with the place of each: nothing is guessed, nothing is lost.

Only `true`, `false`, `null` and whole numbers are more than text, and only without quotes. So 9:30
stays 9:30 (YAML 1.1 makes it 570), `no` stays Norway, and a key that stands twice is a problem,
where other readers lose one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from agent.errors import ConfigError

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]
Place = tuple[str | int, ...]  # keys and list positions from the root: ("owner", "addresses", 0)

WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,15}\Z")
STANDARD_TAGS = frozenset(
    {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
)
DEEPEST = 10


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where something stands; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    mark: Mark
    place: Place
    what: str

    def line(self, path: Path) -> str:
        """`config.yaml:12:20: cadence.follow_up.at: what`."""
        key = ".".join(str(part) for part in self.place)
        return f"{path}:{self.mark.line}:{self.mark.column}: {key + ': ' if key else ''}{self.what}"


@dataclass(slots=True)
class YamlSource:
    """One file, read: its values, the marks of its keys and values, and what was wrong already."""

    values: Value = None
    marks: dict[Place, Mark] = field(default_factory=dict)  # of values
    key_marks: dict[Place, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, place: Place) -> Mark:
        """Of the value there, or of the nearest section around it."""
        while place and place not in self.marks:
            place = place[:-1]
        return self.marks.get(place, Mark(1, 1))


def read_yaml(path: Path) -> YamlSource:
    """The values of `path`. `ConfigError` where it cannot be read, or is no YAML at all."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except OSError as error:
        raise ConfigError((f"{path}: cannot be read: {error.strerror}.",)) from error
    except UnicodeDecodeError as error:
        raise ConfigError((f"{path}: is not UTF-8 text.",)) from error
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
        raise ConfigError((Problem(mark, (), _wording(error)).line(path),)) from None
    except yaml.YAMLError as error:
        raise ConfigError((f"{path}: is no YAML: it holds control characters.",)) from error
    source = YamlSource()
    if root is not None:
        source.values = _value(root, (), source)
    return source


def _wording(error: yaml.MarkedYAMLError) -> str:
    """Never with the name of an alias: it may be a password that begins with *."""
    if "alias" in str(error.problem):
        return "an alias (*) has no meaning here; put text that begins with * in quotes"
    return f"{error.context or 'this is no YAML'}: {error.problem}"


def _value(node: yaml.Node, place: Place, source: YamlSource) -> Value:
    source.marks[place] = _mark(node)
    if node.tag not in STANDARD_TAGS:
        source.problems.append(Problem(_mark(node), place, "a tag (!) has no meaning here"))
    if len(place) > DEEPEST:  # also where an alias (*) leads back to itself
        source.problems.append(Problem(_mark(node), place, "is nested too deeply"))
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), source) for index, item in enumerate(node.value)]
    return dict(_entries(node, place, source))


def _entries(node: yaml.Node, place: Place, source: YamlSource) -> Iterator[tuple[str, Value]]:
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        below = (*place, key)
        if below in source.key_marks:
            first = source.key_marks[below].line
            what = f"stands here a second time; the first is in line {first}"
            source.problems.append(Problem(_mark(key_node), below, what))
            continue
        source.key_marks[below] = _mark(key_node)
        yield key, _value(value_node, below, source)


def _scalar(node: yaml.ScalarNode) -> Value:
    text = str(node.value)
    if node.style is not None:  # in quotes, or a block
        return text
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    return int(text) if WHOLE_NUMBER.match(text) else text


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
