"""By what rules a mail's kind, its signs and its answer are decided (domain.md C, F)."""

import pytest

from agent.reading.facts import Kind, Sign
from tests.reading.mail_of import Mail, verdict_of

UNSUBSCRIBE = (("List-Unsubscribe", "<https://x.example/u>"), ("Precedence", "bulk"))


def test_a_refusal_wins_over_the_warm_words_around_it() -> None:
    text = "We loved meeting you and were impressed. However, we have decided to hire someone else."

    assert verdict_of(Mail("Your interview", text)).kind is Kind.REJECTION


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying. If you are not selected, we will keep your CV on file.",
        "We have received your application. Should it match, we will invite you to an interview.",
        "Thank you for your application. Unfortunately scammers pretend to be our recruiters.",
    ],
)
def test_what_may_happen_decides_nothing(text: str) -> None:
    verdict = verdict_of(Mail("Your application", text))

    assert (verdict.kind, verdict.answers) == (Kind.ACKNOWLEDGEMENT, False)


def test_illness_is_no_refusal() -> None:
    text = "Unfortunately our interviewer is ill. Can we move your interview to Tuesday at 10:00?"

    assert verdict_of(Mail("Interview", text)).kind is Kind.RESCHEDULE


def test_a_negated_invitation_invites_nobody() -> None:
    text = "After reading your application we will not be inviting you to an interview."

    assert verdict_of(Mail("Your application", text)).kind is Kind.REJECTION


def test_a_refusal_by_a_system_with_bulk_headers_is_an_answer() -> None:
    text = "We have decided not to move forward with your application for the role."
    mail = Mail("Your application", text, "Acme <no-reply@hire.lever.co>", UNSUBSCRIBE)

    verdict = verdict_of(mail)

    assert (verdict.kind, verdict.answers) == (Kind.REJECTION, True)
    assert Sign.BY_PERSON not in verdict.signs


def test_a_digest_that_speaks_of_interviews_is_bulk() -> None:
    text = "New jobs for you: Clerk. Please share your availability for an interview. See all jobs."

    assert verdict_of(Mail("3 new jobs", text, headers=UNSUBSCRIBE)).kind is Kind.BULK


def test_analytics_is_no_ics() -> None:
    text = "New jobs for you in analytics, ethics and topics. View all jobs."

    assert verdict_of(Mail("Jobs", text, headers=UNSUBSCRIBE)).kind is Kind.BULK


def test_an_invitation_counts_as_an_answer_only_after_a_talk() -> None:
    invitation = "We would like to invite you to an interview for the role on 5 May at 10:00."
    after = "Thank you for speaking with us on Monday. " + invitation

    assert not verdict_of(Mail("Interview", invitation)).answers
    verdict = verdict_of(Mail("Interview", after))
    assert verdict.answers
    assert {Sign.TALK_HELD, Sign.NEXT_ROUND} <= verdict.signs


def test_a_talk_that_is_still_to_come_has_not_been_held() -> None:
    text = "We would love to meet you. It would be great to talk with you on 5 May at 10:00."

    assert Sign.TALK_HELD not in verdict_of(Mail("Interview", text)).signs


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        (Sign.POSITION_CLOSED, "The position has been filled, so we are closing your application."),
        (Sign.ON_HOLD, "The role has been put on hold because of a hiring freeze."),
        (Sign.NO_FEEDBACK, "We will not be moving forward. We cannot give individual feedback."),
        (Sign.NO_CALLS, "We have not made a decision on the role yet. No phone calls please."),
        (Sign.NO_CONTACT, "We are still deciding on the role. Please do not contact us."),
        (Sign.AGENCY, "My client would like to meet you for an interview on 5 May at 10:00."),
        (Sign.FINAL_ROUND, "We would like to invite you to the final round interview."),
        (Sign.SURVEY, "How was your interview experience? Please rate your experience."),
        (Sign.SCAM, "You are shortlisted for the role. The interview will be held via Telegram."),
    ],
)
def test_a_sign_comes_with_the_words_that_show_it(sign: Sign, text: str) -> None:
    verdict = verdict_of(Mail("Your application", text))

    assert sign in verdict.signs
    assert any(evidence.fact == sign and evidence.words for evidence in verdict.evidence)


def test_who_will_write_again_names_nobody_as_contact() -> None:
    promised = "leider dauert es noch. Ihre Bewerbung liegt vor, und ich melde mich bald wieder."
    named = "leider dauert es noch. Bei Fragen zu Ihrer Bewerbung melden Sie sich bei mir."

    assert Sign.NAMES_CONTACT not in verdict_of(Mail("Ihre Bewerbung", promised)).signs
    assert Sign.NAMES_CONTACT in verdict_of(Mail("Ihre Bewerbung", named)).signs


def test_joy_of_a_talk_with_a_time_confirms_it() -> None:
    text = "We look forward to talking to you about the gardener position on Monday at 10:00."

    assert verdict_of(Mail("Head Gardener", text)).kind is Kind.CONFIRMATION


def test_a_scam_is_no_employers_mail() -> None:
    text = "You are shortlisted for the remote job. The interview will be held via Telegram."

    assert verdict_of(Mail("Job", text)).kind is Kind.OTHER


@pytest.mark.parametrize(
    ("kind", "subject", "text"),
    [
        (Kind.ACCEPTANCE, "Re: Interview", "Thank you, Tuesday 10 March at 10:00 works for me."),
        (Kind.WITHDRAWAL, "Clerk", "I would like to withdraw my application for the role."),
        (Kind.THANK_YOU, "Thank you", "Thank you for the interview this morning, I enjoyed it."),
        (
            Kind.FOLLOW_UP,
            "Clerk role",
            "I wanted to follow up on our interview. Is there any news?",
        ),
        (Kind.OWN_OTHER, "My CV", "Please find my CV in the attachment."),
    ],
)
def test_own_mail_is_read_for_what_it_does(kind: Kind, subject: str, text: str) -> None:
    verdict = verdict_of(Mail(subject, text, sender="Jo Field <jo@home.example>"))

    assert (verdict.kind, verdict.answers) == (kind, False)
