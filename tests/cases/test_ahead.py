"""What would be written if no more mail came."""

from agent.cases.ahead import ahead
from agent.reading.facts import Kind
from tests.cases.builders import BERLIN, POLICY, a_reading, an_invitation, at, the_case


def coming(*readings: object, now: int = 2) -> list[tuple[str, str]]:
    case = the_case([an_invitation(), *readings])  # type: ignore[list-item]
    return [
        (write.key.step.value, f"{when.astimezone(BERLIN):%a %d %H:%M}")
        for when, _, write in ahead(case, POLICY, at(now, "12:00"))
    ]


def test_the_whole_cadence_is_seen_before_the_interview() -> None:
    assert coming() == [
        ("thank_you", "Tue 03 17:00"),
        ("follow_up", "Tue 10 10:00"),
        ("final_attempt", "Thu 19 10:00"),
    ]


def test_after_a_refusal_only_the_request_for_feedback_is_to_come() -> None:
    refused = a_reading(Kind.REJECTION, at(5, "11:00"), answers=True)

    assert coming(refused, now=5) == [("feedback_request", "Fri 06 10:00")]


def test_after_an_offer_nothing_is_to_come() -> None:
    assert coming(a_reading(Kind.OFFER, at(5), answers=True), now=6) == []
