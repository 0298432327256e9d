"""Mail that lies in files: an mbox, a Maildir with its folders, .eml files, or a folder of these.

One message at a time is in memory, however large the mailbox is.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agent.errors import OwnerError

LARGEST = 32 << 20  # bytes of one message; of more only the beginning is read
MBOX_SUFFIXES = frozenset({".mbox", ".mbx"})
MAILDIR_FOLDERS = frozenset({"cur", "new"})
SEPARATOR = re.compile(rb"From [^\r\n]{0,300}[0-9]:[0-9]{2}[^\r\n]{0,100}\r?\n?\Z|From -? ?\r?\n\Z")
FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|>?From ")
QUOTED = re.compile(rb">{1,20}From ")


@dataclass(frozen=True, slots=True)
class SavedMessage:
    name: str  # where it lies, for people: "inbox.mbox#3"
    raw: bytes


def saved_messages(path: Path) -> Iterator[SavedMessage]:
    """Every message below `path`, in the order of names. `OwnerError` if there is none."""
    found = False
    try:
        for file in _files(path):
            for message in _messages(file):
                found = True
                yield message
    except OSError as error:
        raise OwnerError(f"{error.filename or path} cannot be read: {error.strerror}.") from error
    if not found:
        raise OwnerError(f"{path} holds no mail: it should be an mbox, a Maildir or .eml files.")


def _files(path: Path) -> Iterator[Path]:
    """The files that hold mail, `path` itself if it is one."""
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.parent.name in MAILDIR_FOLDERS or _is_mail(file):
                yield file


def _is_mail(file: Path) -> bool:
    """By its name; a file without any, as Thunderbird keeps its folders, by how it begins."""
    suffix = file.suffix.lower()
    if suffix or not file.is_file():
        return suffix in MBOX_SUFFIXES or suffix == ".eml"
    with file.open("rb") as content:
        return SEPARATOR.match(content.readline(500)) is not None


def _messages(file: Path) -> Iterator[SavedMessage]:
    with file.open("rb") as content:
        first = content.readline(500)
        content.seek(0)
        if file.suffix.lower() in MBOX_SUFFIXES or SEPARATOR.match(first):
            for number, raw in enumerate(split_mbox(content), start=1):
                yield SavedMessage(f"{file}#{number}", raw)
        elif raw := content.read(LARGEST):
            yield SavedMessage(str(file), raw)


def split_mbox(content: BinaryIO) -> Iterator[bytes]:
    """The messages of an mbox (RFC 4155), whether or not "From " is quoted in its texts.

    One begins with a line "From …" that bears a clock, after an empty line, before a header field.
    """
    lines: list[bytes] = []
    size, begun, after_empty = 0, False, True
    for line, following in _with_next(content):
        if after_empty and SEPARATOR.match(line) and FIELD.match(following):
            if begun:
                yield _joined(lines)
            lines, size, begun = [], 0, True
        elif begun and size < LARGEST:
            lines.append(line[1:] if QUOTED.match(line) else line)
            size += len(line)
        after_empty = not line.strip()
    if begun:
        yield _joined(lines)


def _with_next(content: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Each line with the one behind it; an endless line comes in pieces."""
    line = content.readline(LARGEST)
    while line:
        following = content.readline(LARGEST)
        yield line, following
        line = following


def _joined(lines: list[bytes]) -> bytes:
    """Without the empty line that stands before the next separator."""
    if lines and not lines[-1].strip():
        lines.pop()
    return b"".join(lines)
