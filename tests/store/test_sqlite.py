"""What is remembered, and how it survives a second process, a crash and a full disk."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import (
    Case,
    Decision,
    Ending,
    Entry,
    EntryStatus,
    Key,
    Mention,
    Person,
    Question,
    Round,
    Step,
)
from agent.cases.event import Event, Happening
from agent.cases.prompts import Prompt
from agent.cases.word import Says, Word
from agent.errors import OwnerError
from agent.ports import Cursor, DeadLetter, Sighting
from agent.reading.facts import (
    Absence,
    Attendee,
    CalendarEvent,
    Culture,
    Direction,
    Evidence,
    Held,
    Interview,
    Kind,
    Reading,
    Seniority,
    Sign,
    Source,
    Status,
)
from agent.reading.message import Address, DeliveryReport, Envelope, Trust
from agent.store.database import FILE, Database
from agent.store.records import bounded, decode, encode, instant
from agent.store.sqlite import Access, SqliteStore

BERLIN = ZoneInfo("Europe/Berlin")
NOBODY = 65534
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MIRA = Address("Mira Voss", "mira.voss@lindholm.example")
INBOX = Cursor("INBOX", 7, 41)


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    with closing(SqliteStore(None)) as opened:
        yield opened


def a_reading(key: str = "k1", kind: Kind = Kind.INVITATION, words: str = "Tuesday") -> Reading:
    envelope = Envelope(
        key=key,
        message_id=f"<{key}@lindholm.example>",
        in_reply_to=(),
        references=("<first@lindholm.example>",),
        subject="Your interview",
        date=datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN),
        received_at=MONDAY,
        from_=(MIRA,),
        sender=None,
        reply_to=(),
        to=(Address("", "jo@home.example"),),
        cc=(),
        trust=Trust.PASSED,
    )
    return Reading(
        envelope=envelope,
        direction=Direction.INCOMING,
        kind=kind,
        language="en",
        new_text="See you on Tuesday.",
        confidence=0.95,
        evidence=(Evidence("kind", words, "phrases.en.invitation"),),
    )


def a_full_reading() -> Reading:
    at = datetime(2026, 3, 3, 14, 0, tzinfo=BERLIN)
    event = CalendarEvent(
        uid="u1", method="REQUEST", cancelled=False, sequence=2, stamp_at=MONDAY, start=at,
        end=None, on=date(2026, 3, 3), zone="Europe/Berlin", zone_assumed=False, summary="Talk",
        description="", location="Room 2", organizer=Attendee("Mira", MIRA.address),
        attendees=(Attendee("Room 2", "room2@lindholm.example", resource=True),),
    )  # fmt: skip
    return replace(
        a_reading(),
        new_text="",
        answers=True,
        interviews=(
            Interview(at, None, Status.SCHEDULED, "Europe/Berlin", False, Source.CALENDAR, "14:00"),
        ),
        decision_by=date(2026, 3, 9),
        contact=MIRA,
        held=Held(date(2026, 3, 2), None),
        signs=frozenset({Sign.BY_PERSON, Sign.NEXT_ROUND, Sign.FINAL_ROUND}),
        events=(event,),
        absence=Absence(date(2026, 3, 12), MIRA),
        reports=(DeliveryReport(MIRA.address, "failed", "5.1.1"),),
        seniority=Seniority.DIRECTOR,
        culture=Culture.ACADEMIA,
    )


def an_entry(step: Step = Step.THANK_YOU, **changes: object) -> Entry:
    entry = Entry(
        key=Key("c1", "u1", "", step, MIRA.address),
        status=EntryStatus.INTENDED,
        at=MONDAY,
        message_id="<random@home.example>",
        sha256="0" * 64,
        subject="Thank you",
        text="Dear Mira",
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def a_case(name: str = "c1", aliases: tuple[str, ...] = ()) -> Case:
    mira = Person("Mira", MIRA.address, True, False, MONDAY, None)
    talk = Interview(MONDAY, None, Status.SCHEDULED, "UTC", True, Source.TEXT, "9 o'clock")
    return Case(
        id=name, aliases=(name, *aliases), company="Lindholm", role=None, agency=None,
        requisition=None, country="DE", language="en", opened_at=MONDAY, people=(mira,),
        rounds=(
            Round("u1", (talk,), MONDAY, None, MONDAY.date(), "UTC", False, None, (mira,), None,
                  MONDAY),
        ),
        mentions=(
            Mention("<m>", "k1", MONDAY, False, Kind.INVITATION, "Your interview", "Tuesday",
                    False, frozenset({Sign.BY_PERSON})),
        ),
        entries=(an_entry(),), decision=Decision(Ending.NO_ANSWER, MONDAY, None),
    )  # fmt: skip


def an_event(case: str = "c1", at: datetime = MONDAY) -> Event:
    return Event(at, case, "Lindholm", None, Happening.OPENED, "opened", "A mail about a job.")


def test_every_field_of_a_reading_comes_back_equal() -> None:
    reading = a_full_reading()

    again = decode(Reading, encode(reading))

    assert again == reading
    assert again.interviews[0].start.hour == 14  # still on the wall of its own zone
    assert again.interviews[0].start.utcoffset() == timedelta(hours=1)
    assert again.signs == reading.signs and isinstance(again.signs, frozenset)
    assert isinstance(again.kind, Kind)


def test_cases_entries_questions_and_events_come_back_equal(store: SqliteStore) -> None:
    case, entry, event = a_case(), an_entry(), an_event()
    question = Question("q1", "c1", "Did it take place?", ("yes", "no"), None)

    store.intend(entry)
    store.ask(question, MONDAY)
    store.look_done(case, looked_at=MONDAY, wake_at=None, events=[event])

    assert store.entries() == (entry,)
    assert store.questions() == (question,)
    assert store.cases() == (case,)
    assert store.events() == (event,)


def test_the_text_of_a_mail_is_not_kept_but_excerpts_are(store: SqliteStore) -> None:
    store.take_in(INBOX, [a_reading(words="x" * 5000)], [], MONDAY)

    (kept,) = store.readings()

    assert kept.new_text == ""
    assert len(kept.evidence[0].words) == 300


def test_of_unrelated_mail_not_even_excerpts_are_kept() -> None:
    kept = bounded(a_reading(kind=Kind.OTHER))

    assert kept.evidence == ()


def test_instants_sort_as_text_whatever_their_offset() -> None:
    early = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)  # 09:00 UTC
    late = datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC)

    assert instant(early) == "2026-03-02T09:00:00.000000+00:00"
    assert instant(early) < instant(late)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        instant(datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001


def test_a_second_copy_in_another_folder_is_known_already(store: SqliteStore) -> None:
    first = store.take_in(INBOX, [a_reading()], [], MONDAY)

    second = store.take_in(Cursor("Archive", 1, 5), [a_reading()], [], MONDAY)

    assert (len(first), second) == (1, ())
    assert len(store.readings()) == 1


def test_where_a_mail_was_seen_is_remembered_for_each_folder(store: SqliteStore) -> None:
    store.take_in(INBOX, [a_reading()], [], MONDAY, uids=[41])
    store.take_in(Cursor("Archive", 1, 5), [a_reading()], [], MONDAY, uids=[5])

    assert store.sightings("k1") == (Sighting("Archive", 1, 5), Sighting("INBOX", 7, 41))


def test_the_cursor_moves_with_the_readings_and_dead_letters(store: SqliteStore) -> None:
    dead = DeadLetter("INBOX", uid=40, uidvalidity=0, received_at=MONDAY, reason="took too long")

    store.take_in(INBOX, [a_reading()], [dead], MONDAY)

    assert store.cursor("INBOX") == INBOX
    assert store.cursor("Archive") is None
    assert store.dead_letters() == (replace(dead, uidvalidity=7),)


def a_letter(uid: int = 40, reason: str = "took too long") -> DeadLetter:
    return DeadLetter("INBOX", uid=uid, uidvalidity=7, received_at=MONDAY, reason=reason)


def test_a_letter_gives_way_to_its_reading_and_where_it_was_seen(store: SqliteStore) -> None:
    store.take_in(INBOX, [], [a_letter(40), a_letter(41)], MONDAY)

    store.revive(a_letter(40), a_reading())

    assert [reading.envelope.key for reading in store.readings()] == ["k1"]
    assert store.sightings("k1") == (Sighting("INBOX", 7, 40),)
    assert store.dead_letters() == (a_letter(41),)


def test_a_letter_whose_reading_cannot_be_stored_stays(store: SqliteStore) -> None:
    store.take_in(INBOX, [], [a_letter()], MONDAY)
    broken = replace(a_reading(), confidence=object())  # type: ignore[arg-type]

    with pytest.raises(Exception, match="serialize"):
        store.revive(a_letter(), broken)

    assert store.dead_letters() == (a_letter(),)
    assert store.readings() == ()


def test_a_letter_keeps_its_place_when_its_reason_is_renewed(store: SqliteStore) -> None:
    store.take_in(INBOX, [], [a_letter(40), a_letter(41)], MONDAY)

    store.renew(a_letter(40, "needed too much"))

    assert store.dead_letters() == (a_letter(40, "needed too much"), a_letter(41))


def test_a_letter_that_is_forgotten_is_gone_alone(store: SqliteStore) -> None:
    store.take_in(INBOX, [], [a_letter(40), a_letter(41)], MONDAY)

    store.forget(a_letter(40))

    assert store.dead_letters() == (a_letter(41),)


def test_a_reading_that_cannot_be_stored_leaves_the_cursor_where_it_was(
    store: SqliteStore,
) -> None:
    broken = replace(a_reading("k2"), confidence=object())  # type: ignore[arg-type]

    with pytest.raises(Exception, match="serialize"):
        store.take_in(INBOX, [a_reading(), broken], [], MONDAY)

    assert store.cursor("INBOX") is None
    assert store.readings() == ()


def test_one_step_to_one_person_is_intended_once(store: SqliteStore) -> None:
    assert store.intend(an_entry())

    assert not store.intend(an_entry(text="Other words", message_id="<other@home.example>"))
    assert store.entries() == (an_entry(),)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"case": "c2"}, id="another case"),
        pytest.param({"round": "u2"}, id="another round"),
        pytest.param({"wait": "<answer>"}, id="another wait"),
        pytest.param({"step": Step.FOLLOW_UP}, id="another step"),
        pytest.param({"recipient": "tom@lindholm.example"}, id="another recipient"),
    ],
)
def test_what_differs_in_its_key_is_another_step(store: SqliteStore, other: dict[str, str]) -> None:
    store.intend(an_entry())

    key = replace(an_entry().key, **other)  # type: ignore[arg-type]

    assert store.intend(an_entry(key=key))


def test_a_row_takes_a_new_status_in_its_place(store: SqliteStore) -> None:
    store.intend(an_entry())
    store.intend(an_entry(Step.FOLLOW_UP))
    drafted = an_entry(status=EntryStatus.DRAFTED, uid=3, uidvalidity=7)

    store.update(drafted)

    assert store.entries() == (drafted, an_entry(Step.FOLLOW_UP))


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        (EntryStatus.APPROVED, True),
        (EntryStatus.LEAVING, True),
        (EntryStatus.UNCERTAIN, True),
        (EntryStatus.SENT, False),
        (EntryStatus.REFUSED, False),
        (EntryStatus.WITHDRAWN, False),
        (EntryStatus.EDITED, False),
    ],
)
def test_the_bytes_of_a_letter_are_kept_until_it_has_settled(
    store: SqliteStore, status: EntryStatus, kept: bool
) -> None:
    row = an_entry(message_id="<ours@x.example>")
    store.intend(row)
    store.keep_letter("<ours@x.example>", b"Dear Jo")

    store.update(replace(row, status=status))

    assert (store.letter("<ours@x.example>") is not None) is kept


def test_a_row_that_was_never_intended_cannot_be_updated(store: SqliteStore) -> None:
    with pytest.raises(LookupError):
        store.update(an_entry())


def test_cases_whose_time_has_come_are_due(store: SqliteStore) -> None:
    for name, days in (("late", 3), ("soon", 1), ("never", None)):
        wake_at = MONDAY + timedelta(days=days) if days else None
        store.look_done(a_case(name), looked_at=MONDAY, wake_at=wake_at, events=[])

    due = store.due_cases(MONDAY + timedelta(days=1))

    assert [case.id for case in due] == ["soon"]
    assert store.next_wake() == MONDAY + timedelta(days=1)
    assert store.looked_at("never") == MONDAY
    assert store.looked_at("unknown") is None


def test_a_merged_case_replaces_the_others_and_keeps_their_ledger(store: SqliteStore) -> None:
    store.look_done(a_case("c1"), looked_at=MONDAY, wake_at=None, events=[an_event("c1")])
    later = MONDAY + timedelta(hours=1)

    store.look_done(
        a_case("c2", aliases=("c1",)),
        looked_at=later,
        wake_at=None,
        events=[an_event("c2", later)],
        replaces=["c1"],
    )

    assert [case.id for case in store.cases()] == ["c2"]
    assert [event.case for event in store.events("c2")] == ["c1", "c2"]
    assert store.events("c3") == ()


def test_the_same_doubt_is_asked_once(store: SqliteStore) -> None:
    question = Question("q1", "c1", "Did it take place?", ("yes", "no"), None)

    asked = [store.ask(question, MONDAY), store.ask(question, MONDAY)]

    assert asked == [True, False]


PROMPT = Prompt("c1", "u1", date(2026, 3, 2), "<asked@home.example>", MONDAY, "How did it go?")


def test_a_round_is_asked_about_once(store: SqliteStore) -> None:
    again = replace(PROMPT, case="c2", message_id="<again@home.example>")

    assert store.prompts.intend(PROMPT)
    assert not store.prompts.intend(again)
    assert store.prompts.all() == (PROMPT,)


def test_what_surely_lies_nowhere_may_be_asked_again(store: SqliteStore) -> None:
    store.prompts.intend(PROMPT)

    store.prompts.forget(PROMPT)

    assert store.prompts.all() == ()
    assert store.prompts.intend(PROMPT)


def test_a_reply_is_heard_once_with_its_words_and_what_became_of_the_question(
    store: SqliteStore,
) -> None:
    store.prompts.intend(PROMPT)
    closed = replace(PROMPT, closed_at=MONDAY)
    note = Word("w1", "c1", MONDAY, Says.NOTE, value="the warehouse", on=date(2026, 3, 2))

    assert store.prompts.hear("<reply@home.example>", closed, [note])
    assert not store.prompts.hear("<reply@home.example>", PROMPT, [note])

    assert store.words() == (note,)
    assert store.prompts.all() == (closed,)


def test_the_first_start_is_remembered(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path)) as store:
        assert store.started_at(MONDAY) == MONDAY

    with closing(SqliteStore(tmp_path)) as store:
        assert store.started_at(MONDAY + timedelta(days=3)) == MONDAY
        assert store.synced_at() is None
        store.note_sync(MONDAY + timedelta(days=3))
        assert store.synced_at() == MONDAY + timedelta(days=3)


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path)) as store:
        store.take_in(INBOX, [a_full_reading()], [], MONDAY)
        store.intend(an_entry())

    with closing(SqliteStore(tmp_path)) as store:
        assert store.readings() == (a_full_reading(),)
        assert store.entries() == (an_entry(),)


def test_only_the_owner_may_look_into_the_state(tmp_path: Path) -> None:
    directory = tmp_path / "state"

    with closing(SqliteStore(directory)) as store:
        store.note_sync(MONDAY)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}

    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}


def test_a_second_process_is_refused_with_one_line(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from agent.errors import OwnerError
from agent.store.sqlite import SqliteStore
try:
    SqliteStore(Path({str(tmp_path)!r}))
except OwnerError as error:
    print(error)
"""
    with closing(SqliteStore(tmp_path)):
        second = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert "already running" in second.stdout
    assert second.stdout.count("\n") == 1
    with closing(SqliteStore(tmp_path)):
        pass  # the lock went with its holder


def test_a_reader_needs_no_lock_and_changes_nothing(tmp_path: Path) -> None:
    with (
        closing(SqliteStore(tmp_path)) as writer,
        closing(SqliteStore(tmp_path, Access.READ)) as reader,
    ):
        writer.intend(an_entry())

        assert reader.entries() == (an_entry(),)
        assert reader.started_at(MONDAY) == MONDAY
        with pytest.raises(OwnerError):
            reader.note_sync(MONDAY)


def test_a_reader_is_never_locked_out_while_the_daemon_writes(tmp_path: Path) -> None:
    with (
        closing(SqliteStore(tmp_path)) as writer,
        ThreadPoolExecutor(max_workers=1) as elsewhere,
    ):
        looks = elsewhere.submit(_look_again_and_again, tmp_path)
        for number in range(50):
            writer.intend(an_entry(key=replace(an_entry().key, wait=f"<{number}>")))

        assert looks.result() <= 50


def _look_again_and_again(directory: Path) -> int:
    seen = 0
    for _ in range(20):
        with closing(SqliteStore(directory, Access.READ)) as reader:
            seen = max(seen, len(reader.entries()))
    return seen


def test_a_migration_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    with closing(Database(tmp_path / FILE)) as database:
        with pytest.raises(sqlite3.Error):
            database._run_script("BEGIN; CREATE TABLE half (done TEXT); CREATE NONSENSE; COMMIT;")

        tables = database.rows("SELECT name FROM sqlite_master WHERE name = 'half'")
        assert tables == []


def test_a_reader_does_not_bring_old_tables_up_to_date(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")  # as if the first start had been cut short

    with pytest.raises(OwnerError, match="afterword once"):
        SqliteStore(tmp_path, Access.READ)


def test_before_the_first_start_a_reader_sees_an_empty_store(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "none", Access.READ)) as reader:
        assert reader.cases() == ()
        assert reader.synced_at() is None

    assert not (tmp_path / "none").exists()


def test_commits_reach_the_disk_before_they_count(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path)) as store:
        assert store._database.value("PRAGMA journal_mode") == "wal"
        assert store._database.value("PRAGMA synchronous") == 2


@pytest.mark.parametrize("statement", ["INSERT INTO reading", "INSERT OR REPLACE INTO cursor"])
def test_killed_between_two_statements_nothing_of_the_batch_is_there(
    tmp_path: Path, statement: str
) -> None:
    script = f"""
import os, signal
from pathlib import Path
from agent.store.sqlite import SqliteStore
from {__name__.rpartition(".")[2]} import *

store = SqliteStore(Path({str(tmp_path)!r}))
store.take_in(Cursor("INBOX", 7, 1), [a_reading("k1")], [], MONDAY)
def kill(sql):
    if sql.startswith({statement!r}):
        os.kill(os.getpid(), signal.SIGKILL)
store._database._connection.set_trace_callback(kill)
store.take_in(Cursor("INBOX", 7, 2), [a_reading("k2")], [], MONDAY)
"""
    environment = {**os.environ, "PYTHONPATH": f"{Path.cwd()}:{Path(__file__).parent}"}

    killed = subprocess.run([sys.executable, "-c", script], env=environment, check=False)

    assert killed.returncode == -signal.SIGKILL
    with closing(SqliteStore(tmp_path)) as store:
        assert [reading.envelope.key for reading in store.readings()] == ["k1"]
        assert store.cursor("INBOX") == Cursor("INBOX", 7, 1)


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(OwnerError, match="newer Afterword"):
        SqliteStore(tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database, but long enough to look like one" * 40)

    with pytest.raises(OwnerError, match="Restore a backup"):
        SqliteStore(tmp_path)


def test_a_full_disk_is_named_and_nothing_half_done_remains(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path)) as store:
        pages = store._database.value("PRAGMA page_count")
        store._database.value(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(OwnerError, match="disk is full"):
            store.intend(an_entry(text="long " * 10_000))

        assert store.entries() == ()


@contextmanager
def without_roots_powers() -> Iterator[None]:
    """Root may write everywhere; nobody may not."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with without_roots_powers(), pytest.raises(OwnerError, match="permissions"):
        SqliteStore(tmp_path / "state")

    tmp_path.chmod(0o700)


def test_a_file_in_the_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")

    with pytest.raises(OwnerError, match=r"state\.directory"):
        SqliteStore(tmp_path / "state")
