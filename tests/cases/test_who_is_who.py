"""Who is who: the scenarios F-41 to F-59 that are no rule elsewhere yet."""

from dataclasses import replace
from datetime import datetime

import pytest

from agent.cases.bind import bind
from agent.cases.case import Step
from agent.cases.recipients import correspondent
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Address, Trust
from tests.cases.builders import (
    ANNA,
    PERSON,
    TOM,
    Done,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
    the_case,
    weeks,
)
from tests.reading.mail_of import Mail, verdict_of

MIA = Address("Mia Lund", "mia.lund@nordlicht.example")
IDA = Address("Ida Moe", "ida.moe@nordlicht.example")
JOBS = "jobs@nordlicht.example"
RELAY = Address("Anna Berg", "nordlicht+1f@relay.applicants.example")
FROM_AGENCY = {"signs": PERSON | {Sign.AGENCY}, "agency": "Staff"}


def new_thread(kind: Kind, received: datetime, **more: object) -> Reading:
    return a_reading(kind, received, replies_to="-", **more)  # type: ignore[arg-type]


def sizes(*readings: Reading) -> list[int]:
    return [len(group.readings) for group in bind(readings)]


def to(done: list[Done], step: Step) -> list[str]:
    return [d.to for d in done if d.what == step]


def test_one_domain_makes_two_names_of_an_employer_one() -> None:
    """F-43: brand and parent company write from one domain."""
    parent = new_thread(Kind.HOLDING, at(9), sender=IDA, company="Polar Holding", role=None)

    assert sizes(an_invitation(replies_to="-"), parent) == [2]


def test_two_names_of_an_employer_that_nothing_ties_stay_two() -> None:
    """F-43: the job alone is no tie, and whoever wrote under the other name is not written to."""
    eve = Address("Eve Dahl", "eve.dahl@polar.example")
    parent = new_thread(Kind.HOLDING, at(9), sender=eve, company="Polar Holding")
    mails = [an_invitation(replies_to="-"), parent]

    done = weeks(mails, until=at(31))

    assert sizes(*mails) == [1, 1]
    assert eve.address not in [d.to for d in done]


def test_of_two_recruiters_of_an_agency_the_newest_is_asked() -> None:
    """F-46."""
    olivia = Address("Olivia Stone", "olivia@staff.example")
    damian = Address("Damian Cole", "damian@staff.example")
    first = an_invitation(sender=olivia, **FROM_AGENCY)
    later = a_reading(Kind.HOLDING, at(4), sender=damian, **FROM_AGENCY)  # type: ignore[arg-type]

    done = weeks([first, later], until=at(20))

    assert to(done, Step.FOLLOW_UP) == [damian.address]


def through_a_relay(**more: object) -> Reading:
    """A system hands the mail on; an answer to its relay reaches Anna."""
    system = Address("Anna Berg", "no-reply@relay.applicants.example")
    fields: dict[str, object] = {
        "sender": system,
        "contact": RELAY,
        "system": "applicants",
        "events": (),
        "interviews": (an_interview(),),
        "interviewers": ("Anna Berg",),
    }
    fields.update(more)
    mail = an_invitation(**fields)
    return replace(mail, envelope=replace(mail.envelope, reply_to=(RELAY,)))


def test_a_relay_of_a_known_system_is_written_to() -> None:
    """F-48."""
    done = weeks([through_a_relay()], until=at(10, "12:00"))

    assert [(d.what, d.to) for d in done] == [
        ("thank_you", RELAY.address),
        ("follow_up", RELAY.address),
    ]


UNTRUSTED = {
    "a domain never seen there": through_a_relay(system=None),
    "a mail that fails DMARC": through_a_relay(trust=Trust.FAILED),
}


@pytest.mark.parametrize("mail", UNTRUSTED.values(), ids=UNTRUSTED)
def test_another_reply_to_is_not_written_to(mail: Reading) -> None:
    """I1. The near miss of F-48."""
    mail = replace(mail, envelope=replace(mail.envelope, from_=(TOM,)))

    done = weeks([mail], until=at(31))

    assert RELAY.address not in [d.to for d in done]


def test_where_a_reply_to_is_not_trusted_its_sender_is_answered() -> None:
    mail = through_a_relay(system=None)
    mail = replace(mail, envelope=replace(mail.envelope, from_=(ANNA,)))

    done = weeks([mail], until=at(10, "12:00"))

    assert {d.to for d in done} == {ANNA.address}


def test_an_assistant_who_only_arranges_gets_neither_thanks_nor_follow_up() -> None:
    """F-49."""
    wish = an_invitation(events=(), interviews=(), interviewers=())
    arranged = a_reading(
        Kind.CONFIRMATION,
        at(2),
        sender=IDA,
        signs=frozenset({Sign.BY_PERSON}),
        events=(replace(an_event(), organizer=None),),
        interviews=(an_interview(uid="uid-1"),),
        interviewers=("Tom Falk",),
    )

    done = weeks([wish, arranged], until=at(10, "12:00"))

    assert [(d.what, d.to) for d in done] == [
        ("thank_you", TOM.address),
        ("follow_up", ANNA.address),
    ]


def test_of_a_panel_of_four_two_get_a_note_and_two_are_thanked_in_one() -> None:
    """F-50."""
    names = ("Tom Falk", "Mia Lund", "Per Holt", "Eva Sand")
    panel = an_invitation(events=(an_event(guests=(TOM, MIA)),), interviewers=names)

    done = weeks([panel], until=at(4))

    assert to(done, Step.THANK_YOU) == [TOM.address, MIA.address, ANNA.address]


def an_update(*guests: Address) -> Reading:
    return a_reading(
        Kind.CONFIRMATION,
        at(2),
        name="update",
        events=(an_event(sequence=1, guests=guests),),
        interviews=(an_interview(uid="uid-1"),),
    )


def test_who_was_taken_off_the_calendar_entry_is_not_thanked() -> None:
    """F-52: Mia stands in for Tom."""
    done = weeks([an_invitation(), an_update(MIA)], until=at(4))

    assert to(done, Step.THANK_YOU) == [MIA.address]


def test_an_update_that_shows_no_guests_takes_nobody_off() -> None:
    """The near miss of F-52: many calendars hide them."""
    done = weeks([an_invitation(), an_update()], until=at(4))

    assert to(done, Step.THANK_YOU) == [TOM.address]


def test_a_guest_who_accepts_takes_nobody_off() -> None:
    """The near miss of F-52: a calendar reply lists who replies alone."""
    both = an_invitation(
        events=(an_event(guests=(TOM, MIA)),), interviewers=("Tom Falk", "Mia Lund")
    )
    accepts = a_reading(
        Kind.REPLY,
        at(2),
        sender=TOM,
        signs=frozenset(),
        events=(replace(an_event(guests=(TOM,), stamp_at=at(2)), method="REPLY"),),
    )

    done = weeks([both, accepts], until=at(4))

    assert to(done, Step.THANK_YOU) == [TOM.address, MIA.address]


def test_who_prefers_another_way_than_mail_gets_nothing_after_the_thanks() -> None:
    """F-53."""
    text = "Thank you for the talk. Please connect with me on LinkedIn and do not write e-mails."
    wish = a_reading(Kind.CONFIRMATION, at(2), signs=PERSON | {Sign.NO_CONTACT})

    done = weeks([an_invitation(), wish], until=at(31, "12:00"))

    assert Sign.NO_CONTACT in verdict_of(Mail("Our talk", text)).signs
    assert [d.what for d in done] == ["thank_you", "closed no_answer"]


@pytest.mark.parametrize(
    "sender", ["Lars Holm <larsholm@gmail.com>", "Lars Holm <lars.holm@nordlicht.example>"]
)
def test_a_friend_who_hears_that_it_looks_good_is_no_answer(sender: str) -> None:
    """F-54."""
    text = "Hey Jo,\n\nI hear from my team that it looks good for you! Beer on Friday?\n\nLars"

    verdict = verdict_of(Mail("good news?", text, sender))

    assert (verdict.kind, verdict.answers) == (Kind.OTHER, False)


def test_at_the_owners_own_employer_a_colleagues_mail_is_not_drawn_in_by_the_domain() -> None:
    """F-57."""
    at_work = Address("Ola Nord", "ola.nord@nordlicht.example")
    internal = an_invitation(replies_to="-", to=at_work, events=())
    colleague = new_thread(Kind.REPLY, at(9), sender=IDA, to=at_work, company=None, role=None)

    assert sizes(internal, colleague) == [1, 1]


def test_two_small_firms_that_write_from_the_same_free_mail_are_two_cases() -> None:
    """F-58."""
    pia = Address("Pia Holm", "piaholm@gmail.com")
    per = Address("Per Sand", "persand@gmail.com")
    bakery = an_invitation(replies_to="-", sender=pia, company="Holm Bakery", events=())
    garage = new_thread(Kind.INVITATION, at(2), sender=per, company="Sand Garage", role="Mechanic")

    assert sizes(bakery, garage) == [1, 1]


def test_a_recruiter_who_writes_from_free_mail_is_answered_there() -> None:
    """F-58: a draft, which the owner reads before it goes."""
    pia = Address("Pia Holm", "piaholm@gmail.com")
    bakery = an_invitation(sender=pia, events=(), interviews=(an_interview(),), interviewers=())

    done = weeks([bakery], until=at(10, "12:00"))

    assert {d.to for d in done} == {pia.address}


def test_a_shared_mailbox_is_addressed_by_the_name_of_who_signed_last() -> None:
    """F-59."""
    first = an_invitation(sender=Address("Anna Berg", JOBS))
    later = a_reading(Kind.HOLDING, at(4), sender=Address("Ida Moe", JOBS))

    (jobs,) = [p for p in the_case([first, later]).people if p.address == JOBS]

    assert jobs.name == "Ida Moe"


@pytest.mark.parametrize("shown", ["Anna", "", JOBS])
def test_a_shorter_form_of_a_name_does_not_replace_the_whole(shown: str) -> None:
    """The near miss of F-59."""
    first = an_invitation(sender=Address("Anna Berg", JOBS))
    later = a_reading(Kind.HOLDING, at(4), sender=Address(shown, JOBS))

    (jobs,) = [p for p in the_case([first, later]).people if p.address == JOBS]

    assert jobs.name == "Anna Berg"


SOMEBODY = Address("Rita Vale", "rita.vale@gmail.com")


def test_who_comes_in_from_free_mail_is_not_written_to_where_the_recruiter_is_known() -> None:
    stranger = a_reading(Kind.HOLDING, at(4), sender=SOMEBODY, answers=True)

    done = weeks([an_invitation(), stranger], until=at(20))

    assert to(done, Step.FOLLOW_UP) == [ANNA.address]


def test_where_the_owner_has_written_to_free_mail_it_is_answered() -> None:
    stranger = a_reading(Kind.REPLY, at(2), sender=SOMEBODY, name="came")
    own = a_reading(Kind.OWN_OTHER, at(2, "10:00"), to=SOMEBODY, replies_to="came")
    again = a_reading(Kind.HOLDING, at(4), sender=SOMEBODY, answers=True)

    done = weeks([an_invitation(), stranger, own, again], until=at(20))

    assert to(done, Step.FOLLOW_UP) == [SOMEBODY.address]


def test_a_mail_that_fails_its_checks_introduces_nobody_from_another_domain() -> None:
    """T1, S6: whoever knows the thread may answer into it; letters still go to who was there."""
    eve = Address("Anna Berg", "anna.berg@nordlicht-careers.example")
    forged = a_reading(Kind.REPLY, at(4), name="forged", sender=eve, trust=Trust.FAILED)

    person = correspondent(the_case([an_invitation(), forged]))

    assert person is not None
    assert person.address == ANNA.address
