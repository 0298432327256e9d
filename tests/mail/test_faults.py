"""What the wild does to a connection: each fault ends in the right error, and is got over."""

import logging
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from agent.errors import LoginRefused, Temporary
from agent.mail.imap import ImapMailbox
from agent.mail.server import Timeouts
from agent.ports import Cursor, Folder, Role
from tests.mail import scripted
from tests.mail.conftest import INBOX, LONG_AGO, read
from tests.mail.scripted import (
    Answer,
    Dialogue,
    ScriptedServer,
    answers,
    hangs_up,
    mailbox_at,
    opened,
    refuses,
    silence,
)

WHEN = b'INTERNALDATE "24-Nov-2026 10:00:00 +0000"'
NUMBER_5 = b"1 FETCH (UID 5 RFC822.SIZE 9 %s BODY[] {9}\r\nA: b\r\n\r\nc)" % WHEN


def half_a_line(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"* 1 EXI")
    raise scripted.HangUp


@pytest.mark.parametrize("fault", [silence, hangs_up, half_a_line, refuses(b"[SERVERBUG] oh")])
@pytest.mark.parametrize("command", [b"LIST", b"EXAMINE", b"UID SEARCH", b"UID FETCH", b"LOGIN"])
def test_trouble_at_any_command_is_temporary_and_quickly_known(
    command: bytes, fault: Answer
) -> None:
    """C6, C7."""
    script = {b"EXAMINE": opened(exists=1, uidnext=2), command: fault}
    started_at = time.monotonic()

    with mailbox_at(ScriptedServer(script)) as mailbox, pytest.raises(Temporary):
        for folder in mailbox.folders():
            read(mailbox, folder)

    assert time.monotonic() - started_at < 2


def test_after_trouble_the_next_call_makes_a_new_connection() -> None:
    faults = iter([hangs_up])
    dull = scripted.DULL[b"LIST"]
    server = ScriptedServer({b"LIST": lambda d, tag: next(faults, dull)(d, tag)})

    with mailbox_at(server) as mailbox:
        with pytest.raises(Temporary):
            mailbox.folders()
        names = [folder.name for folder in mailbox.folders()]

    assert names == ["INBOX", "Trash"]
    assert server.connections == 2


def test_no_connection_is_believed_for_ever() -> None:
    """C1."""
    server = ScriptedServer()
    mailbox = ImapMailbox(
        "127.0.0.1", server.port, "robin", lambda: "x", "plain", timeouts=Timeouts(session=0)
    )

    with server, closing(mailbox):
        mailbox.folders()
        read(mailbox)
        assert server.connections == 1
        mailbox.folders()

    assert server.connections == 2


def test_a_folder_that_cannot_be_opened_stops_the_pass_and_the_owner_learns_the_remedy() -> None:
    server = ScriptedServer({b'EXAMINE "Trash"': refuses(b"[NOPERM] not yours")})

    with mailbox_at(server) as mailbox:
        read(mailbox)
        with pytest.raises(Temporary, match=r"'Trash'.*NOPERM.*exclude_folders"):
            read(mailbox, Folder("Trash", Role.TRASH))


def test_new_mail_is_found_though_every_search_finds_nothing() -> None:
    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": answers(NUMBER_5)}

    for cursor in (None, Cursor("INBOX", 7, 4)):
        with mailbox_at(ScriptedServer(script)) as mailbox:
            arrivals, after = read(mailbox, cursor=cursor)
        assert [arrival.raw for arrival in arrivals] == [b"A: b\r\n\r\nc"]
        assert after.last_uid == 5


def test_a_server_that_tells_no_next_number_is_asked_for_the_highest() -> None:
    server = ScriptedServer(
        {
            b"EXAMINE": answers(b"1 EXISTS", b"OK [UIDVALIDITY 7] v"),
            b"UID SEARCH UID *": answers(b"SEARCH 5"),
            b"UID FETCH": answers(NUMBER_5),
        }
    )

    with mailbox_at(server) as mailbox:
        arrivals, after = read(mailbox, cursor=Cursor("INBOX", 7, 4))
        again = list(mailbox.new(INBOX, after, since=LONG_AGO))
        old_only, first = read(mailbox, since=datetime.now(UTC))

    assert len(arrivals) == 1
    assert again == []
    assert (old_only, first.last_uid) == ([], 5)


def test_answers_to_no_question_of_ours_are_left_aside() -> None:
    foreign = (b"9 FETCH (FLAGS (\\Seen))", b"8 FETCH (UID 3 FLAGS ())", b"4 EXPUNGE")
    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": answers(*foreign, NUMBER_5)}

    with mailbox_at(ScriptedServer(script)) as mailbox:
        arrivals, _ = read(mailbox, cursor=Cursor("INBOX", 7, 4))

    assert [arrival.uid for arrival in arrivals] == [5]


def test_a_body_that_does_not_come_whole_is_asked_for_in_two_pieces() -> None:
    def by_item(dialogue: Dialogue, tag: bytes) -> None:
        asked = dialogue.server.lines[-1]
        if b"BODY.PEEK[TEXT]" in asked:
            dialogue.ok(
                tag, b"1 FETCH (UID 5 BODY[HEADER] {8}\r\nA: b\r\n\r\n BODY[TEXT] {1}\r\nc)"
            )
        elif b"BODY.PEEK[]" in asked:
            dialogue.ok(tag, b"1 FETCH (UID 5 BODY[] NIL)")
        else:
            dialogue.ok(tag, b"1 FETCH (UID 5 RFC822.SIZE 9 %s)" % WHEN)

    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": by_item}
    with mailbox_at(ScriptedServer(script)) as mailbox:
        arrivals, _ = read(mailbox, cursor=Cursor("INBOX", 7, 4))

    assert [arrival.raw for arrival in arrivals] == [b"A: b\r\n\r\nc"]


def test_a_draft_that_gmail_shows_in_all_mail_is_no_mail_yet() -> None:
    draft = NUMBER_5.replace(b"RFC822", b"FLAGS (\\Draft \\Seen) RFC822")
    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": answers(draft)}

    with mailbox_at(ScriptedServer(script)) as mailbox:
        in_all_mail, after = read(mailbox, Folder("[Gmail]/All Mail", Role.ALL))
        elsewhere, _ = read(mailbox, Folder("Jobs", Role.OTHER))

    assert in_all_mail == []
    assert after.last_uid == 5
    assert len(elsewhere) == 1


def corrupt_number_5(dialogue: Dialogue, tag: bytes) -> None:
    """As Exchange does: whatever holds the body of number 5 is refused."""
    asked = dialogue.server.lines[-1].partition(b"FETCH ")[2]
    both = [NUMBER_5, NUMBER_5.replace(b"1 FETCH (UID 5", b"2 FETCH (UID 6")]
    if asked.startswith(b"5") and b"BODY.PEEK[]" in asked:
        dialogue.send(tag + b" NO Server Unavailable. 15\r\n")
    else:
        dialogue.ok(tag, *both)


def test_a_message_that_the_server_cannot_give_does_not_keep_back_the_others() -> None:
    script = {b"EXAMINE": opened(exists=2, uidnext=7), b"UID FETCH": corrupt_number_5}

    with mailbox_at(ScriptedServer(script)) as mailbox:
        arrivals, after = read(mailbox, cursor=Cursor("INBOX", 7, 4))

    assert [(arrival.uid, arrival.raw) for arrival in arrivals] == [
        (5, b""),
        (6, b"A: b\r\n\r\nc"),
    ]
    assert after.last_uid == 6


def test_a_server_that_gives_no_message_at_all_is_tried_again_later() -> None:
    def only_sizes(dialogue: Dialogue, tag: bytes) -> None:
        refused = b"BODY" in dialogue.server.lines[-1]
        (refuses(b"try later") if refused else answers(NUMBER_5))(dialogue, tag)

    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": only_sizes}

    with mailbox_at(ScriptedServer(script)) as mailbox, pytest.raises(Temporary, match="try later"):
        read(mailbox, cursor=Cursor("INBOX", 7, 4))


def test_one_folder_with_a_broken_name_does_not_hide_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lines = (*scripted.FOLDERS, b'LIST () "/" "&&&"', b'LIST () "/" 2026', b'LIST () "/" "A &- B"')

    with mailbox_at(ScriptedServer({b"LIST": answers(*lines)})) as mailbox:
        names = [folder.name for folder in mailbox.folders()]

    assert names == ["INBOX", "Trash", "2026", "A & B"]
    assert "&&&" in caplog.text


def body_breaks_off(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"* 1 FETCH (UID 5 BODY[] {9}\r\n")
    dialogue.send(b"A: b\r\n\r\nc the secret offer\r\nthe secret offer\r\n")
    raise scripted.HangUp


def body_without_end(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"the secret offer")
    raise scripted.HangUp


@pytest.mark.parametrize("fault", [body_breaks_off, body_without_end])
def test_no_word_of_a_mail_stands_in_an_error(fault: Answer) -> None:
    script = {b"EXAMINE": opened(exists=1, uidnext=6), b"UID FETCH": fault}

    with mailbox_at(ScriptedServer(script)) as mailbox, pytest.raises(Temporary) as caught:
        read(mailbox, cursor=Cursor("INBOX", 7, 4))

    assert "secret" not in str(caught.value)


def test_the_password_stands_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    server = ScriptedServer({b"LOGIN": refuses(b"bad password open sesame")})

    with mailbox_at(server) as mailbox, pytest.raises(LoginRefused, match="refuses") as caught:
        mailbox.folders()

    assert "open sesame" not in caplog.text
    assert "open sesame" not in str(caught.value)
