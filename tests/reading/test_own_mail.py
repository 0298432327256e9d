"""Own mail in every language that we read: a step done by hand is a step done."""

from pathlib import Path

import pytest

from tests.reading.mail_of import Mail, verdict_of

MAILS = Path(__file__).with_name("own_mails.txt")
ROWS = [
    line.split(" | ", 3)
    for line in MAILS.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("kind", "subject", "text"),
    [
        pytest.param(kind, subject, text, id=f"{language}-{number:02}-{kind}")
        for number, (language, kind, subject, text) in enumerate(ROWS)
    ],
)
def test_own_mail_is_read_for_what_it_does(kind: str, subject: str, text: str) -> None:
    verdict = verdict_of(Mail(subject, text, sender="Jo Field <jo@home.example>"))

    assert (verdict.kind.value, verdict.answers) == (kind, False)
