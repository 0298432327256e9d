"""One mail of every kind in every language that we read: the verb of the mail decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.reading.mail_of import Mail, verdict_of

MAILS = Path(__file__).with_name("mails_by_language.yaml")


def _cases() -> Iterator[object]:
    for language, lines in yaml.safe_load(MAILS.read_text("utf-8")).items():
        for number, line in enumerate(lines.strip().splitlines()):
            kind, subject, text = line.split(" | ", 2)
            label = f"{language}-{number:02}-{kind.rstrip('*')}"
            yield pytest.param(kind.rstrip("*"), kind.endswith("*"), subject, text, id=label)


@pytest.mark.parametrize(("kind", "answers", "subject", "text"), list(_cases()))
def test_the_verb_of_a_mail_decides_its_kind(
    kind: str, answers: bool, subject: str, text: str
) -> None:
    verdict = verdict_of(Mail(subject, text))

    assert (verdict.kind.value, verdict.answers) == (kind, answers)
