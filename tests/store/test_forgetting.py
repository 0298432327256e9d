"""What is forgotten is gone from the file, and does not come back with its mails."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from agent.cases.case import Mention, Question
from agent.cases.prompts import Prompt
from agent.cases.word import Says, Word
from agent.reading.facts import Kind
from agent.store.database import FILE
from agent.store.sqlite import SqliteStore
from tests.store.test_sqlite import INBOX, MONDAY, a_case, a_reading, an_entry, an_event

SECRET = "Zanzibarlampe"


def of_mail(key: str) -> Mention:
    return Mention(
        message_id=f"<{key}@x.example>",
        key=key,
        at=MONDAY,
        outgoing=False,
        kind=Kind.INVITATION,
        subject=SECRET,
        words="",
        answers=False,
        signs=frozenset(),
    )


def a_store(directory: Path | None = None) -> SqliteStore:
    """Two cases; the first is about a word that stands nowhere else."""
    store = SqliteStore(directory)
    mine = [a_reading("k1", words=SECRET), a_reading("k2")]
    store.take_in(INBOX, [*mine, a_reading("k3")], [], MONDAY, uids=[1, 2, 3])
    for case, keys in (("c1", ["k1", "k2"]), ("c2", ["k3"])):
        entry = an_entry()
        ours = replace(entry, key=replace(entry.key, case=case), text=SECRET)
        store.intend(replace(ours, message_id=f"<ours-{case}@x.example>"))
        found = replace(a_case(case), mentions=tuple(map(of_mail, keys)), company=SECRET)
        store.look_done(found, looked_at=MONDAY, wake_at=MONDAY, events=[an_event(case)])
        store.ask(Question(f"q-{case}", case, "Is it?", ("yes", "no"), None), MONDAY)
        store.say([Word(f"w-{case}", case, MONDAY, Says.NOTE, value=SECRET)])
        prompt = Prompt(case, f"r-{case}", None, f"<asked-{case}@x.example>", MONDAY, SECRET)
        store.prompts.intend(prompt)
        store.keep_letter(f"<ours-{case}@x.example>", SECRET.encode())
        store.prompts.hear(f"<reply-{case}@x.example>", prompt, [])
    return store


def test_everything_of_the_case_is_gone_and_nothing_of_the_others() -> None:
    with closing(a_store()) as store:
        store.forget_case(store.cases_known_as(["c1"])[0])

        assert [reading.envelope.key for reading in store.readings()] == ["k3"]
        assert [case.id for case in store.cases()] == ["c2"]
        assert [entry.key.case for entry in store.entries()] == ["c2"]
        assert [event.case for event in store.events()] == ["c2"]
        assert [question.id for question in store.questions()] == ["q-c2"]
        assert [word.id for word in store.words()] == ["w-c2"]
        assert [prompt.case for prompt in store.prompts.all()] == ["c2"]
        assert store.sightings("k1") == ()
        assert store.letter("<ours-c1@x.example>") is None
        assert store.letter("<ours-c2@x.example>") is not None


def test_its_words_are_nowhere_in_the_files(tmp_path: Path) -> None:
    with closing(a_store(tmp_path)) as store:
        for case in store.cases():
            store.forget_case(case)

        left = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))

    assert SECRET.encode() not in left


def test_what_a_migration_has_left_goes_too(tmp_path: Path) -> None:
    copy = tmp_path / f"{FILE}.v1"
    copy.write_text(SECRET)

    with closing(a_store(tmp_path)) as store:
        store.forget_case(store.cases_known_as(["c1"])[0])

    assert not copy.exists()


def test_its_mails_and_what_answers_them_are_not_taken_in_again() -> None:
    answer = a_reading("k9", kind=Kind.REJECTION)
    answer = replace(answer, envelope=replace(answer.envelope, in_reply_to=("<k1@x.example>",)))
    with closing(a_store()) as store:
        store.forget_case(store.cases_known_as(["c1"])[0])

        coming = [a_reading("k1"), answer, a_reading("k10")]
        new = store.take_in(INBOX, coming, [], MONDAY, uids=[4, 5, 6])

        assert [reading.envelope.key for reading in new] == ["k10"]
        assert store.sightings("k9") == ()


def test_what_comes_after_it_is_news_once() -> None:
    with closing(a_store()) as store:
        store.forget_case(store.cases_known_as(["c1"])[0])
        first = store.news((0, 0))

        store.take_in(INBOX, [a_reading("k11")], [], MONDAY)
        second = store.news(first.upto)

        assert [reading.envelope.key for reading in second.readings] == ["k11"]
        assert store.news(second.upto).readings == ()
