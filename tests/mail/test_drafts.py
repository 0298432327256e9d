"""Our drafts in a real Drafts folder: put there once, taken away only while untouched."""

from dataclasses import replace

import pytest

from agent.mail.imap import ImapMailbox
from agent.ports import Place
from tests.dovecot import Account
from tests.mail.conftest import a_mail

pytestmark = pytest.mark.dovecot

OURS = "<c0ffee@home.example>"
DRAFT = a_mail("Thank you", message_id=OURS)


def test_a_draft_can_be_edited_and_counts_as_read(account: Account, mailbox: ImapMailbox) -> None:
    placed = mailbox.append_draft(DRAFT)

    (draft,) = account.messages("Drafts")
    assert draft.raw == DRAFT
    assert {rb"\Draft", rb"\Seen"} <= draft.flags
    assert placed.uid == 1
    assert placed.uidvalidity


def test_drafts_are_told_whole_if_ours_and_by_header_if_not(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("Drafts", a_mail("the owner's own", message_id="<own@home.example>"))
    mailbox.append_draft(DRAFT)

    own, ours = mailbox.drafts([OURS]).lying

    assert (ours.message_id, ours.raw) == (OURS, DRAFT)
    assert own.message_id == "<own@home.example>"
    assert own.raw.endswith(b"\r\n\r\n")
    assert b"See you" not in own.raw


def test_a_message_id_counts_byte_for_byte(account: Account, mailbox: ImapMailbox) -> None:
    account.deliver("Drafts", a_mail(message_id=f"<1{OURS[1:]}"))

    (draft,) = mailbox.drafts([OURS]).lying

    assert draft.message_id != OURS
    assert b"See you" not in draft.raw


def test_a_draft_marked_deleted_is_deleted(account: Account, mailbox: ImapMailbox) -> None:
    mailbox.append_draft(DRAFT)
    with account.client() as phone:
        phone.select_folder("Drafts")
        phone.delete_messages([1])

    assert mailbox.drafts([OURS]).lying == ()


def test_our_untouched_draft_is_removed_and_nothing_else(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("Drafts", a_mail("kept"))
    account.deliver("Drafts", a_mail("the owner's own deletion"), flags=[rb"\Deleted"])
    mailbox.append_draft(DRAFT)
    *_, ours = mailbox.drafts([OURS]).lying
    before = account.snapshot()

    removed = mailbox.remove_draft(ours)

    after = account.snapshot()
    assert removed
    assert after["Drafts"].keys() == before["Drafts"].keys() - {ours.uid}
    assert {**after, "Drafts": {}} == {**before, "Drafts": {}}


def test_a_draft_with_one_character_changed_is_never_removed(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("Drafts", DRAFT.replace(b"Tuesday", b"tuesday"))
    (edited,) = mailbox.drafts([OURS]).lying

    removed = mailbox.remove_draft(replace(edited, raw=DRAFT))

    assert not removed
    assert account.count("Drafts") == 1


def test_a_draft_that_is_gone_is_not_removed_twice(mailbox: ImapMailbox) -> None:
    mailbox.append_draft(DRAFT)
    (ours,) = mailbox.drafts([OURS]).lying

    assert mailbox.remove_draft(ours)
    assert not mailbox.remove_draft(ours)


def test_the_same_number_in_a_folder_made_anew_is_another_message(
    account: Account, mailbox: ImapMailbox
) -> None:
    mailbox.append_draft(DRAFT)
    (ours,) = mailbox.drafts([OURS]).lying
    account.recreate("Drafts")
    account.deliver("Drafts", DRAFT)

    assert not mailbox.remove_draft(ours)
    assert account.count("Drafts") == 1


def test_more_drafts_than_are_asked_for_at_once_are_all_told(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver_all("Drafts", [a_mail(message_id=f"<{n}@home.example>") for n in range(250)])
    mailbox.append_draft(DRAFT)

    lying = mailbox.drafts([OURS, "<7@home.example>"]).lying

    assert len(lying) == 251
    assert [draft.uid for draft in lying if b"See you" in draft.raw] == [8, 251]


def test_line_ends_that_the_server_would_change_are_refused(mailbox: ImapMailbox) -> None:
    with pytest.raises(ValueError, match="CRLF"):
        mailbox.append_draft(DRAFT.replace(b"\r\n", b"\n"))


def test_our_own_folders_are_made_once_and_never_read_as_mail(
    account: Account, mailbox: ImapMailbox
) -> None:
    mailbox.make_folders()
    mailbox.make_folders()

    assert {"Afterword/Approved", "Afterword/Skip"} <= account.folders()
    assert not any(folder.name.startswith("Afterword") for folder in mailbox.folders())


def test_a_draft_is_found_where_the_owner_has_moved_it_and_removed_there(
    account: Account, mailbox: ImapMailbox
) -> None:
    mailbox.make_folders()
    mailbox.append_draft(DRAFT)
    with account.client() as phone:
        phone.select_folder("Drafts")
        phone.move([1], "Afterword/Approved")

    (moved,) = mailbox.drafts([OURS]).lying
    removed = mailbox.remove_draft(moved)

    assert (moved.place, moved.raw) == (Place.APPROVED, DRAFT)
    assert removed
    assert account.messages("Afterword/Approved") == []


def test_a_question_mail_lies_in_the_inbox_unseen(account: Account, mailbox: ImapMailbox) -> None:
    mailbox.append_to_inbox(DRAFT)

    (question,) = account.messages("INBOX")
    assert question.raw == DRAFT
    assert question.flags & {rb"\Draft", rb"\Seen"} == set()
