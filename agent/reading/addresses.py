"""Address headers by a strict grammar of ours (failures.md H4): one addr-spec each, or none.

Two parsers that see two addresses in one field are how mail reaches the wrong person. So this one
accepts dot-atom local parts and LDH or IDNA domains (RFC 5322 §3.4.1, RFC 5890) and nothing else:
no quoted local parts, routes, literals, or text behind the closing bracket.
"""

import re
from collections.abc import Iterator

from agent.reading.headers import decode_words, one_line
from agent.reading.message import Address

_LIMIT = 200  # addresses in one field
_FIELD_LIMIT = 64_000  # characters of one field that are looked at
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
# One address as nearly all fields have it; whatever else stands in a field goes the long way.
_PLAIN = re.compile(
    r'(?:"(?P<quoted>[^"\\]*)"\s*|(?P<name>[^"<>@,;:()\\]*))'
    r'<(?P<in_angles>[^<>@\s,;:()"]+@[^<>@\s,;:()"]+)>|(?P<bare>[^<>@\s,;:()"]+@[^<>@\s,;:()"]+)'
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def addr_spec(text: str) -> str | None:
    """`text` as a lower-case local@domain, or None where the strict grammar refuses it."""
    local, at, domain = text.strip().lower().rpartition("@")
    if not at or len(text) > 320 or not _LOCAL.fullmatch(local):
        return None
    host = _ascii_domain(domain)
    return f"{local}@{host}" if host else None


def _ascii_domain(domain: str) -> str | None:
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = domain.split(".")
    return domain if len(domain) <= 253 and all(map(_LABEL.fullmatch, labels)) else None


def address_list(value: str) -> tuple[tuple[Address, ...], bool]:
    """The addresses of one field as it stands in the header, and whether all of it was understood.

    `value` is not yet decoded (RFC 2047): an encoded word can hide a name, never an address.
    """
    single = _PLAIN.fullmatch(value.strip()) if len(value) <= 1_000 else None
    if single and (plain := addr_spec(single["in_angles"] or single["bare"])):
        name = single["quoted"] if single["quoted"] is not None else single["name"]
        return (Address(_decoded(name or ""), plain),), True
    found: list[Address] = []
    clean = len(value) <= _FIELD_LIMIT
    for entry in _entries(value[:_FIELD_LIMIT]):
        address = _mailbox(entry)
        if address is None:
            clean = False
        elif len(found) < _LIMIT:
            found.append(address)
    return tuple(found), clean


Token = tuple[str, str]  # kind ("text", "quoted", "comment", "mark") and content

_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<mark>[<>,;:()\"])|(?P<text>[^<>,;:()"]+)', re.DOTALL
)


def _tokens(value: str) -> Iterator[Token]:
    depth, comment = 0, ""
    for match in _TOKEN.finditer(value):
        kind, content = match.lastgroup or "mark", match.group(match.lastgroup or 0)
        if kind == "mark" and content == "(":
            depth += 1
        elif kind == "mark" and content == ")" and depth:
            depth -= 1
            if depth == 0:
                yield "comment", comment
                comment = ""
        elif depth:
            comment += content
        else:
            yield kind, content
    if depth:
        yield "mark", "("  # never closed: the entry is refused


def _entries(value: str) -> Iterator[list[Token]]:
    """Split at commas; a group's name is dropped, its members count (RFC 5322 §3.4)."""
    entry: list[Token] = []
    angle = False
    for token in _tokens(value):
        if token in {("mark", "<"), ("mark", ">")}:
            angle = token[1] == "<"
        if angle or token[0] != "mark" or token[1] not in ",;:":
            entry.append(token)
            continue
        if token[1] != ":" and _substance(entry):
            yield entry
        entry = []
    if _substance(entry):
        yield entry


def _substance(entry: list[Token]) -> bool:
    return any(kind != "comment" and content.strip() for kind, content in entry)


def _mailbox(entry: list[Token]) -> Address | None:
    """`Name <a@b>`, `a@b (Name)` or `a@b`; None for anything else."""
    marks = [content for kind, content in entry if kind == "mark"]
    if not marks:
        return _bare(entry)
    if marks != ["<", ">"]:
        return None
    opening, closing = entry.index(("mark", "<")), entry.index(("mark", ">"))
    if (
        _substance(entry[closing + 1 :])
        or closing != opening + 2
        or entry[opening + 1][0] != "text"
    ):
        return None
    address = addr_spec(entry[opening + 1][1])
    return Address(_name(entry[:opening]), address) if address else None


def _bare(entry: list[Token]) -> Address | None:
    if any(kind == "quoted" for kind, _ in entry):
        return None
    address = addr_spec("".join(content for kind, content in entry if kind == "text"))
    comments = [token for token in entry if token[0] == "comment"]
    return Address(_name(comments), address) if address else None


def _name(tokens: list[Token]) -> str:
    words = (
        re.sub(r"\\(.)", r"\1", content) if kind == "quoted" else content
        for kind, content in tokens
    )
    return _decoded(" ".join(word.strip() for word in words))


def _decoded(name: str) -> str:
    return one_line(decode_words(name.strip())).strip("'\" ")[:200]
