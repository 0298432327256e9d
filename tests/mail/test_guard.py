"""Nothing but one line of ASCII becomes part of a command (failures.md T2, H1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from imapclient import imap_utf7

from agent.mail import guard
from agent.mail.imap import ImapMailbox
from tests.dovecot import Account
from tests.mail.conftest import a_mail, read

HOSTILE = '<x@evil.example>"\r\nA9 DELETE "Jobs"\r\nA10 CREATE "Owned"\r\n'


@pytest.mark.parametrize(
    "text", [HOSTILE, "a\nb", "a\rb", "a\0b", "ä", "a\x7fb", "a\tb", "x" * 2000]
)
def test_what_is_not_one_line_of_ascii_does_not_pass(text: str) -> None:
    with pytest.raises(guard.Forbidden):
        guard.argument(text)


@given(some.text())
def test_whatever_passes_is_unchanged_and_harmless(text: str) -> None:
    try:
        passed = guard.argument(text)
    except guard.Forbidden:
        return
    assert passed == text
    assert all(32 <= ord(character) < 127 for character in passed)


@given(some.text(max_size=200))
def test_a_folder_name_that_passes_is_one_line_on_the_wire(name: str) -> None:
    try:
        wire = imap_utf7.encode(guard.folder_name(name))
    except (guard.Forbidden, UnicodeError):
        return
    assert all(32 <= byte < 127 for byte in wire)


@pytest.mark.dovecot
def test_commands_hidden_in_mail_reach_no_server(account: Account, mailbox: ImapMailbox) -> None:
    """H1."""
    account.create("Jobs")
    hidden = "=?utf-8?q?x=22=0D=0AA9_DELETE_=22Jobs=22=0D=0A?="
    account.deliver("INBOX", a_mail(hidden, message_id=hidden))
    before = account.folders()

    read(mailbox)
    mailbox.drafts([HOSTILE])

    assert account.folders() == before
    with pytest.raises(guard.Forbidden):
        mailbox.connect().search(f'HEADER Message-ID "{HOSTILE}"')
    assert account.folders() == before
