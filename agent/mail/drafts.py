"""The Drafts folder: our drafts in, and out again if nobody has touched them.

The only place where anything is written by IMAP: here, and one question mail at a time into the
INBOX. One APPEND a draft, never a replacement (failures.md E3).
"""

import re
from collections.abc import Collection, Sequence
from imaplib import IMAP4

from agent.errors import AgentError, Temporary, Uncertain
from agent.mail import guard
from agent.mail.connection import Connection, Fetched
from agent.ports import Drafts, Lying, Placed

DRAFT_FLAGS = (b"\\Draft", b"\\Seen")  # in the APPEND itself: later is too late (E8)
DELETED = b"\\deleted"
HEADERS_AT_ONCE = 200
APPENDUID = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)  # RFC 4315 §3
MESSAGE_ID = re.compile(
    rb"^message-id:[ \t\r\n]*(<[^<>\r\n]{1,998}>)", re.IGNORECASE | re.MULTILINE
)


def append(
    connection: Connection, folder: str, raw: bytes, flags: Sequence[bytes] = DRAFT_FLAGS
) -> Placed:
    """Put a mail there. `Uncertain` once the server may have it and did not say so (E1)."""
    if b"\n" in raw.replace(b"\r\n", b""):
        raise ValueError("a mail has CRLF line ends, or the server would change its bytes")
    folder = guard.folder_name(folder)
    connection.check()
    try:
        with connection.doing(f"put a mail into {folder!r}") as client:
            answer: bytes = client.append(folder, raw, flags)
    except Temporary as error:
        if _refused(error):
            raise
        raise Uncertain(f"{error} The mail may lie in {folder!r}, or not.") from error
    told = APPENDUID.search(answer)
    return Placed(uid=int(told[2]), uidvalidity=int(told[1])) if told else Placed(None, None)


def _refused(error: AgentError) -> bool:
    """A tagged NO or BAD, as IMAPClient words it: the server surely has not taken it (D14)."""
    cause = error.__cause__
    if not isinstance(cause, IMAP4.error) or isinstance(cause, IMAP4.abort):
        return False
    return str(cause).lower().startswith(("append failed", "append command error: bad"))


def lying(connection: Connection, folder: str, message_ids: Collection[str]) -> Drafts:
    """All that lies there now, headers of all, whole where the Message-ID is one of these.

    Looked at by sequence number against the count that EXAMINE gave, so that a server which finds
    nothing is not mistaken for an empty folder (B12, D11). What is marked `\\Deleted` is deleted.
    """
    opened = connection.examine(folder)
    found = []
    for first in range(1, opened.exists + 1, HEADERS_AT_ONCE):
        numbers = range(first, min(first + HEADERS_AT_ONCE, opened.exists + 1))
        found += connection.fetch_by_number(numbers, ["FLAGS", "BODY.PEEK[HEADER]"])
    headers = {item[b"UID"]: item for item in found if item.get(b"BODY[HEADER]") is not None}
    if len(headers) != opened.exists:
        raise Temporary(f"{folder!r} holds {opened.exists} messages, but {len(headers)} came.")
    there = {uid: item for uid, item in headers.items() if not _deleted(item)}
    whole = _whole(connection, there, message_ids)
    return Drafts(
        opened.uidvalidity,
        tuple(
            Lying(
                uid=uid,
                uidvalidity=opened.uidvalidity,
                message_id=message_id(item[b"BODY[HEADER]"]),
                raw=whole.get(uid) or item[b"BODY[HEADER]"],
            )
            for uid, item in sorted(there.items())
        ),
    )


def _whole(
    connection: Connection, there: dict[int, Fetched], message_ids: Collection[str]
) -> dict[int, bytes]:
    ours = [uid for uid, item in there.items() if message_id(item[b"BODY[HEADER]"]) in message_ids]
    bodies = {
        uid: item[b"BODY[]"]
        for uid, item in connection.fetch(ours, ["BODY.PEEK[]"]).items()
        if item.get(b"BODY[]")
    }
    if len(bodies) != len(ours):
        raise Temporary("A draft of ours could not be fetched: it was there a moment ago.")
    return bodies


def _deleted(item: Fetched) -> bool:
    return any(flag.lower() == DELETED for flag in item.get(b"FLAGS", ()))


def message_id(header: bytes) -> str | None:
    """The first Message-ID, byte for byte; None if there is none that can be read."""
    found = MESSAGE_ID.search(header)
    return found[1].decode("ascii", "replace") if found else None


def remove(connection: Connection, folder: str, draft: Lying, *, trash: str | None) -> bool:
    """Remove exactly this message; False if it is not there, not the same, or numbered anew.

    By UID EXPUNGE (RFC 4315); into `trash` where that is given and MOVE is offered. Never a bare
    EXPUNGE, which would take the owner's own deleted mail with it.
    """
    opened = connection.select(folder)
    if opened.uidvalidity != draft.uidvalidity:
        return False
    item = connection.fetch([draft.uid], ["FLAGS", "BODY.PEEK[]"]).get(draft.uid, {})
    if item.get(b"BODY[]") != draft.raw or _deleted(item):
        return False
    moves = trash is not None and connection.has("MOVE")
    by_uid = connection.has("UIDPLUS")
    with connection.doing("remove a draft of ours") as client:
        if moves:
            client.move([draft.uid], guard.folder_name(trash or ""))
            return True
        client.add_flags([draft.uid], [b"\\Deleted"], silent=True)
        if by_uid:
            client.uid_expunge([draft.uid])
    return True
