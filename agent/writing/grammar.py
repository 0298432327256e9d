"""What a template of the owner's may hold: text, variables that exist, and conditions.

The sandbox stops what could do harm; this stops what could fail or mislead when a letter is due,
and says so when the file is loaded. Letters get the short list, on which nothing can go wrong for
any value; words.yaml gets some of what its own templates need (a table of articles, a first
letter).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from agent.writing.wording import ENVIRONMENT

LETTER_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Filter,
)
WORDS_NODES: tuple[type[nodes.Node], ...] = (
    *LETTER_NODES,
    nodes.Assign,
    nodes.Dict,
    nodes.Pair,
    nodes.List,
    nodes.Tuple,
    nodes.Getitem,
    nodes.Slice,
    nodes.Getattr,
    nodes.Call,
)
FILTERS = frozenset({"capitalize", "lower", "title", "trim", "upper"})
METHODS = frozenset({"get", "split", "startswith", "endswith"})
LETTER_COMPARISONS = frozenset({"eq", "ne"})
SAID = {
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Macro: "{% macro %}",
    nodes.For: "{% for %}",
    nodes.Assign: "{% set %}",
    nodes.Call: "a call, (…)",
    nodes.Getattr: "an attribute, .name",
    nodes.Getitem: "an item, […]",
}


@dataclass(frozen=True, slots=True)
class Misuse:
    """One thing in a template that may not stand there."""

    line: int  # within the text
    what: str


def misuses(text: str, variables: frozenset[str], *, letter: bool) -> Iterator[Misuse]:
    """What is wrong with a template that is given `variables`, in the order of the text.

    `letter`: a whole letter; else a template within words.yaml.
    """
    try:
        parsed = ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        yield Misuse(error.lineno, f"is no template: {error.message}")
        return
    allowed = LETTER_NODES if letter else WORDS_NODES
    known = variables | {name.name for name in parsed.find_all(nodes.Name) if name.ctx == "store"}
    for node, line in _all(parsed, 1):
        what = _misuse(node, allowed, known, letter=letter)
        if what:
            yield Misuse(line, what)


def variables_in(text: str) -> frozenset[str]:
    """The variables that a template uses; () for one that is none."""
    try:
        return frozenset(name.name for name in ENVIRONMENT.parse(text).find_all(nodes.Name))
    except TemplateSyntaxError:
        return frozenset()


def _all(node: nodes.Node, line: int) -> Iterator[tuple[nodes.Node, int]]:
    """Each node with its line; of one that has none, that of the node around it."""
    line = node.lineno or line
    yield node, line
    for child in node.iter_child_nodes():
        yield from _all(child, line)


def _misuse(
    node: nodes.Node, allowed: tuple[type[nodes.Node], ...], known: frozenset[str], *, letter: bool
) -> str:
    if not isinstance(node, allowed):
        named = SAID.get(type(node), f"an expression ({type(node).__name__})")
        return f"{named} has no place in a template"
    match node:
        case nodes.Name(name=name) if name not in known:
            return f"no such variable: {name}; there are {', '.join(sorted(known))}"
        case nodes.Filter(name=name) if name not in FILTERS:
            return f"no such filter: {name}; there are {', '.join(sorted(FILTERS))}"
        case nodes.Filter(args=args, kwargs=kwargs) if args or kwargs:
            return "a filter is given nothing in brackets"
        case nodes.CondExpr(expr2=None):
            return "an if within {{ }} needs its else"
        case nodes.Getattr(attr=attr) if attr not in METHODS:
            return f"no such attribute: {attr}; there are {', '.join(sorted(METHODS))}"
        case nodes.Call(node=called) if not isinstance(called, nodes.Getattr):
            return "only methods of texts and tables can be called"
        case nodes.Operand(op=op) if letter and op not in LETTER_COMPARISONS:
            return "values are compared by == and != only"
    return ""
