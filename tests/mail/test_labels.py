"""On Gmail what was sent is known by a label: All Mail holds it beside what arrived."""

import pytest

from agent.ports import Folder, Role
from tests.mail.conftest import a_mail, read
from tests.mail.scripted import Dialogue, ScriptedServer, answers, mailbox_at, opened

ALL_MAIL = Folder("[Gmail]/All Mail", Role.ALL)
MAIL = a_mail("Re: How did it go?")


def a_server(labels: bytes, *, gmail: bool = True) -> ScriptedServer:
    """One message in All Mail, with these labels."""

    def fetch(dialogue: Dialogue, tag: bytes) -> None:
        if b"BODY.PEEK[]" in dialogue.server.lines[-1]:
            dialogue.ok(tag, b"1 FETCH (UID 1 BODY[] {%d}\r\n%s)" % (len(MAIL), MAIL))
            return
        told = b" X-GM-LABELS (%s)" % labels if gmail else b""
        when = b'INTERNALDATE "05-Mar-2026 16:10:00 +0000"'
        dialogue.ok(tag, b"1 FETCH (UID 1 %s RFC822.SIZE 99 FLAGS ()%s)" % (when, told))

    capabilities = b"IMAP4rev1 X-GM-EXT-1" if gmail else b"IMAP4rev1"
    return ScriptedServer(
        {
            b"CAPABILITY": answers(b"CAPABILITY " + capabilities),
            b"EXAMINE": opened(exists=1, uidnext=2),
            b"UID FETCH": fetch,
            b"UID SEARCH": answers(b"SEARCH 1"),
        }
    )


LABELS = [
    (b'"\\\\Inbox" "\\\\Sent" Jobs', True),
    (b"\\Inbox \\Sent", True),
    (b'"\\\\Inbox"', False),
    (b"Sent", False),
    (b"", False),
]


@pytest.mark.parametrize(("labels", "sent"), LABELS)
def test_only_gmails_own_label_says_that_it_was_sent(labels: bytes, sent: bool) -> None:
    with mailbox_at(a_server(labels)) as mailbox:
        [arrival], _ = read(mailbox, ALL_MAIL)

    assert arrival.labelled_sent is sent
    assert arrival.raw == MAIL


def test_no_other_server_is_asked_for_labels() -> None:
    server = a_server(b"", gmail=False)

    with mailbox_at(server) as mailbox:
        [arrival], _ = read(mailbox, ALL_MAIL)

    assert not arrival.labelled_sent
    assert not any(b"LABELS" in line for line in server.lines)
