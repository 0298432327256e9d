"""The one gate for text that goes into an IMAP command (failures.md T2, H1).

IMAPClient 4.1 writes CR LF inside an argument to the wire as it is: a hostile header could delete a
folder. Nothing from mail is ever an argument here; folder names come from the server, and pass this
gate all the same.
"""

from imapclient import imap_utf7

from agent.errors import OwnerError

LONGEST = 1000  # octets: more than any folder name, far less than a line that servers refuse


class Forbidden(ValueError):
    """This text must not become part of a command. A bug of ours or an attack; never sent."""


def argument(text: str) -> str:
    """`text` itself if it is one line of printable ASCII; else raises `Forbidden`."""
    if len(text) > LONGEST:
        raise Forbidden(f"{len(text)} characters are too many for an IMAP argument")
    if not (text.isascii() and text.isprintable()):
        raise Forbidden("only printable ASCII may stand in an IMAP argument")
    return text


def folder_name(name: str) -> str:
    """`name` itself if its form on the wire (modified UTF-7, RFC 3501 §5.1.3) passes the gate."""
    argument(imap_utf7.encode(name).decode("latin-1"))
    return name


def credential(text: str, *, what: str) -> str:
    """A user name or password in one line; else an `OwnerError` that does not repeat it."""
    if not text or any(character in text for character in "\r\n\0"):
        raise OwnerError(f"The {what} is empty or holds a line break: check where it is kept.")
    return text
