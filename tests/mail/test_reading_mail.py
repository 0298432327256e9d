"""Reading a real Dovecot: everything is found, nothing is changed."""

import pytest

from agent.mail.imap import ImapMailbox
from agent.ports import Arrival, Cursor, Folder, Role, Sighting
from tests.dovecot import Account
from tests.mail.conftest import INBOX, LONG_AGO, Opened, a_mail, days_ago, read, subjects

pytestmark = pytest.mark.dovecot


def test_reading_every_folder_changes_no_flag_and_no_byte(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("INBOX", a_mail("unread"))
    account.deliver("INBOX", a_mail("read on the phone"), flags=[rb"\Seen", rb"\Flagged"])
    account.deliver("Jobs", a_mail("large") + b"x" * 70_000)
    before = account.snapshot()

    arrivals = [a for folder in mailbox.folders() for a in read(mailbox, folder)[0]]
    mailbox.drafts(["<none@home.example>"])

    assert len(arrivals) == 3
    assert account.snapshot() == before


def test_mail_arrives_oldest_first_with_its_bytes_and_an_aware_instant(
    account: Account, mailbox: ImapMailbox
) -> None:
    received_at = days_ago(2).replace(microsecond=0)
    account.deliver("INBOX", a_mail("first"), received_at=received_at)
    account.deliver("INBOX", a_mail("second"))

    arrivals, _ = read(mailbox)

    assert subjects(arrivals) == ["first", "second"]
    assert arrivals[0].raw == a_mail("first")
    assert arrivals[0].received_at == received_at
    assert arrivals[0].received_at.utcoffset() is not None


def test_only_what_lies_above_the_cursor_is_read(account: Account, mailbox: ImapMailbox) -> None:
    account.deliver("INBOX", a_mail("known"))
    _, cursor = read(mailbox)
    account.deliver("INBOX", a_mail("new"))

    arrivals, after = read(mailbox, cursor=cursor)

    assert subjects(arrivals) == ["new"]
    assert after.last_uid == cursor.last_uid + 1


def test_a_quiet_folder_never_gives_its_last_message_again(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("INBOX", a_mail())
    _, cursor = read(mailbox)

    batches = [list(mailbox.new(INBOX, cursor, since=LONG_AGO)) for _ in range(20)]

    assert batches == [[]] * 20


def test_mail_of_before_the_first_start_is_left_alone_for_good(
    account: Account, mailbox: ImapMailbox
) -> None:
    """D6."""
    account.deliver("INBOX", a_mail("last year"), received_at=days_ago(365))
    account.deliver("INBOX", a_mail("last week"), received_at=days_ago(7))
    account.deliver("INBOX", a_mail("older, but moved here later"), received_at=days_ago(90))

    first, cursor = read(mailbox, since=days_ago(30))
    second, _ = read(mailbox, cursor=cursor, since=days_ago(30))

    assert subjects(first) == ["last week"]
    assert second == []


def test_after_forty_days_offline_nothing_is_missing_whatever_its_date(
    account: Account, mailbox: ImapMailbox
) -> None:
    _, cursor = read(mailbox)
    for days in (40, 3650, 0):
        account.deliver("INBOX", a_mail(f"{days} days ago"), received_at=days_ago(days))

    arrivals, _ = read(mailbox, cursor=cursor, since=days_ago(30))

    assert subjects(arrivals) == ["40 days ago", "3650 days ago", "0 days ago"]


def test_a_folder_that_was_numbered_anew_is_read_again(
    account: Account, mailbox: ImapMailbox
) -> None:
    jobs = Folder("Jobs", Role.OTHER)
    account.deliver("Jobs", a_mail("before"))
    _, cursor = read(mailbox, jobs)
    account.recreate("Jobs")
    account.deliver("Jobs", a_mail("after"))

    arrivals, after = read(mailbox, jobs, cursor, since=days_ago(30))

    assert subjects(arrivals) == ["after"]
    assert after.uidvalidity != cursor.uidvalidity


def test_numbers_that_went_back_make_the_cursor_worthless(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver("INBOX", a_mail("the only one"))
    _, cursor = read(mailbox)
    from_the_future = Cursor("INBOX", cursor.uidvalidity, last_uid=500)

    arrivals, after = read(mailbox, cursor=from_the_future)

    assert subjects(arrivals) == ["the only one"]
    assert after == cursor


def test_mail_removed_before_it_was_read_still_moves_the_cursor(
    account: Account, mailbox: ImapMailbox
) -> None:
    _, cursor = read(mailbox)
    account.deliver("INBOX", a_mail("came and went"))
    with account.client() as phone:
        phone.select_folder("INBOX")
        phone.delete_messages([1])
        phone.expunge()

    arrivals, after = read(mailbox, cursor=cursor)

    assert arrivals == []
    assert after.last_uid == 1


def test_more_mail_than_one_batch_comes_in_order_with_a_cursor_each(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver_all("INBOX", [a_mail(f"number {n}") for n in range(120)])

    batches = list(mailbox.new(INBOX, None, since=LONG_AGO))

    assert [batch.cursor.last_uid for batch in batches] == [50, 100, 120, 120]
    arrivals = [arrival for batch in batches for arrival in batch.arrivals]
    assert subjects(arrivals) == [f"number {n}" for n in range(120)]


def test_a_look_elsewhere_between_two_batches_does_no_harm(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver_all("INBOX", [a_mail(f"number {n}") for n in range(60)])
    batches = iter(mailbox.new(INBOX, None, since=LONG_AGO))

    first = next(batches)
    mailbox.drafts([])
    rest = [arrival for batch in batches for arrival in batch.arrivals]

    assert len(first.arrivals) + len(rest) == 60


def test_a_cursor_far_below_the_numbers_in_use_still_finds_all(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver_all("INBOX", [a_mail(f"number {n}") for n in range(3)])
    _, cursor = read(mailbox)
    account.deliver_all("INBOX", [a_mail("new")])

    arrivals, _ = read(mailbox, cursor=Cursor("INBOX", cursor.uidvalidity, last_uid=1))

    assert subjects(arrivals) == ["number 1", "number 2", "new"]


def test_a_folder_made_while_running_joins_by_itself(
    account: Account, mailbox: ImapMailbox
) -> None:
    before = {folder.name for folder in mailbox.folders()}
    account.deliver("Bewerbungen/Über uns & Zürich", a_mail("nested and not ASCII"))

    joined = [folder for folder in mailbox.folders() if folder.name not in before]

    assert [folder.name for folder in joined] == ["Bewerbungen/Über uns & Zürich"]
    assert subjects(read(mailbox, joined[0])[0]) == ["nested and not ASCII"]


def test_all_folders_are_watched_but_drafts_ours_and_the_excluded(
    account: Account, open_mailbox: Opened
) -> None:
    for name in ("Afterword/Approved", "Lists/Python", "Jobs"):
        account.create(name)
    mailbox = open_mailbox(exclude=("Lists",))

    names = [folder.name for folder in mailbox.folders()]

    assert names[0] == "INBOX"
    assert sorted(names[1:]) == ["Archive", "Jobs", "Junk", "Sent", "Trash"]


def test_mail_delivered_while_a_folder_is_open_is_seen_at_the_next_look(
    account: Account, mailbox: ImapMailbox
) -> None:
    """B2."""
    _, cursor = read(mailbox)
    account.deliver("INBOX", a_mail("the answer"))

    arrivals, _ = read(mailbox, cursor=cursor)

    assert subjects(arrivals) == ["the answer"]


def place_of(arrival: Arrival, uidvalidity: int) -> Sighting:
    return Sighting(arrival.folder.name, uidvalidity, arrival.uid)


@pytest.mark.parametrize("raw", [a_mail(), a_mail() + b"x" * 70_000], ids=["small", "large"])
def test_a_mail_that_was_set_aside_is_fetched_again_without_a_trace(
    account: Account, mailbox: ImapMailbox, raw: bytes
) -> None:
    account.deliver("INBOX", raw, received_at=days_ago(20).replace(microsecond=0))
    [arrival], cursor = read(mailbox)
    before = account.snapshot()

    again = mailbox.fetch(INBOX, place_of(arrival, cursor.uidvalidity))

    assert again == arrival
    assert account.snapshot() == before


def test_a_mail_that_was_removed_is_not_there_to_fetch(
    account: Account, mailbox: ImapMailbox
) -> None:
    account.deliver_all("INBOX", [a_mail("removed"), a_mail("kept")])
    [arrival, _], cursor = read(mailbox)
    with account.client() as phone:
        phone.select_folder("INBOX")
        phone.delete_messages([arrival.uid])
        phone.expunge()

    assert mailbox.fetch(INBOX, place_of(arrival, cursor.uidvalidity)) is None


def test_another_mail_under_the_same_number_is_never_taken_for_it(
    account: Account, mailbox: ImapMailbox
) -> None:
    jobs = Folder("Jobs", Role.OTHER)
    account.deliver("Jobs", a_mail("before"))
    [arrival], cursor = read(mailbox, jobs)
    account.recreate("Jobs")
    account.deliver("Jobs", a_mail("another"))

    assert mailbox.fetch(jobs, place_of(arrival, cursor.uidvalidity)) is None
