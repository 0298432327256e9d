"""The commands as a person or a script calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.letters import invitation, london, rejection

INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")

READ_KEYS = {
    "file",
    "message_id",
    "date",
    "subject",
    "direction",
    "kind",
    "interviews",
    "decision_by",
    "company",
    "role",
    "interviewers",
    "contact",
    "answers",
    "language",
    "new_text",
    "confidence",
    "held",
    "evidence",
}
REPLAY_KEYS = {
    "at",
    "case",
    "company",
    "role",
    "event",
    "step",
    "to",
    "subject",
    "text",
    "interview",
    "reason",
    "because",
    "evidence",
}


def afterword(
    *arguments: str | Path, stdin: bytes = b"", code: int = 0
) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "agent", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "1.eml").write_bytes(invitation(at=INVITED, start=START, end=END))
    return folder


def test_read_prints_one_object_a_file_with_the_keys_of_the_contract(mailbox: Path) -> None:
    mail = mailbox / "1.eml"

    done = afterword("read", "--json", "--me", "robin@ashby.example", mail, mail)

    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == second
    assert set(first) == READ_KEYS
    assert first["file"] == str(mail)
    assert first["direction"] == "incoming"
    assert set(first["interviews"][0]) == {
        "start",
        "end",
        "status",
        "zone",
        "zone_assumed",
        "source",
        "evidence",
    }
    assert {"fact", "words", "rule"} <= set(first["evidence"][0])


def test_read_takes_a_mail_from_standard_input() -> None:
    raw = invitation(at=INVITED, start=START, end=END)

    done = afterword("read", "--json", "--zone", "Europe/London", "-", stdin=raw)

    line = json.loads(done.stdout)
    assert line["file"] == "-"
    assert [i["start"] for i in line["interviews"]] == ["2026-03-05T14:00:00+00:00"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0", b'From: <@\nTo: "\nMessage-ID: <>\n\n\xff\xfe', b"a" * 100_000],
    ids=["empty", "NUL", "broken headers", "no header"],
)
def test_read_answers_with_one_line_whatever_the_bytes(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "odd.eml").write_bytes(raw)

    done = afterword("read", "--json", "--me", "a@b.example", tmp_path / "odd.eml")

    assert set(json.loads(done.stdout)) == READ_KEYS


def test_a_file_that_is_not_there_costs_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = afterword("read", tmp_path / "missing.eml", code=1)

    assert done.stderr.startswith("afterword: ")
    assert len(done.stderr.splitlines()) == 1


def test_wrong_use_exits_with_two() -> None:
    afterword("read", "--zone", "Mars/Olympus", "-", code=2)
    afterword("no-such-command", code=2)


def test_replay_prints_events_in_order_with_the_keys_of_the_contract(mailbox: Path) -> None:
    rejected = london("2026-03-09 09:00")
    (mailbox / "2.eml").write_bytes(rejection(at=rejected))

    done = afterword(
        "replay", "--json", "--me", "robin@ashby.example", "--zone", "Europe/London",
        "--country", "GB", "--until", "2026-04-30", mailbox,
    )  # fmt: skip

    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(event) == REPLAY_KEYS for event in events)
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    story = [(event["event"], event["step"]) for event in events]
    assert ("drafted", "thank_you") in story
    assert ("closed", None) in story
    thank_you = next(event for event in events if event["event"] == "drafted")
    assert thank_you["at"] == "2026-03-05T17:00:00+00:00"
    assert thank_you["to"] == ["nadia.brandt@larkspur.example"]


def test_people_get_words_and_times_in_their_own_zone(mailbox: Path) -> None:
    done = afterword(
        "read", "--me", "robin@ashby.example", "--zone", "Asia/Tokyo", mailbox / "1.eml"
    )

    assert "23:00" in done.stdout
    assert "Larkspur" in done.stdout


def test_a_missing_configuration_names_the_next_step(tmp_path: Path) -> None:
    done = afterword("once", "--config", tmp_path / "none.yaml", code=1)

    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A configuration whose server is never asked: the owner only speaks."""
    file = tmp_path / "config.yaml"
    file.write_text(
        f"""\
owner: {{name: Robin Ashby, addresses: [robin@ashby.example], zone: Europe/London, country: GB}}
mailbox: {{host: imap.ashby.example, user: robin, password: {{env: NONE}}}}
state: {{directory: {tmp_path / "state"}}}
"""
    )
    return file


def test_an_interview_agreed_by_phone_may_be_entered_and_spoken_of_at_once(
    settings: Path,
) -> None:
    contact = "Jo Reed <jo@harbour.example>"
    when = ["--interview", "2026-03-05 14:00", "--contact", contact]
    added = afterword("add", "--config", settings, "--company", "Harbour Tools", *when).stdout

    moved = afterword("tell", "--config", settings, "harbour", "interview", "2026-03-06 11:00")

    assert "You said: added, Harbour Tools, Jo Reed, 2026-03-05 14:00." in added
    assert "You said: interview, 2026-03-06 11:00." in moved.stdout


def test_the_owner_steers_beside_a_daemon_and_is_told_what_holds(settings: Path) -> None:
    when = ["--interview", "2999-03-05 14:00", "--contact", "Jo Reed <jo@harbour.example>"]
    afterword("add", "--config", settings, "--company", "Harbour Tools", *when)

    paused = afterword("pause", "--config", settings, "--until", "2999-01-01").stdout
    status = afterword("status", "--config", settings).stdout
    held = afterword("hold", "--config", settings, "harbour").stdout
    skipped = afterword("skip", "--config", settings, "harbour", "follow_up").stdout
    afterword("resume", "--config", settings, "harbour")
    resumed = afterword("resume", "--config", settings).stdout

    assert "Nothing is written until Tue 1 Jan 2999, 23:59" in paused
    assert paused in status
    assert "You want nothing written in this case until you resume it." in held
    assert "You said: skip, follow_up." in skipped
    assert "Letters are written again" in resumed
    assert "Nothing is written" not in afterword("status", "--config", settings).stdout


def test_a_search_moves_to_another_machine(settings: Path, tmp_path: Path) -> None:
    when = ["--interview", "2999-03-05 14:00", "--contact", "Jo Reed <jo@harbour.example>"]
    afterword("add", "--config", settings, "--company", "Harbour Tools", *when)
    other, copy = tmp_path / "other.yaml", tmp_path / "copy.jsonl"
    other.write_text(settings.read_text().replace("/state", "/elsewhere"))

    told = afterword("export", "--config", settings, copy).stdout
    again = afterword("export", "--config", settings, copy, code=1).stderr
    moved = afterword("import", "--config", other, copy).stdout

    assert "rows are in" in told
    assert copy.stat().st_mode & 0o777 == 0o600
    assert f"{copy} is there already" in again
    assert "What is due from now on is written." in moved
    assert "Harbour" in afterword("tell", "--config", other, "harbour", "answered").stdout


def test_an_empty_outbox_and_an_empty_log_say_so(settings: Path) -> None:
    assert afterword("outbox", "--config", settings).stdout == "No letter waits for you.\n"
    assert afterword("log", "--config", settings).stdout == "Nothing has happened yet.\n"
    assert afterword("log", "--config", settings, "--json").stdout == ""


def test_a_pause_that_is_over_already_is_refused(settings: Path) -> None:
    failed = afterword("pause", "--config", settings, "--until", "2020-01-01", code=2)

    assert "it is over already" in failed.stderr


def test_the_stop_file_is_told_while_it_lies_there(settings: Path) -> None:
    (settings.parent / "state").mkdir()
    stop = settings.parent / "state" / "stop"

    stop.touch()

    told = afterword("status", "--config", settings).stdout
    assert f"Nothing is written while {stop} is there." in told


def test_a_word_about_a_case_that_is_not_there_costs_one_line(settings: Path) -> None:
    failed = afterword("tell", "--config", settings, "Harbour", "answered", code=1)

    assert failed.stderr == "afterword: 'Harbour' fits no case; known are: none yet\n"


def test_an_answer_to_no_question_costs_one_line(settings: Path) -> None:
    failed = afterword("answer", "--config", settings, "3f2a", "yes", code=1)

    assert failed.stderr == "afterword: '3f2a' is no open question; open are: none\n"


def test_an_unknown_word_lists_the_known_ones(settings: Path) -> None:
    failed = afterword("tell", "--config", settings, "Harbour", "sung", code=2)

    assert "'answered'" in failed.stderr
