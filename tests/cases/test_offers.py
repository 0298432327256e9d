"""Letters that the owner may want are named where they fit, and never drafted unasked."""

from dataclasses import replace
from datetime import datetime

from agent.cases.case import Case, Step, Wish
from agent.cases.decide import decide
from agent.cases.offers import offers
from agent.cases.plan import Write
from agent.reading.facts import Kind, Reading, Sign
from tests.cases.builders import POLICY, a_reading, an_invitation, at
from tests.cases.test_words import folded, silence, told

NO = a_reading(Kind.REJECTION, at(5), answers=True)


def elsewhere(*more: Reading) -> list[Case]:
    """Nordlicht is silent after the talk; another employer has made an offer on the 6th."""
    offer = of_werft(a_reading(Kind.OFFER, at(6), name="offer", answers=True))
    _, nordlicht = silence()
    readings = [offer, *more]
    [werft] = folded(readings)
    return [nordlicht, werft]


def of_werft(reading: Reading) -> Reading:
    return replace(reading, company="Werft", role="Welder")


def named(cases: list[Case], now: datetime) -> list[tuple[str | None, Step]]:
    return [(offer.case.company, offer.step) for offer in offers(cases, POLICY, now)]


def test_after_a_no_a_gracious_reply_is_offered_for_a_week() -> None:
    _, case = silence(NO)

    assert named([case], at(5, "12:00")) == [("Nordlicht", Step.GRACIOUS_REPLY)]
    assert named([case], at(13)) == []


def test_what_is_wished_already_is_not_offered() -> None:
    _, case = silence(NO)

    wished = replace(case, wishes=(Wish(Step.GRACIOUS_REPLY, at(5, "12:00")),))

    assert named([wished], at(5, "12:01")) == []


def test_no_reply_is_offered_to_who_wants_no_messages() -> None:
    _, case = silence(replace(NO, signs=NO.signs | {Sign.NO_CONTACT}))

    assert named([case], at(5, "12:00")) == []


def test_an_offer_alone_is_no_reason_to_withdraw_elsewhere() -> None:
    assert named(elsewhere(), at(7)) == []


def test_who_accepted_an_offer_is_offered_to_withdraw_elsewhere() -> None:
    own = a_reading(Kind.ACCEPTANCE, at(7), replies_to="offer", company="Werft")

    found = elsewhere(own)

    assert named(found, at(8)) == [("Nordlicht", Step.WITHDRAWAL)]


def test_who_says_to_have_accepted_an_offer_is_offered_the_same() -> None:
    nordlicht, werft = elsewhere()
    reading = of_werft(a_reading(Kind.OFFER, at(6), name="offer", answers=True))
    [werft] = folded([reading], told(werft, at(7), "accepted"))

    assert named([nordlicht, werft], at(8)) == [("Nordlicht", Step.WITHDRAWAL)]


def test_what_is_offered_is_not_drafted() -> None:
    _, case = silence(NO)

    plans = [decide(case, POLICY, at(day, "12:00")) for day in (5, 6, 9)]

    drafted = [a.key.step for plan in plans for a in plan.actions if isinstance(a, Write)]
    assert Step.GRACIOUS_REPLY not in drafted


def test_an_invitation_that_was_accepted_is_no_offer() -> None:
    own = a_reading(Kind.ACCEPTANCE, at(2), replies_to="invitation")
    [case] = folded([an_invitation(), own])
    other = replace(case, id="other", aliases=("other",))

    assert named([case, other], at(2, "12:00")) == []
