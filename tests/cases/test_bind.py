"""Which messages belong to one opportunity, and which stay apart."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from agent.cases.bind import Binder, Group, bind
from agent.cases.case import Entry, EntryStatus, Key, Step
from agent.reading.facts import Evidence, Kind, Reading, Sign
from agent.reading.message import Address, Trust
from tests.cases.builders import (
    ANNA,
    PERSON,
    TOM,
    a_bounce,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
    the_case,
)

SYSTEM = Address("Nordlicht Careers", "no-reply@applicants.example")
FROM_SYSTEM = {"sender": SYSTEM, "system": "applicants", "signs": frozenset(), "contact": None}


def new_thread(kind: Kind, day: int, **more: object) -> Reading:
    return a_reading(kind, at(day), replies_to="-", **more)  # type: ignore[arg-type]


def sizes(*readings: Reading) -> list[int]:
    """How many messages each case has."""
    return [len(group.readings) for group in bind(readings)]


def test_a_reply_joins_by_either_thread_header() -> None:
    first = an_invitation(replies_to="-", name="one")
    stranger = Address("Eva", "eva@parent-company.example")
    by_references = new_thread(Kind.HOLDING, 5, sender=stranger, company=None, role=None)
    envelope = replace(by_references.envelope, references=("<one@example>",))

    assert sizes(first, replace(by_references, envelope=envelope)) == [2]


def test_an_answer_to_our_own_draft_joins() -> None:
    invitation = an_invitation(replies_to="-")
    case = the_case([invitation])
    key = Key(case.id, case.rounds[0].id, "", Step.FOLLOW_UP, ANNA.address)
    ours = Entry(key, EntryStatus.DRAFTED, at(10), at(10), message_id="<ours@example>")
    answer = a_reading(
        Kind.HOLDING, at(11), replies_to="ours", sender=Address("", "x@else.example"), company=None
    )

    groups = bind([invitation, answer], [ours])

    assert [len(group.readings) for group in groups] == [2]


def test_an_update_of_the_same_calendar_entry_joins() -> None:
    update = new_thread(
        Kind.RESCHEDULE, 2, events=(an_event(sequence=1),), company=None, role=None, sender=TOM
    )

    assert sizes(an_invitation(replies_to="-"), update) == [2]


def test_a_systems_mail_in_a_thread_of_its_own_joins_by_employer_and_role() -> None:
    rejection = new_thread(Kind.REJECTION, 9, **FROM_SYSTEM)

    assert sizes(an_invitation(replies_to="-"), rejection) == [2]


def test_the_employer_alone_is_enough_where_one_case_is_open() -> None:
    rejection = new_thread(Kind.REJECTION, 9, role=None, **FROM_SYSTEM)

    assert sizes(an_invitation(replies_to="-"), rejection) == [2]


def two_jobs() -> tuple[Reading, Reading]:
    one = an_invitation(replies_to="-", name="one")
    other = new_thread(Kind.INVITATION, 2, name="other", role="Accountant", sender=TOM)
    return one, other


def test_two_jobs_at_one_employer_stay_two() -> None:
    assert sizes(*two_jobs()) == [1, 1]


def told_by_calendar(role: str, day: int, confidence: float) -> Reading:
    """Anna's invitation, whose calendar entry alone names the job."""
    evidence = Evidence("role", f"Interview {role} - Nordlicht", "role.subject", confidence)
    event = an_event(f"uid-{day}")
    return new_thread(
        Kind.INVITATION, day, role=role, evidence=(evidence,), events=(event,), name=f"n{day}"
    )


def test_two_jobs_that_only_the_calendar_tells_stay_two_with_one_recruiter() -> None:
    engineer, baker = told_by_calendar("Engineer", 1, 0.97), told_by_calendar("Baker", 2, 0.97)

    assert sizes(engineer, baker) == [1, 1]


def test_what_an_appointment_is_called_makes_no_second_job_of_one_recruiters() -> None:
    first = new_thread(Kind.INVITATION, 1)

    assert sizes(first, told_by_calendar("Dispatch leads", 2, 0.75)) == [2]


def test_a_rejection_of_one_job_leaves_the_other_alone() -> None:
    one, other = two_jobs()
    rejection = new_thread(Kind.REJECTION, 9, role="Accountant", **FROM_SYSTEM)

    groups = bind([one, other, rejection])

    assert [[r.kind for r in group.readings] for group in groups] == [
        [Kind.INVITATION],
        [Kind.INVITATION, Kind.REJECTION],
    ]


def test_mail_that_fits_two_cases_alike_is_a_doubt_of_both() -> None:
    one, other = two_jobs()
    rejection = new_thread(Kind.REJECTION, 9, role=None, **FROM_SYSTEM)

    groups = bind([one, other, rejection])

    assert [len(group.readings) for group in groups] == [1, 1]
    assert [group.doubts for group in groups] == [(rejection,), (rejection,)]


def test_a_job_that_is_hardly_told_keeps_no_mail_of_one_recruiter_apart() -> None:
    """ "Als Ersatz biete ich Donnerstag an" is no job as a substitute."""
    unsure = (Evidence("role", "als Ersatz", "role.maybe", 0.4),)
    other_day = new_thread(Kind.RESCHEDULE, 2, role="Ersatz", evidence=unsure)

    assert sizes(an_invitation(replies_to="-"), other_day) == [2]


def test_different_requisitions_are_never_one_case() -> None:
    one = new_thread(Kind.ACKNOWLEDGEMENT, 1, requisition="R-1", **FROM_SYSTEM)
    other = new_thread(Kind.ACKNOWLEDGEMENT, 2, requisition="R-2", **FROM_SYSTEM)

    assert sizes(one, other) == [1, 1]


def test_look_alike_names_stay_two() -> None:
    north = an_invitation(replies_to="-")
    clinic = new_thread(
        Kind.INVITATION,
        2,
        company="Nordlicht Kliniken",
        sender=Address("Ben", "ben@nordlicht-kliniken.example"),
    )

    assert sizes(north, clinic) == [1, 1]


def test_a_person_of_the_case_joins_without_thread_or_name() -> None:
    reply = new_thread(Kind.HOLDING, 5, sender=TOM, company=None, role=None)

    assert sizes(an_invitation(replies_to="-"), reply) == [2]


def test_own_mail_joins_by_whom_it_is_written_to() -> None:
    thanks = new_thread(Kind.THANK_YOU, 4, to=TOM)

    assert sizes(an_invitation(replies_to="-"), thanks) == [2]


def test_a_bounce_joins_by_the_message_that_it_returns() -> None:
    thanks = new_thread(Kind.THANK_YOU, 4, to=Address("", "guessed@nordlicht.example"), name="own")
    bounce = a_bounce(at(4, "09:05"), "guessed@nordlicht.example", "<own@example>")

    assert sizes(an_invitation(replies_to="-"), thanks, bounce) == [3]


def test_noise_opens_nothing() -> None:
    """I11."""
    digest = new_thread(Kind.BULK, 1, company="Nordlicht")
    podcast = new_thread(Kind.OTHER, 1)
    scam = new_thread(Kind.INVITATION, 1, signs=frozenset({Sign.SCAM}))

    assert sizes(digest, podcast, scam) == []


def test_noise_that_comes_after_the_mail_that_answers_it_is_in_its_thread_all_the_same() -> None:
    digest = new_thread(Kind.BULK, 1, name="digest")
    answer = a_reading(Kind.HOLDING, at(2), replies_to="digest")
    binder = Binder()

    binder.add([answer])
    binder.add([digest])

    assert binder.groups() == bind([digest, answer])


def test_an_advertisement_of_the_employer_stays_outside() -> None:
    assert sizes(an_invitation(replies_to="-"), new_thread(Kind.BULK, 5)) == [1]


def outreach(**more: object) -> Reading:
    return new_thread(
        Kind.INVITATION,
        1,
        name="outreach",
        signs=PERSON | {Sign.AGENCY},
        sender=Address("Damian", "damian@staff.example"),
        agency="Staff",
        company=None,
        **more,
    )


def test_cold_outreach_opens_a_case_only_once_answered() -> None:
    answer = a_reading(Kind.OWN_OTHER, at(2), replies_to="outreach")

    assert sizes(outreach()) == []
    assert sizes(outreach(), answer) == [2]


def test_an_agency_that_speaks_of_a_talk_held_has_not_written_out_of_the_blue() -> None:
    """The near miss of K35: the owner has agreed by phone."""
    after = a_reading(
        Kind.HOLDING,
        at(4),
        sender=Address("Olivia", "olivia@agency.example"),
        replies_to="outreach",
        company=None,
        signs=PERSON | {Sign.AGENCY, Sign.TALK_HELD},
        agency="Agency",
    )

    assert sizes(outreach(), after) == [2]


def test_of_two_jobs_the_one_with_a_talk_is_meant_where_a_mail_speaks_of_one() -> None:
    """F-41: it names no job, but the other case has had no talk yet."""
    talked = an_invitation(replies_to="-")
    waiting = new_thread(Kind.ACKNOWLEDGEMENT, 1, name="waiting", role="Driver")
    after = {"role": None, "signs": PERSON | {Sign.TALK_HELD}}
    thanks_for_coming = new_thread(Kind.HOLDING, 4, **after)
    before_any_talk = new_thread(Kind.HOLDING, 2, **after)

    assert sizes(talked, waiting, thanks_for_coming) == [1, 2]
    assert sizes(talked, waiting, before_any_talk) == [1, 1]


def test_a_firm_that_the_owner_names_in_passing_keeps_no_case_apart() -> None:
    """What was read off own words unsurely is no other employer."""
    olivia = Address("Olivia", "olivia@agency.example")
    shared = {"sender": olivia, "signs": PERSON | {Sign.AGENCY}, "agency": "Agency"}
    first = new_thread(
        Kind.INVITATION, 1, name="first", company=None, interviews=(an_interview(),), **shared
    )
    unsure = Evidence("company", "at your convenience", "rule", 0.6)
    own = a_reading(Kind.FOLLOW_UP, at(10), to=olivia, replies_to="first", company="Convenience")
    later = new_thread(Kind.REJECTION, 12, **shared)

    assert sizes(first, replace(own, evidence=(unsure,)), later) == [3]
    assert sizes(first, own, later) == [2]  # told surely: then there are two clients


def test_the_agencys_and_the_employers_side_are_one_case() -> None:
    agency = new_thread(
        Kind.INVITATION,
        1,
        sender=Address("Olivia", "olivia@agency.example"),
        signs=PERSON | {Sign.AGENCY},
        agency="Agency",
        interviews=(an_interview(),),
        events=(an_event(),),
    )
    employer = new_thread(Kind.REJECTION, 9, sender=TOM)

    assert sizes(agency, employer) == [2]


def test_two_clients_of_one_agency_stay_two() -> None:
    olivia = Address("Olivia", "olivia@agency.example")
    shared = {"sender": olivia, "signs": PERSON | {Sign.AGENCY}, "agency": "Agency"}
    first = new_thread(Kind.INVITATION, 1, events=(an_event("a"),), **shared)
    second = new_thread(
        Kind.INVITATION, 2, company="Südwind", role="Baker", events=(an_event("b"),), **shared
    )

    assert sizes(first, second) == [1, 1]


def test_a_mail_that_binds_by_its_words_alone_is_a_doubt() -> None:
    words = new_thread(Kind.REJECTION, 9, sender=Address("Eve", "eve@somewhere.example"))

    (group,) = bind([an_invitation(replies_to="-"), words])

    assert len(group.readings) == 1
    assert group.doubts == (words,)


def test_a_forged_answer_may_only_hold() -> None:
    forged = a_reading(
        Kind.REJECTION, at(9), replies_to="invitation", trust=Trust.FAILED, answers=True
    )

    (group,) = bind([an_invitation(replies_to="-"), forged])

    assert group.doubts == (forged,)
    assert the_case([an_invitation(replies_to="-"), forged]).decision is None


def test_a_copied_message_id_does_not_hide_the_real_answer() -> None:
    copy = a_reading(Kind.BULK, at(8), name="answer")
    real = a_reading(Kind.REJECTION, at(9), name="answer", answers=True)
    copy = replace(copy, envelope=replace(copy.envelope, key="other"))

    case = the_case([an_invitation(), copy, real])

    assert case.decision is not None


def test_a_new_receipt_after_a_rejection_is_a_new_application() -> None:
    rejection = new_thread(Kind.REJECTION, 9, **FROM_SYSTEM)
    again = new_thread(Kind.ACKNOWLEDGEMENT, 20, **FROM_SYSTEM)

    assert sizes(an_invitation(replies_to="-"), rejection, again) == [2, 1]


def test_groups_do_not_depend_on_the_order_of_arrival() -> None:
    one, other = two_jobs()
    mails = [
        one,
        other,
        new_thread(Kind.REJECTION, 9, role="Accountant", **FROM_SYSTEM),
        new_thread(Kind.THANK_YOU, 4, to=ANNA),
        new_thread(Kind.HOLDING, 6, role=None, company=None, sender=TOM),
    ]
    expected = bind(mails)

    assert all(bind(order) == expected for order in permutations(mails))


def test_a_case_is_still_found_by_its_former_id_once_an_earlier_mail_comes() -> None:
    invitation = an_invitation()
    (former,) = bind([invitation])
    earlier = a_reading(Kind.ACKNOWLEDGEMENT, invitation.envelope.received_at - timedelta(days=3))

    (group,) = bind([invitation, earlier])

    assert isinstance(group, Group)
    assert group.id != former.id
    assert former.id in group.aliases


def test_own_mail_never_names_the_case() -> None:
    """Our reply may bear the same second as the mail that it answers."""
    invitation = an_invitation()
    own = a_reading(Kind.THANK_YOU, at(1, "10:00"), name="a", replies_to="invitation")

    (alone,) = bind([invitation])
    (both,) = bind([own, invitation])

    assert alone.id == both.id


def test_what_the_owner_writes_to_an_agency_keeps_no_case_apart() -> None:
    """The agency's domain spells its name; the client is known from elsewhere."""
    olivia = Address("Olivia", "olivia@agency-staff.example")
    shared = {"sender": olivia, "signs": PERSON | {Sign.AGENCY}, "agency": "Agency Staff"}
    first = new_thread(Kind.INVITATION, 1, interviews=(an_interview(),), **shared)
    second = new_thread(Kind.INVITATION, 9, name="second", company=None, **shared)
    own = a_reading(Kind.ACCEPTANCE, at(10), to=olivia, replies_to="second", company="Agency Staff")

    assert sizes(first, second, own) == [3]
