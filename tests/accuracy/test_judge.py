"""A reading held against its label: what is right, missed, made up."""

from dataclasses import replace
from pathlib import Path

from agent.reading.facts import Kind, Reading
from tests.accuracy.judge import marks
from tests.accuracy.labelled import Case
from tests.reading.mail_of import OWNER, Mail, raw_of

LABEL = {
    "kind": "rejection",
    "answers": True,
    "interviews": [],
    "decision_by": None,
    "company": "Acme",
    "role": None,
    "interviewers": [],
    "contact": "kim@employer.example",
}
REFUSAL = Mail("Your application", "Dear Jo, we have chosen another candidate for the clerk role.")


def judged(reading: Reading, case: Case) -> dict[str, bool]:
    return {mark.figure: mark.right for mark in marks(case, reading)}


def case_of(folder: Path) -> Case:
    path = folder / "1.eml"
    path.write_bytes(raw_of(REFUSAL))
    return Case("messages", "1", path, OWNER, LABEL)


def test_a_missed_refusal_is_a_missed_stop_signal(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    reading = case.reading()

    heard, missed = judged(reading, case), judged(_as_reply(reading), case)

    assert heard["stop signals"] and heard["kind"] and heard["recall of rejection"]
    assert not missed["stop signals"] and not missed["kind"]
    assert missed["precision of reply"] is False


def test_a_date_that_nobody_promised_is_made_up(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    reading = case.reading()

    figures = judged(replace(reading, decision_by=reading.envelope.received_at.date()), case)

    assert "no promise made up" not in judged(reading, case)
    assert figures["no promise made up"] is False


def test_a_firm_counts_without_its_legal_form_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    reading = case.reading()

    right = judged(replace(reading, company="ACME GmbH"), case)
    wrong = judged(replace(reading, company="Apex"), case)

    assert (right["company"], wrong["company"]) == (True, False)


def _as_reply(reading: Reading) -> Reading:
    return replace(reading, kind=Kind.REPLY, answers=False)
