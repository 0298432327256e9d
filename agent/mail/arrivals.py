"""What is new in one folder: UIDs above a cursor, fetched in order and without a trace.

Which UIDs exist is asked by fetching numbers, not by searching: some servers find nothing
(failures.md B12), others answer `n:*` with the last message again (D3). A date narrows the first
look only.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from imapclient.datetime_util import format_criteria_date

from agent.errors import Temporary
from agent.mail.connection import Connection, Fetched, Refused, Selected
from agent.mail.partial import WHOLE_UP_TO, fetch_large
from agent.ports import Arrival, Batch, Cursor, Folder, Role, Sighting

BATCH = 50
UIDS_AT_ONCE = (
    500  # longer command lines are refused (RFC 7162 §4), longer answers break clients (D5)
)
WIDEST_GAP = 20_000  # above this many unseen UIDs most were never given out: ask which exist
OVERVIEW = ("INTERNALDATE", "RFC822.SIZE", "FLAGS")
GMAIL, LABELS = "X-GM-EXT-1", "X-GM-LABELS"
SERVER_DAYS = timedelta(days=2)  # SINCE goes by the calendar of a server that may be anywhere


def new_in(
    connection: Connection, folder: Folder, cursor: Cursor | None, *, since: datetime
) -> Iterator[Batch]:
    """Batches, oldest first, each with the cursor that holds once it is stored.

    Without a valid cursor: what was received at or after `since`, and a cursor above everything
    else, so that old mail is never read. A changed UIDVALIDITY or a UIDNEXT that went back makes it
    invalid (D1, D2).
    """
    opened = connection.examine(folder.name)
    first_look = cursor is None or not _valid(cursor, opened)
    last = 0 if cursor is None or first_look else cursor.last_uid
    uids = _since(connection, opened, since) if first_look else _above(connection, opened, last)
    seen = _seen(connection, opened, uids)
    mail = (one for one in seen if not (folder.role is Role.ALL and _is_draft(one[1])))
    recent = (one for one in mail if not first_look or _received_at(one[1]) >= since)
    while batch := list(islice(recent, BATCH)):
        last = batch[-1][0]
        arrivals = tuple(_arrivals(connection, folder, opened, batch))
        yield Batch(arrivals, Cursor(folder.name, opened.uidvalidity, last))
    top = max(last, opened.uidnext - 1)
    if first_look or top > last:
        yield Batch((), Cursor(folder.name, opened.uidvalidity, top))


def fetch_again(connection: Connection, folder: Folder, where: Sighting) -> Arrival | None:
    """One message by its UID; None if it is gone, or numbered anew (D1)."""
    opened = connection.examine(folder.name)
    if opened.uidvalidity != where.uidvalidity:
        return None
    seen = connection.fetch([where.uid], _overview(connection)).get(where.uid)
    if seen is None:
        return None
    return next(iter(_arrivals(connection, folder, opened, [(where.uid, seen)])), None)


def _valid(cursor: Cursor, opened: Selected) -> bool:
    return cursor.uidvalidity == opened.uidvalidity and cursor.last_uid < opened.uidnext


def _above(connection: Connection, opened: Selected, last: int) -> Iterable[int]:
    if opened.uidnext - last > WIDEST_GAP:
        found = connection.search(f"UID {last + 1}:{opened.uidnext - 1}")
        return sorted(uid for uid in found if last < uid < opened.uidnext)
    return range(last + 1, opened.uidnext)


def _since(connection: Connection, opened: Selected, since: datetime) -> Iterable[int]:
    """What the server thinks is recent, and the newest UIDs whatever it thinks."""
    day = format_criteria_date((since.astimezone(UTC) - SERVER_DAYS).date()).decode()
    newest = range(max(1, opened.uidnext - UIDS_AT_ONCE), opened.uidnext)
    return sorted({*connection.search(f"SINCE {day}"), *newest} if opened.exists else ())


Seen = tuple[int, Fetched]  # a UID, and its overview


def _seen(connection: Connection, opened: Selected, uids: Iterable[int]) -> Iterator[Seen]:
    """Those UIDs that exist, in order."""
    pending = iter(uids)
    while asked := list(islice(pending, UIDS_AT_ONCE)):
        _reopen(connection, opened)
        yield from sorted(connection.fetch(asked, _overview(connection)).items())


def _overview(connection: Connection) -> tuple[str, ...]:
    return (*OVERVIEW, LABELS) if connection.has(GMAIL) else OVERVIEW


def _is_labelled_sent(item: Fetched) -> bool:
    """On Gmail, where Sent is a label that Gmail itself gives."""
    return any(label.lower() == b"\\sent" for label in item.get(LABELS.encode()) or ())


def _is_draft(item: Fetched) -> bool:
    """Gmail's All Mail shows what lies in Drafts, too: not yet a mail of the owner's."""
    return any(flag.lower() == b"\\draft" for flag in item.get(b"FLAGS") or ())


def _reopen(connection: Connection, opened: Selected) -> None:
    """Between two batches the caller may have looked elsewhere."""
    if connection.selected is opened:
        return
    if connection.examine(opened.folder).uidvalidity != opened.uidvalidity:
        raise Temporary(f"The folder {opened.folder!r} was renumbered while it was read.")
    connection.selected = opened


def _received_at(item: Fetched) -> datetime:
    """INTERNALDATE in UTC; now, where the server gives none that can be read."""
    received_at = item.get(b"INTERNALDATE")
    return received_at.astimezone(UTC) if received_at else datetime.now(UTC)


def _arrivals(
    connection: Connection, folder: Folder, opened: Selected, batch: Sequence[Seen]
) -> Iterator[Arrival]:
    """The messages themselves; one that was removed meanwhile is left out."""
    _reopen(connection, opened)
    small = [uid for uid, item in batch if item.get(b"RFC822.SIZE", WHOLE_UP_TO) <= WHOLE_UP_TO]
    found = _whole(connection, small)
    for uid, item in batch:
        raw = found.get(uid) if uid in small else _part(connection, uid)
        if raw is not None:
            yield Arrival(folder, uid, _received_at(item), raw, _is_labelled_sent(item))


def _whole(connection: Connection, uids: Sequence[int]) -> dict[int, bytes]:
    """Bodies by UID. Where a server refuses a corrupt message for ever, they come singly (G2)."""
    try:
        found = connection.fetch(uids, ["BODY.PEEK[]"])
    except Refused:
        return {uid: raw for uid in uids if (raw := _single(connection, uid)) is not None}
    return {
        uid: item.get(b"BODY[]") or _in_two_pieces(connection, uid) for uid, item in found.items()
    }


def _single(connection: Connection, uid: int) -> bytes | None:
    try:
        item = connection.fetch([uid], ["BODY.PEEK[]"]).get(uid)
    except Refused:
        return _given_up(connection, uid)
    return None if item is None else item.get(b"BODY[]") or b""


def _part(connection: Connection, uid: int) -> bytes | None:
    try:
        return fetch_large(connection, uid)
    except Refused:
        return _given_up(connection, uid)


def _given_up(connection: Connection, uid: int) -> bytes:
    """Nothing, which is for the dead letters, if the server is well otherwise: its header comes."""
    connection.fetch([uid], ["BODY.PEEK[HEADER]"])
    return b""


def _in_two_pieces(connection: Connection, uid: int) -> bytes:
    """Some servers answer the whole with nothing (D11). What stays empty is a dead letter."""
    item = connection.fetch([uid], ["BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]"]).get(uid, {})
    return (item.get(b"BODY[HEADER]") or b"") + (item.get(b"BODY[TEXT]") or b"")
