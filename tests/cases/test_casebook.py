"""Which cases are owed a look: none is forgotten, whatever fails in between."""

from datetime import timedelta

from agent.cases.bind import Group
from agent.cases.case import Entry, EntryStatus, Key, Step
from agent.cases.casebook import Casebook
from agent.reading.facts import Kind
from tests.cases.builders import a_reading, an_invitation, at

NOW = at(3, "12:00")


def a_book() -> tuple[Casebook, Group]:
    book = Casebook()
    book.take([an_invitation()], [])
    [group] = book.owed(NOW)
    return book, group


def test_a_case_is_owed_until_it_is_done() -> None:
    book, group = a_book()

    again = book.owed(NOW)
    book.done(group.aliases)

    assert again == (group,)
    assert book.owed(NOW) == ()


def test_new_mail_and_a_changed_row_are_owed_again() -> None:
    book, group = a_book()
    book.done(group.aliases)

    book.row(
        Entry(Key(group.id, "uid-1", "", Step.THANK_YOU, "x@y.example"), EntryStatus.SENT, NOW)
    )
    by_row = book.owed(NOW)
    book.done(group.aliases)
    book.take([a_reading(Kind.HOLDING, at(5))], [])

    assert by_row == (group,)
    assert [len(one.readings) for one in book.owed(NOW)] == [2]


def test_a_look_that_failed_by_a_bug_of_ours_is_put_off_and_not_forgotten() -> None:
    book, group = a_book()

    book.put_off(group.id, NOW + timedelta(hours=1))

    assert book.owed(NOW) == ()
    assert book.owed(NOW + timedelta(hours=1)) == (group,)


def test_noise_owes_nothing() -> None:
    book, group = a_book()
    book.done(group.aliases)

    book.take([a_reading(Kind.BULK, at(5), replies_to="-", company=None, role=None)], [])

    assert book.owed(NOW) == ()
