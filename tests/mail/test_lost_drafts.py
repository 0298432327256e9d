"""Drafts on servers that lose the answer, refuse, or lack an extension (failures.md E1, E2)."""

import pytest

from agent.errors import OwnerError, Temporary, Uncertain
from agent.ports import Lying
from tests.mail import scripted
from tests.mail.conftest import a_mail
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

DRAFT = a_mail("Thank you", message_id="<c0ffee@home.example>")


def lost_before_the_answer(dialogue: Dialogue, tag: bytes) -> None:
    scripted.take_literal(dialogue)
    raise scripted.HangUp


def silent_after_the_literal(dialogue: Dialogue, tag: bytes) -> None:
    scripted.take_literal(dialogue)
    silence(dialogue, tag)


def half_an_answer(dialogue: Dialogue, tag: bytes) -> None:
    scripted.take_literal(dialogue)
    dialogue.send(tag + b" OK [APPENDU")
    raise scripted.HangUp


def test_a_question_mail_whose_answer_was_lost_is_uncertain() -> None:
    with (
        mailbox_at(ScriptedServer({b"APPEND": lost_before_the_answer})) as mailbox,
        pytest.raises(Uncertain, match="may lie"),
    ):
        mailbox.append_to_inbox(DRAFT)


@pytest.mark.parametrize(
    "fault", [lost_before_the_answer, silent_after_the_literal, half_an_answer, silence, hangs_up]
)
def test_a_draft_whose_answer_was_lost_is_uncertain(fault: Answer) -> None:
    with (
        mailbox_at(ScriptedServer({b"APPEND": fault})) as mailbox,
        pytest.raises(Uncertain, match="may lie"),
    ):
        mailbox.append_draft(DRAFT)


def refused_after_the_literal(dialogue: Dialogue, tag: bytes) -> None:
    scripted.take_literal(dialogue)
    dialogue.send(tag + b" NO [OVERQUOTA] mailbox is full\r\n")


@pytest.mark.parametrize(
    "fault", [refuses(b"[OVERQUOTA] mailbox is full"), refused_after_the_literal]
)
def test_a_draft_that_the_server_refused_surely_is_not_there(fault: Answer) -> None:
    with (
        mailbox_at(ScriptedServer({b"APPEND": fault})) as mailbox,
        pytest.raises(Temporary, match="mailbox is full"),
    ):
        mailbox.append_draft(DRAFT)


def test_a_connection_that_died_unseen_before_the_draft_leaves_no_doubt() -> None:
    server = ScriptedServer({b"NOOP": hangs_up})

    with mailbox_at(server) as mailbox, pytest.raises(Temporary):
        mailbox.append_draft(DRAFT)

    assert server.literals == []


def test_a_draft_crosses_the_wire_once_and_unchanged() -> None:
    server = ScriptedServer()

    with mailbox_at(server) as mailbox:
        placed = mailbox.append_draft(DRAFT)

    assert server.literals == [DRAFT]
    assert (placed.uid, placed.uidvalidity) == (1, 7)
    assert [c for c in server.commands() if c.startswith(b"APPEND")] == [
        b'APPEND "Drafts" (\\Draft \\Seen) {%d}' % len(DRAFT)
    ]


def test_a_drafts_folder_in_another_language_is_named_as_the_server_names_it() -> None:
    lines = (b'LIST () "/" INBOX', b'LIST () "/" "Entw&APw-rfe"')
    server = ScriptedServer({b"LIST": answers(*lines)})

    with mailbox_at(server) as mailbox:
        mailbox.append_draft(DRAFT)

    assert any(c.startswith(b'APPEND "Entw&APw-rfe"') for c in server.commands())


def test_a_server_that_does_not_tell_the_place_is_believed_all_the_same() -> None:
    def quiet(dialogue: Dialogue, tag: bytes) -> None:
        scripted.take_literal(dialogue)
        dialogue.ok(tag)

    with mailbox_at(ScriptedServer({b"APPEND": quiet})) as mailbox:
        placed = mailbox.append_draft(DRAFT)

    assert (placed.uid, placed.uidvalidity) == (None, None)


def test_without_a_drafts_folder_the_owner_is_told_what_to_do() -> None:
    server = ScriptedServer({b"LIST": answers(b'LIST () "/" INBOX')})

    with mailbox_at(server) as mailbox, pytest.raises(OwnerError, match="save one draft"):
        mailbox.append_draft(DRAFT)


def test_drafts_that_do_not_all_come_are_no_empty_folder() -> None:
    server = ScriptedServer({b"EXAMINE": opened(exists=2, uidnext=3)})

    with mailbox_at(server) as mailbox, pytest.raises(Temporary, match="holds 2"):
        mailbox.drafts([])


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        (b"IMAP4rev1 UIDPLUS", [b"UID STORE 1 +FLAGS.SILENT (\\Deleted)", b"UID EXPUNGE 1"]),
        (b"IMAP4rev1 MOVE", [b'UID MOVE 1 "Trash"']),
        (b"IMAP4rev1", [b"UID STORE 1 +FLAGS.SILENT (\\Deleted)"]),
        (b"IMAP4rev1 UIDPLUS MOVE X-GM-EXT-1", [b'UID MOVE 1 "Trash"']),
    ],
    ids=["uidplus", "move only", "neither", "gmail"],
)
def test_a_draft_is_removed_by_number_or_not_at_all(
    capabilities: bytes, expected: list[bytes]
) -> None:
    fetched = b"1 FETCH (UID 1 FLAGS () BODY[] {%d}\r\n%s)" % (len(DRAFT), DRAFT)
    script = {
        b"CAPABILITY": answers(b"CAPABILITY " + capabilities),
        b"SELECT": opened(exists=1, uidnext=2),
        b"UID FETCH": answers(fetched),
        b"UID": answers(),
    }
    server = ScriptedServer(script)

    with mailbox_at(server) as mailbox:
        assert mailbox.remove_draft(Lying(1, 7, "<c0ffee@home.example>", DRAFT))

    changes = (b"UID STORE", b"UID EXPUNGE", b"UID MOVE", b"EXPUNGE", b"CLOSE")
    assert [c for c in server.commands() if c.startswith(changes)] == expected
