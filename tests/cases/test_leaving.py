"""Which letters may leave, when, and what stands against it (domain.md B.5, S8, S11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.cases.case import Case, Entry, EntryStatus, Key, Mode, Step
from agent.cases.decide import decide
from agent.cases.leaving import leaves_alone, mode_of
from agent.cases.plan import Action, Ask, Drop, Fix, Send
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.word import Word
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Trust
from tests.cases.builders import ANNA, BERLIN, POLICY, TOM, a_reading, an_invitation, at, the_case
from tests.cases.test_words import folded, silence, told

ALLOWED = replace(POLICY, modes=dict.fromkeys(Step, Mode.APPROVE))
ALONE = replace(POLICY, modes=dict.fromkeys(Step, Mode.SEND))
OURS = "<ours@post.example>"


def a_letter(case: Case, status: EntryStatus, step: Step = Step.FOLLOW_UP, **more: object) -> Case:
    """The case with a letter of ours, made on Tuesday the 10th at ten; Tom was thanked before."""
    made = at(10, "10:00")
    thanks = Key(case.id, "uid-1", "", Step.THANK_YOU, TOM.address)
    key = Key(case.id, "uid-1", "", step, ANNA.address if step is Step.FOLLOW_UP else TOM.address)
    letter = Entry(key, status, made, made_at=made, message_id=OURS)
    rows = [replace(letter, **more)]  # type: ignore[arg-type]
    if step is not Step.THANK_YOU:
        rows.append(Entry(thanks, EntryStatus.SENT, at(3, "18:00"), made_at=at(3, "18:00")))
    return replace(case, entries=tuple(rows))


def approved(case: Case, **more: object) -> Case:
    """Approved on Tuesday the 10th at noon, as it lay in Drafts."""
    fields: dict[str, object] = {"approved_at": at(10, "12:00"), "lay_sha256": "aa", **more}
    return a_letter(case, EntryStatus.APPROVED, **fields)  # type: ignore[arg-type]


def doing(case: Case, now: object, policy: Policy = ALLOWED) -> list[type[Action]]:
    return [type(action) for action in decide(case, policy, now).actions]  # type: ignore[arg-type]


def why_dropped(case: Case, now: object, policy: Policy = ALLOWED) -> Reason:
    [drop] = decide(case, policy, now).actions  # type: ignore[arg-type]
    assert isinstance(drop, Drop)
    return drop.why.reason


def test_a_draft_that_was_approved_is_fixed() -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(10, "12:00"), "approve", OURS))

    assert doing(a_letter(case, EntryStatus.DRAFTED), at(10, "12:01")) == [Fix]
    assert doing(a_letter(case, EntryStatus.EDITED), at(10, "12:01")) == [Fix]


def test_approving_means_nothing_where_only_drafts_are_allowed() -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(10, "12:00"), "approve", OURS))

    assert doing(a_letter(case, EntryStatus.DRAFTED), at(10, "12:01"), POLICY) == []


def test_an_approved_letter_leaves() -> None:
    _, case = silence()

    assert doing(approved(case), at(10, "12:01")) == [Send]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at(10, "16:59"), True),
        (at(10, "17:00"), False),  # after hours
        (at(11, "08:59"), False),
        (at(11, "09:00"), True),
    ],
)
def test_a_follow_up_leaves_in_office_hours(now: object, leaves: bool) -> None:
    _, case = silence()

    assert doing(approved(case), now) == ([Send] if leaves else [])


def test_the_hours_are_those_of_where_it_is_received() -> None:
    """The interview is in Berlin, the owner lives in New York: at 9:30 in Berlin it is 3:30."""
    _, case = silence()
    elsewhere = replace(ALLOWED, zone=type(BERLIN)("America/New_York"))

    assert doing(approved(case), at(11, "09:30"), elsewhere) == [Send]
    assert doing(approved(case), at(10, "20:00"), elsewhere) == []


def test_a_thank_you_leaves_on_a_saturday_evening_but_not_at_night() -> None:
    _, case = silence()
    thanks = approved(case, step=Step.THANK_YOU, approved_at=at(7, "12:00"))

    assert doing(thanks, at(7, "19:30")) == [Send]
    assert doing(thanks, at(7, "20:30")) == []


def test_a_letter_that_waits_for_its_hour_is_woken_for_it() -> None:
    _, case = silence()

    plan = decide(approved(case), ALLOWED, at(10, "20:00"))

    assert plan.wake_at == at(11, "09:00")


def test_after_a_failed_try_it_waits() -> None:
    _, case = silence()
    tried = approved(case, tries=1, not_before=at(10, "12:30"))

    assert doing(tried, at(10, "12:29")) == []
    assert doing(tried, at(10, "12:30")) == [Send]


def test_two_business_days_after_the_approval_it_is_too_late() -> None:
    """L2: nothing leaves in a burst after a week without network."""
    _, case = silence()

    assert doing(approved(case), at(12, "16:00")) == [Send]
    assert why_dropped(approved(case), at(13, "09:00")) is Reason.TOO_LATE


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (a_reading(Kind.REJECTION, at(10, "12:30")), Reason.REJECTED),
        (a_reading(Kind.HOLDING, at(10, "12:30")), Reason.ANSWERED),
        (
            a_reading(
                Kind.HOLDING, at(10, "12:30"), signs=frozenset({Sign.ON_HOLD, Sign.BY_PERSON})
            ),
            Reason.ON_HOLD,
        ),
        (a_reading(Kind.FOLLOW_UP, at(10, "12:30")), Reason.DONE_BY_OWNER),
    ],
    ids=["a refusal", "an answer", "a freeze", "a mail of the owner's own"],
)
def test_after_an_answer_it_does_not_leave(mail: Reading, reason: Reason) -> None:
    _, case = silence(mail)

    assert why_dropped(approved(case), at(10, "14:00")) is reason


@pytest.mark.parametrize("what", ["hold", "skip follow_up", "mode draft", "answered", "stopped"])
def test_the_owner_wins_between_approval_and_departure(what: str) -> None:
    """S8."""
    readings, case = silence()

    [case] = folded(readings, told(case, at(10, "12:30"), *what.split()))

    assert Send not in doing(approved(case), at(10, "14:00"))


def test_a_doubt_holds_an_approved_follow_up() -> None:
    forged = a_reading(Kind.HOLDING, at(10, "12:30"), trust=Trust.FAILED)
    _, case = silence(forged)

    assert doing(approved(case), at(10, "14:00")) == [Ask]


def test_feedback_is_never_asked_for_by_itself() -> None:
    _, case = silence()

    assert mode_of(case, Step.FEEDBACK_REQUEST, ALONE) is Mode.DRAFT


@pytest.mark.parametrize(
    ("yaml", "case_mode", "allowed"),
    [
        (Mode.SEND, None, Mode.SEND),
        (Mode.SEND, "approve", Mode.APPROVE),
        (Mode.APPROVE, "send", Mode.APPROVE),
        (Mode.DRAFT, "send", Mode.DRAFT),
    ],
)
def test_the_more_careful_of_the_yaml_and_the_case_counts(
    yaml: Mode, case_mode: str | None, allowed: Mode
) -> None:
    readings, case = silence()
    words = [told(case, at(4), "mode", case_mode)] if case_mode else []

    [case] = folded(readings, *words)

    assert mode_of(case, Step.FOLLOW_UP, replace(POLICY, modes={Step.FOLLOW_UP: yaml})) is allowed


def confirmed(case: Case, readings: list[Reading], company: str = "Nordlicht") -> Case:
    word = told(case, at(4), "confirm")
    word = replace(word, company=company, role="Engineer")
    [found] = folded(readings, word)
    return found


def test_by_itself_a_letter_leaves_only_in_a_case_that_was_confirmed_as_it_is_known_now() -> None:
    readings, case = silence()

    assert not leaves_alone(case, Step.FOLLOW_UP, ALONE)
    assert leaves_alone(confirmed(case, readings), Step.FOLLOW_UP, ALONE)
    assert not leaves_alone(confirmed(case, readings, "Südlicht"), Step.FOLLOW_UP, ALONE)
    assert not leaves_alone(confirmed(case, readings), Step.FOLLOW_UP, ALLOWED)


def test_nothing_leaves_by_itself_while_anything_is_open() -> None:
    forged = a_reading(Kind.HOLDING, at(5), trust=Trust.FAILED)
    readings, case = silence(forged)

    assert not leaves_alone(confirmed(case, readings), Step.THANK_YOU, ALONE)


def test_of_an_uncertain_letter_the_owner_is_asked_after_a_quarter_of_an_hour() -> None:
    """S5: never again by itself."""
    _, case = silence()
    lost = a_letter(case, EntryStatus.UNCERTAIN)

    assert doing(lost, at(10, "10:14")) == []
    [ask] = decide(lost, ALLOWED, at(10, "10:15")).actions
    assert isinstance(ask, Ask)
    assert ask.question.choices == ("yes", "no")
    assert Send not in doing(lost, at(12, "10:00"))


@pytest.mark.parametrize(
    ("answer", "status"),
    [("arrived", EntryStatus.SENT), ("not_arrived", EntryStatus.DECLINED)],
)
def test_the_owner_says_what_came_of_it(answer: str, status: EntryStatus) -> None:
    readings, case = silence()
    word: Word = told(case, at(10, "10:30"), answer, OURS)
    rows = a_letter(case, EntryStatus.UNCERTAIN).entries

    [case] = folded(readings, word, rows=rows)

    [letter] = [row for row in case.entries if row.message_id == OURS]
    assert letter.status is status
    assert Send not in doing(case, at(11, "10:00"))


def test_its_copy_in_sent_resolves_it_too() -> None:
    """A15: also where the server has given it another Message-ID."""
    copy = a_reading(
        Kind.FOLLOW_UP, at(10, "10:01"), name="rewritten", subject="Re: Engineer at Nordlicht"
    )
    readings, case = silence(copy)
    rows = a_letter(case, EntryStatus.UNCERTAIN, subject="Re: Engineer at Nordlicht").entries

    [case] = folded(readings, rows=rows)

    [letter] = [row for row in case.entries if row.message_id == OURS]
    assert (letter.status, letter.sent_as) == (EntryStatus.SENT, "<rewritten@example>")


def test_nothing_leaves_in_a_case_that_has_ended() -> None:
    """S16."""
    readings, _ = silence(a_reading(Kind.OFFER, at(9)))
    [case] = folded(readings)

    assert why_dropped(approved(case), at(10, "14:00")) is Reason.OFFERED


def test_a_thank_you_for_a_talk_that_was_moved_does_not_leave() -> None:
    """A19: it would thank for what has not been."""
    later = an_invitation(at(3, "09:00"), name="moved")
    readings, case = silence()

    [case] = folded(
        [*readings, later], told(case, at(3, "12:00"), "interview", "2026-03-12", "14:00")
    )
    thanks = approved(case, step=Step.THANK_YOU, approved_at=at(4))

    assert Send not in doing(thanks, at(4, "10:00"))


def test_approved_letters_are_not_woken_for_ever() -> None:
    _, case = silence()
    plan = decide(approved(case), ALLOWED, at(10, "12:00") + timedelta(days=40))

    assert plan.wake_at is None or plan.wake_at > at(10) + timedelta(days=40)


def test_a_copy_that_the_provider_files_under_another_id_is_no_letter_of_the_owners() -> None:
    """A15: else it would count as the final attempt, which would never be written."""
    known = the_case([an_invitation()])
    row = Entry(
        Key(known.id, "uid-1", "", Step.FOLLOW_UP, ANNA.address),
        EntryStatus.SENT,
        at(10, "10:05"),
        made_at=at(10, "10:00"),
        sent_at=at(10, "10:05"),
        sent_as="<ours@post.example>",
        message_id="<ours@post.example>",
        subject="Engineer at Nordlicht",
        sent_by_us=True,
    )
    copy = a_reading(Kind.FOLLOW_UP, at(10, "10:06"), name="rewritten")

    case = the_case([an_invitation(), copy], [row])

    assert [attempt.step for attempt in case.attempts] == [Step.FOLLOW_UP]
