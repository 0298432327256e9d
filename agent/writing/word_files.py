"""What is wrong with a words.yaml or rules.yaml of the owner's: keys, kinds of values, templates.

Each key must hold what the built-in English file holds there; a language of the owner's own needs
all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import yaml

from agent.writing.grammar import misuses
from agent.writing.template_files import TemplateFile, built_in
from agent.writing.wording import FALLBACK, parsed

Place = tuple[str | int, ...]

OF_LETTERS = frozenset({"role", "on_day", "met", "position"})
VARIABLES = {  # of each key that holds templates
    "greeting": frozenset({"name"}),
    "on_weekday": frozenset({"weekday"}),
    "on_date": frozenset({"day", "month"}),
    "date": frozenset({"day", "month"}),
    "attribution": frozenset({"date", "year", "name"}),
    "last_of_list": frozenset({"name"}),
    "position": frozenset({"role", "company", "noun", "presented"}),
    "topic": frozenset({"topic"}),
    "strength": frozenset({"strength"}),
    "subjects": OF_LETTERS,
}
MOST_FILES = 64  # two in each language
DEEPEST = 5
LENGTHS = {"weekdays": 7, "months": 12, "call_headings": 2}
MAY_BE_EMPTY = frozenset({"topic", "strength", "ranks", "after_name", "titles", "no_person"})
KINDS: dict[type, str] = {
    str: 'should be text; put it in "quotes"',
    bool: "should be true or false",
    list: "should be a list, such as [a, b]",
    dict: "should be a section with keys of its own",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    line: int
    what: str


@lru_cache(maxsize=MOST_FILES)
def wrongs(file: TemplateFile) -> tuple[Wrong, ...]:
    """Everything that is wrong with it, in no order; () if it can be used."""
    try:
        root = yaml.compose(file.text, Loader=yaml.SafeLoader)
        data = yaml.SafeLoader("").construct_document(root) if root else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it holds control characters"
        return (Wrong(mark.line + 1 if mark else 1, f"is no YAML: {what}"),)
    if not isinstance(data, dict):
        return (Wrong(1, KINDS[dict]),)
    lines = dict(_lines(root, ())) if root else {}
    found = [*_of_section(data, _model(file.name), ()), *_missing(file, data)]
    return tuple(Wrong(_line(place, lines), _said(place, what)) for place, what in found)


@cache
def _model(name: str) -> Mapping[str, Any]:
    """The built-in English file, with what only languages of two registers have."""
    model = parsed(built_in(FALLBACK, name))
    return {**model, "familiar": model} if name == "words.yaml" else model


def _missing(file: TemplateFile, data: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    if built_in(file.language, file.name):
        return
    optional = MAY_BE_EMPTY | {"familiar"}
    for key in sorted(_model(file.name).keys() - data.keys() - optional):
        yield (key,), f"is missing; nothing is built in for {file.language}"
    if isinstance(data.get("subjects"), dict):
        for key in sorted(_model(file.name)["subjects"].keys() - data["subjects"].keys()):
            yield ("subjects", key), "is missing"


def _of_section(
    data: Mapping[str, Any], model: Mapping[str, Any], above: Place
) -> Iterator[tuple[Place, str]]:
    for key, value in data.items():
        place = (*above, key)
        if key not in model:
            yield place, "is not a key we know"
        else:
            yield from _of_value(value, model[key], place)


def _of_value(value: Any, model: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if type(value) is not type(model):
        yield place, KINDS[type(model)]
    elif isinstance(value, dict):
        yield from _of_section(value, model, place)
    elif isinstance(value, list):
        yield from _of_list(value, place)
    elif isinstance(value, str):
        yield from _of_text(value, place)


def _of_list(items: list[Any], place: Place) -> Iterator[tuple[Place, str]]:
    key = str(place[-1])
    if len(items) != LENGTHS.get(key, len(items)):
        yield place, f"should hold {LENGTHS[key]}"
    if not items and key not in MAY_BE_EMPTY:
        yield place, "should hold at least one"
    for index, item in enumerate(items):
        if not isinstance(item, str):
            yield (*place, index), KINDS[str]
        elif not item.strip():
            yield (*place, index), "is empty"
        else:
            yield from _of_text(item, (*place, index))


def _of_text(text: str, place: Place) -> Iterator[tuple[Place, str]]:
    key = next((part for part in place if part in VARIABLES), "")
    for misuse in misuses(text, VARIABLES[str(key)], letter=False) if key else ():
        yield place, misuse.what


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if len(place) > DEEPEST:  # an alias (*) may lead back to itself
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from (found for found in _lines(value, (*place, key.value)) if found[0] != place)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, (*place, index))


def _line(place: Place, lines: dict[Place, int]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1) if place else 1


def _said(place: Place, what: str) -> str:
    return f"{'.'.join(map(str, place))}: {what}"
