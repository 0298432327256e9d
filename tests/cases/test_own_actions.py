"""What the owner does: the scenarios F-60 to F-72 that are no rule elsewhere yet."""

from dataclasses import replace
from datetime import timedelta

from agent.cases.case import Entry, EntryStatus, Key, Step
from agent.cases.event import Event, Happening
from agent.cases.reasons import Reason
from agent.cases.sent import sent
from agent.reading.facts import Held, Kind
from tests.cases.builders import (
    ANNA,
    TOM,
    a_reading,
    an_invitation,
    at,
    closings,
    steps,
    the_case,
    weeks,
)
from tests.jobs.fakes import INBOX, SENT
from tests.letters import NADIA, ROBIN, london, mail
from tests.peers.letters import FOLLOW_UP_DUE, LATER, drafted, invited, status, thanked

DECLINED_ON = london("2026-03-12 12:00")


def own(text: str, *, answers: str) -> bytes:
    """A mail of Robin's to Nadia, who offered the job."""
    return mail(
        f"Dear Nadia,\n\n{text}\n\nBest wishes,\nRobin\n",
        at=FOLLOW_UP_DUE,
        message_id="<own@ashby.example>",
        subject="Re: Your offer",
        sender=ROBIN,
        to=NADIA,
        reply_to=answers,
    )


def closed(events: tuple[Event, ...]) -> list[str]:
    return [event.reason for event in events if event.event is Happening.CLOSED]


def test_thanks_written_by_hand_to_the_wrong_person_are_not_written_again() -> None:
    """F-60: whoever of the firm they reached, the interview has been thanked for."""
    thanks = a_reading(Kind.THANK_YOU, at(3, "16:00"))

    done = weeks([an_invitation(), thanks], until=at(9))

    assert TOM.address not in [d.to for d in done]


def test_a_letter_of_ours_makes_no_talk_of_the_weekday_that_it_names() -> None:
    """It says "on Friday", by the interview's own clock; the owner's shows Thursday still."""
    invitation = an_invitation()
    made = at(3, "18:00")
    key = Key("", "uid-1", "", Step.THANK_YOU, TOM.address)
    ours = Entry(key, EntryStatus.SENT, made, made_at=made, message_id="<ours@example>")
    letter = a_reading(Kind.THANK_YOU, made, name="ours", to=TOM, held=Held(at(1).date(), None))

    case = the_case([invitation, letter], [ours])

    assert [r.on for r in case.rounds] == [at(3).date()]


def test_a_follow_up_that_the_owner_deletes_is_not_made_again_and_has_no_final_attempt() -> None:
    """F-63: no_answer ten business days later."""
    agent = thanked()
    agent.at(FOLLOW_UP_DUE)

    agent.mailbox.in_drafts.clear()
    agent.at(DECLINED_ON)
    agent.at(DECLINED_ON + timedelta(minutes=15))
    rest = [event for now in LATER for event in agent.at(now)]

    assert status(agent, Step.FOLLOW_UP) is EntryStatus.DECLINED
    assert drafted(tuple(rest)) == []
    assert closed(tuple(rest)) == [Reason.NO_ANSWER]


def test_who_tells_that_they_took_another_offer_has_withdrawn_here() -> None:
    """F-65, F-66: this case ends; others go on until the owner speaks of them."""
    agent = thanked()
    text = "I have accepted another offer and would like to withdraw my application."

    agent.mailbox.deliver(SENT, own(text, answers="<ours-0@ashby.example>"), FOLLOW_UP_DUE)
    events = agent.at(FOLLOW_UP_DUE)

    assert closed(events) == [Reason.WITHDRAWN]
    assert drafted(events) == []


def test_a_withdrawal_ends_one_case_and_leaves_the_others() -> None:
    """F-66."""
    elsewhere = a_reading(
        Kind.INVITATION,
        at(1),
        replies_to="other",
        name="other",
        company="Southwind",
        role="Baker",
        sender=TOM,
    )
    withdrawal = a_reading(Kind.WITHDRAWAL, at(2), to=TOM, replies_to="other")

    done = weeks([an_invitation(replies_to="-"), elsewhere, withdrawal], until=at(11))

    assert closings(done) == [("closed withdrawn", "Mon 02.03.")]
    assert [what for what, _ in steps(done)] == ["thank_you", "follow_up"]


def test_after_an_offer_is_declined_nothing_is_written() -> None:
    """F-67: the owner writes the gracious closing, and it stays the last word."""
    agent = thanked()
    offer = mail(
        "Dear Robin,\n\nwe are pleased to offer you the position of Data Engineer at Larkspur\n"
        "Analytics.\n\nKind regards,\nNadia Brandt\n",
        at=london("2026-03-10 09:00"),
        message_id="<offer@larkspur.example>",
        subject="Your offer",
    )
    agent.mailbox.deliver(INBOX, offer, london("2026-03-10 09:00"))
    ended = closed(agent.at(london("2026-03-10 09:00")))

    no = own("thank you for the offer, which I have decided to decline.", answers="<offer@x>")
    agent.mailbox.deliver(SENT, no, FOLLOW_UP_DUE)
    rest = [event for now in (FOLLOW_UP_DUE, *LATER) for event in agent.at(now)]

    assert ended == [Reason.OFFERED]
    assert drafted(tuple(rest)) == []


def test_after_a_week_asleep_only_what_still_makes_sense_is_drafted() -> None:
    """C10, L2. F-68, F-100: thanks are too late by then, the follow-up is not."""
    agent = invited()

    events = agent.at(london("2026-03-13 11:00"))

    assert drafted(events) == [Step.FOLLOW_UP]
    assert [e.reason for e in events if e.event is Happening.SKIPPED] == [Reason.TOO_LATE]


def test_another_letter_in_the_thread_of_a_draft_that_is_gone_is_not_that_draft() -> None:
    """The thank-you was declined on Wednesday, the follow-up is written by hand on Thursday."""
    key = Key("case", "r1", "", Step.THANK_YOU, ANNA.address)
    declined = Entry(
        key=key,
        status=EntryStatus.DECLINED,
        at=at(4, "12:00"),
        made_at=at(3, "17:00"),
        missed_at=at(4, "11:50"),
        subject="Re: Engineer at Nordlicht",
        message_id="<ours@example>",
    )
    asked = a_reading(Kind.FOLLOW_UP, at(5), subject="Re: Engineer at Nordlicht")
    as_it_went = replace(declined, missed_at=at(5, "09:05"))

    (by_hand,) = sent([asked], [declined]).attempts
    (ours,) = sent([asked], [as_it_went]).attempts

    assert (by_hand.step, by_hand.by_owner) == (Step.FOLLOW_UP, True)
    assert (ours.step, ours.by_owner) == (Step.THANK_YOU, False)
