"""The commands as a person or a script calls them."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.store.sqlite import SqliteStore
from tests.jobs.fakes import INBOX, Agent
from tests.letters import LONDON, invitation, london, rejection

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


def test_a_letter_by_wish_is_shown_and_drafted_only_if_that_is_said(settings: Path) -> None:
    when = ["--interview", "2999-03-05 14:00", "--contact", "Jo Reed <jo@harbour.example>"]
    afterword("add", "--config", settings, "--company", "Harbour Tools", *when)

    shown = afterword("compose", "--config", settings, "harbour", "withdrawal").stdout
    wish = ["harbour", "withdrawal", "--draft"]
    wished = afterword("compose", "--config", settings, *wish).stdout
    unfit = afterword("compose", "--config", settings, "harbour", "gracious_reply", code=1)
    wrong = afterword("compose", "--config", settings, "harbour", "follow_up", "--draft", code=2)

    assert "To: jo@harbour.example" in shown
    assert "You said" not in shown
    assert "You said: letter, withdrawal." in wished
    assert "Due: You wish this letter." in wished
    assert "They have not said no." in unfit.stderr
    assert "--draft needs one of" in wrong.stderr


def test_after_a_no_status_and_explain_name_the_command_of_a_gracious_reply(
    settings: Path,
) -> None:
    """The commands look at the clock on the wall, so the mails are of these days."""
    now = datetime.now(LONDON)
    agent = Agent()
    agent.desk = replace(agent.desk, store=SqliteStore(settings.parent / "state"))
    agent.mailbox.deliver(INBOX, rejection(at=now - timedelta(days=1)), now - timedelta(days=1))
    agent.at(now)
    agent.desk.store.close()

    status = afterword("status", "--config", settings).stdout
    explained = afterword("explain", "--config", settings, "larkspur").stdout

    for said in (status, explained):
        assert "they have said no; a gracious reply: afterword compose" in said
        assert "gracious_reply --draft" in said


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


# The owner's own letters


@pytest.fixture
def with_letters(settings: Path) -> Path:
    """The same configuration, which names a folder beside it that is not there yet."""
    text = settings.read_text().replace("country: GB}", "country: GB, templates: letters}")
    settings.write_text(text)
    return settings


def test_built_in_letters_are_copied_once_and_never_over_the_owners(with_letters: Path) -> None:
    letter = with_letters.parent / "letters" / "de" / "thank_you.txt"

    first = afterword("templates", "copy", "--config", with_letters, "de", "thank_you")
    letter.write_text("mine")
    second = afterword("templates", "copy", "--config", with_letters, "--json", "de", "thank_you")

    assert f"{letter}: copied" in first.stdout
    copied = [json.loads(line) for line in second.stdout.splitlines()]
    assert [(Path(one["path"]).name, one["made"]) for one in copied] == [
        ("thank_you.txt", False),
        ("thank_you.familiar.txt", False),
    ]
    assert letter.read_text() == "mine"


def test_every_letter_of_a_language_can_be_copied_and_used_as_it_is(with_letters: Path) -> None:
    afterword("templates", "copy", "--config", with_letters, "fr")
    afterword("templates", "copy", "--config", with_letters, "fr", "words")

    checked = afterword("templates", "check", "--config", with_letters)

    assert "The 12 files in" in checked.stdout
    assert afterword("status", "--config", with_letters).returncode == 0


def test_the_list_says_which_letters_are_the_owners(with_letters: Path) -> None:
    afterword("templates", "copy", "--config", with_letters, "en", "follow_up")

    done = afterword("templates", "list", "--config", with_letters, "--json")

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {tuple(row) for row in rows} == {("language", "name", "own", "path", "phrasings")}
    assert [(row["language"], row["name"], row["phrasings"]) for row in rows if row["own"]] == [
        ("en", "follow_up.txt", 4)
    ]
    assert "follow_up.txt" in afterword("templates", "list", "--config", with_letters).stdout


@pytest.mark.parametrize("command", [("once",), ("config", "check"), ("run",)])
def test_nothing_runs_with_letters_that_are_not_right(
    with_letters: Path, command: tuple[str, ...]
) -> None:
    letter = with_letters.parent / "letters" / "en" / "follow_up.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("Thanks for {{ position }}.\n\nAny news on my salary?\n")

    refused = afterword(*command, "--config", with_letters, code=1)

    assert f"{letter}:3: E14: no letter may say “salary”" in refused.stderr
    assert "Open cases: 0." in afterword("status", "--config", with_letters).stdout
    assert "Traceback" not in refused.stderr


def test_the_check_shows_each_mistake_to_people_and_to_scripts(with_letters: Path) -> None:
    letter = with_letters.parent / "letters" / "en" / "follow_up.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("Thanks for {{ position }}.\n\nAny news on {{ company }}?\n")

    shown = afterword("templates", "check", "--config", with_letters, code=1)
    told = afterword("templates", "check", "--config", with_letters, "--json", code=1)

    assert f"block {letter}:3: no such variable: company" in shown.stdout
    assert "1 to mend" in shown.stderr
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert {(line["file"], line["line"], line["level"]) for line in lines} == {
        (str(letter), 1, "warn"),
        (str(letter), 3, "block"),
    }


def test_without_a_folder_the_line_to_add_is_said(settings: Path) -> None:
    failed = afterword("templates", "copy", "--config", settings, "en", code=1)

    assert "templates: letters" in failed.stderr
    assert "templates: letters" in afterword("templates", "check", "--config", settings).stdout


def test_what_is_not_built_in_cannot_be_copied(with_letters: Path) -> None:
    failed = afterword("templates", "copy", "--config", with_letters, "xx", code=1)

    assert "Nothing is built in for xx" in failed.stderr
    assert not (with_letters.parent / "letters").exists()


def test_status_never_says_healthy_while_the_mailbox_has_not_been_seen_for_long(
    settings: Path,
) -> None:
    """N10."""
    with closing(SqliteStore(settings.parent / "state")) as store:
        store.note_sync(datetime.now(UTC) - timedelta(minutes=16))
    deaf = afterword("status", "--config", settings).stdout
    with closing(SqliteStore(settings.parent / "state")) as store:
        store.note_sync(datetime.now(UTC))
    well = afterword("status", "--config", settings).stdout

    assert deaf.startswith("Deaf: the last complete look was")
    assert well.startswith("Watching")
