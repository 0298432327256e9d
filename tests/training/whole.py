"""Whole mails with their kinds: those that tests show, labelled ones, and further sets."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from agent.reading.owner import Owner
from tests.accuracy.labelled import cases, sets_in
from tests.reading import mail_of, test_false_alarms, test_own_mail

TESTS = Path(__file__).parents[1]
LABELLED = Path(__file__).parent / "labelled"

Mail = tuple[str, bytes, Owner]


def golden_mails() -> Iterator[Mail]:
    """Those of `tests/corpus`."""
    for label_file in sorted((TESTS / "corpus").glob("*/expected.yaml")):
        label = yaml.safe_load(label_file.read_text("utf-8"))
        raw = label_file.with_name("message.eml").read_bytes()
        if "kind" in label:
            yield label["kind"], raw, Owner((label["me"],), ZoneInfo(label["zone"]))


def shown_mails() -> Iterator[Mail]:
    """Those of `tests/reading`: what they show is taught, too."""
    for kind, mail in (*_by_language(), *_false_alarms(), *_by_the_owner()):
        yield kind, mail_of.raw_of(mail), mail_of.OWNER


def labelled_mails(folders: list[Path]) -> Iterator[Mail]:
    for folder in folders:
        for one in sets_in(folder):
            for case in cases(one):
                if case.full:
                    yield case.label["kind"], case.path.read_bytes(), case.owner


def _by_language() -> Iterator[tuple[str, mail_of.Mail]]:
    table = yaml.safe_load((TESTS / "reading" / "mails_by_language.yaml").read_text("utf-8"))
    for lines in table.values():
        for line in lines.strip().splitlines():
            kind, subject, text = line.split(" | ", 2)
            yield kind.rstrip("*"), mail_of.Mail(subject, text)


def _false_alarms() -> Iterator[tuple[str, mail_of.Mail]]:
    for sender, kind, subject, text in test_false_alarms.ROWS:
        headers = test_false_alarms.TO_MANY if kind == "bulk" else ()
        yield kind, mail_of.Mail(subject, text, test_false_alarms.SENDERS[sender], headers)


def _by_the_owner() -> Iterator[tuple[str, mail_of.Mail]]:
    for _, kind, subject, text in test_own_mail.ROWS:
        yield kind, mail_of.Mail(subject, text, "Jo Field <jo@home.example>")
