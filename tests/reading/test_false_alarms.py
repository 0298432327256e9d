"""Hiring words alone make no employer's mail: advice to many, talk of friends and colleagues."""

from pathlib import Path

import pytest

from agent.reading.facts import Kind
from tests.reading.mail_of import Mail, verdict_of

MAILS = Path(__file__).with_name("false_alarms.txt")
TO_MANY = (("List-Unsubscribe", "<https://x.example/u>"), ("Precedence", "bulk"))
SENDERS = {"company": "Kim Lee <kim@employer.example>", "free mail": "Kim Lee <kimlee@gmail.com>"}
ROWS = [
    line.split(" | ", 3)
    for line in MAILS.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("sender", "kind", "subject", "text"),
    [pytest.param(*row, id=f"{row[1]}-{row[2]}".replace(" ", "-")) for row in ROWS],
)
def test_hiring_words_alone_make_no_employers_mail(
    sender: str, kind: str, subject: str, text: str
) -> None:
    headers = TO_MANY if kind == Kind.BULK else ()

    verdict = verdict_of(Mail(subject, text, SENDERS[sender], headers))

    assert verdict.kind.value == kind


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Acme <no-reply@hire.lever.co>", "We have decided not to move forward."),
        ("Acme <hr@acme.example>", "Hello Jo, we have decided not to move forward."),
        ("Acme <hr@acme.example>", "Your application for the role of clerk was not successful."),
        ("Acme <hr@acme.example>", "Thank you for applying. The role has been filled."),
    ],
    ids=["by a known system", "greets by name", "names the application", "thanks for applying"],
)
def test_a_decision_about_this_reader_is_one_in_mail_to_many_too(sender: str, text: str) -> None:
    verdict = verdict_of(Mail("Update", text, sender, TO_MANY))

    assert (verdict.kind, verdict.answers) == (Kind.REJECTION, True)
