"""The question mail and the reply to it: one mail for a talk whatever breaks, and nobody but the
owner can answer it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agent.cases.case import Entry, EntryStatus
from agent.cases.event import Event, Happening
from agent.cases.word import Says
from agent.ports import Arrival, Folder, Place, Role
from agent.reading.mime import parse
from agent.replay import ALL_MAIL, SavedMailbox, replay
from agent.writing.wording import codes
from tests.jobs.fakes import INBOX, ME, SENT, TRASH, Agent, Crash
from tests.jobs.test_steering import resting
from tests.jobs.test_telling import END, INVITED, START, THANK_YOU_DUE, says
from tests.letters import NADIA, ROBIN, invitation, london, mail

ASK_AT = london("2026-03-05 15:30")
SOON = london("2026-03-05 15:45")
LATER = london("2026-03-05 18:00")
NOTE = "the move to the new warehouse"


def an_agent(*, asks: bool = True) -> Agent:
    """One who asks, on the evening before the talk."""
    agent = Agent()
    agent.desk = replace(agent.desk, policy=replace(agent.desk.policy, question_mails=asks))
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)
    return agent


def asked(agent: Agent) -> str:
    """The Message-ID of the one question mail."""
    [raw] = agent.mailbox.questions
    return parse(raw).envelope.message_id or ""


def a_reply(
    text: str, to: str, *, at: datetime = SOON, n: int = 1, sender: str = ROBIN, goes: str = ROBIN
) -> bytes:
    return mail(
        f"{text}\n\nOn Thu, 5 Mar 2026 at 15:30, Robin Ashby wrote:\n> How did it go?\n",
        at=at,
        message_id=f"<reply-{n}@ashby.example>",
        subject="Re: How did it go?",
        sender=sender,
        to=goes,
        reply_to=to,
    )


def replies(agent: Agent, text: str, *, at: datetime = SOON, n: int = 1) -> tuple[Event, ...]:
    """The owner answers: one copy comes back, one lies in Sent."""
    raw = a_reply(text, asked(agent), at=at, n=n)
    agent.mailbox.deliver(INBOX, raw, at)
    agent.mailbox.deliver(SENT, raw, at)
    return agent.at(at)


def notes(agent: Agent) -> list[str]:
    return [word.value for word in agent.desk.store.words() if word.says is Says.NOTE]


def thanks(agent: Agent) -> list[str]:
    """The texts that lie in Drafts."""
    return [parse(lying.raw).text for lying in agent.mailbox.in_drafts]


def row(agent: Agent) -> Entry:
    [entry] = agent.desk.store.entries()
    return entry


def test_half_an_hour_after_the_talk_the_owner_is_asked_in_their_own_inbox() -> None:
    agent = an_agent()

    agent.at(END)
    before = list(agent.mailbox.questions)
    events = agent.at(ASK_AT)

    assert before == []
    assert events == ()
    [raw] = agent.mailbox.questions
    envelope = parse(raw).envelope
    assert [a.address for a in (*envelope.from_, *envelope.to)] == [ME, ME]
    assert "Larkspur Analytics, Data Engineer: Nadia Brandt" in parse(raw).text
    assert agent.desk.store.next_wake() == THANK_YOU_DUE


def test_nobody_is_asked_unless_it_is_switched_on() -> None:
    agent = an_agent(asks=False)

    agent.at(ASK_AT)

    assert agent.mailbox.questions == []


def test_a_talk_is_asked_about_once() -> None:
    agent = an_agent()

    for clock in ("15:30", "15:31", "17:00", "23:00"):
        agent.at(london(f"2026-03-05 {clock}"))

    assert len(agent.mailbox.questions) == 1


@pytest.mark.parametrize("lost", ["answer_is_lost", "append_is_lost"])
def test_where_the_answer_was_lost_it_is_not_put_there_again(lost: str) -> None:
    agent = an_agent()
    setattr(agent.mailbox, lost, True)

    agent.at(ASK_AT)
    setattr(agent.mailbox, lost, False)
    for clock in ("15:31", "16:00", "16:45"):
        agent.at(london(f"2026-03-05 {clock}"))

    assert len(agent.mailbox.questions) == 1


def test_what_the_server_refused_is_tried_again_and_holds_up_no_draft() -> None:
    agent = an_agent()
    agent.mailbox.is_full = True

    agent.at(ASK_AT)
    assert agent.desk.store.next_wake() == SOON
    agent.at(THANK_YOU_DUE)
    assert len(thanks(agent)) == 1
    agent.mailbox.is_full = False
    agent.at(london("2026-03-05 17:15"))

    assert len(agent.mailbox.questions) == 1


def test_the_owners_reply_is_named_in_the_thank_you() -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    replies(agent, NOTE)
    [drafted] = agent.at(THANK_YOU_DUE)

    assert notes(agent) == [NOTE]
    assert drafted.event is Happening.DRAFTED
    assert NOTE in (drafted.text or "")


def test_several_replies_add_up_and_a_copy_counts_once() -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    replies(agent, NOTE)
    agent.mailbox.deliver(SENT, a_reply(NOTE, asked(agent)), SOON)  # what some programs do
    replies(agent, "They were late. They said sorry.", n=2)

    assert notes(agent) == [NOTE, "They were late. They said sorry."]


@pytest.mark.parametrize("words", ["nothing", "Skip", "Nichts", "rien"])
def test_nothing_is_no_note_and_closes_the_question(words: str) -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    replies(agent, words)
    replies(agent, NOTE, n=2)

    assert notes(agent) == []


def test_a_reply_after_a_week_comes_too_late() -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    replies(agent, NOTE, at=london("2026-03-12 15:30"))

    assert notes(agent) == []


FORGED = [
    ("in the INBOX, where anybody can put it", INBOX, {}),
    ("in the trash", TRASH, {}),
    ("from somebody else", SENT, {"sender": NADIA}),
    ("to the employer", SENT, {"goes": NADIA}),
]


@pytest.mark.parametrize(("name", "folder", "changes"), FORGED, ids=[f[0] for f in FORGED])
def test_what_the_owner_did_not_send_to_themself_is_no_note(
    name: str, folder: Folder, changes: dict[str, str]
) -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    agent.mailbox.deliver(folder, a_reply(NOTE, asked(agent), **changes), SOON)  # type: ignore[arg-type]
    agent.at(SOON)

    assert notes(agent) == []


def test_an_answer_to_an_id_that_is_not_ours_is_no_note() -> None:
    agent = an_agent()
    agent.at(ASK_AT)

    agent.mailbox.deliver(SENT, a_reply(NOTE, "<ours-999@ashby.example>"), SOON)
    agent.at(SOON)

    assert notes(agent) == []


def test_what_fails_the_checks_of_its_sender_is_no_note_wherever_it_lies() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    verdict = b"Authentication-Results: mx.ashby.example; dmarc=fail header.from=ashby.example\r\n"

    agent.mailbox.deliver(SENT, verdict + a_reply(NOTE, asked(agent)), SOON)
    agent.at(SOON)

    assert notes(agent) == []


@pytest.mark.parametrize(("labelled", "expected"), [(True, [NOTE]), (False, [])])
def test_on_gmail_the_label_tells_what_was_sent(labelled: bool, expected: list[str]) -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    everything = Folder("[Gmail]/All Mail", Role.ALL)

    raw = a_reply(NOTE, asked(agent))
    agent.mailbox.arrivals[everything] = [Arrival(everything, 1, SOON, raw, labelled)]
    agent.at(SOON)

    assert notes(agent) == expected


def test_question_and_reply_are_no_mail_about_the_case() -> None:
    """S13, J5."""
    agent = an_agent()
    agent.at(ASK_AT)

    replies(agent, "Thank you for the interview. I am following up on it.")

    [case] = agent.desk.store.cases()
    assert [mention.outgoing for mention in case.mentions] == [False]
    assert case.attempts == ()
    agent.at(THANK_YOU_DUE)
    assert len(thanks(agent)) == 1


def test_whoever_copies_our_id_hides_nothing() -> None:
    """D9."""
    agent = an_agent()
    agent.at(ASK_AT)
    copied = mail(
        "Dear Robin,\n\nwe have decided to move forward with another candidate.\n\nNadia Brandt\n",
        at=SOON,
        message_id=asked(agent),
        subject="Your application as Data Engineer at Larkspur Analytics",
    )

    agent.mailbox.deliver(INBOX, copied, SOON)
    events = agent.at(SOON)

    assert Happening.CLOSED in [event.event for event in events]


@pytest.mark.parametrize("language", sorted(codes()))
def test_a_database_that_is_lost_makes_question_and_reply_nobodys_step(language: str) -> None:
    """M7."""
    agent = an_agent()
    agent.desk = replace(agent.desk, profile=replace(agent.desk.profile, languages=(language,)))
    agent.at(ASK_AT)
    replies(agent, NOTE)

    anew = Agent(agent.mailbox)
    anew.at(THANK_YOU_DUE)

    assert len(thanks(anew)) == 1


def replayed(*, asks: bool) -> tuple[list[Event], int]:
    """What a replay tells of the invitation and of a question mail of long ago with its reply, and
    how many questions it asked."""
    agent = Agent()
    old = london("2026-03-03 11:00")
    ours = mail("How did it go?", at=old, message_id="<old@ashby.example>", sender=ROBIN)
    history = [
        Arrival(ALL_MAIL, 0, INVITED, invitation(at=INVITED, start=START, end=END)),
        Arrival(ALL_MAIL, 0, old, ours),
        Arrival(ALL_MAIL, 0, old, a_reply(NOTE, "<old@ashby.example>", at=old)),
    ]
    mailbox = SavedMailbox(history, owner_sends=True)
    policy = replace(agent.desk.policy, question_mails=asks)
    ids = iter(f"<ours-{number}@ashby.example>" for number in range(1000))
    desk = replace(agent.desk, mailbox=mailbox, policy=policy, new_message_id=lambda: next(ids))
    events = list(replay(desk, mailbox, until=london("2026-05-31 12:00")))
    without_ids = [replace(event, evidence=None) for event in events]  # ours are random
    return without_ids, len(desk.store.prompts.all())


def test_a_replay_tells_the_same_whether_it_asks_or_not() -> None:
    quiet, none = replayed(asks=False)
    asking, one = replayed(asks=True)

    assert asking == quiet
    assert (none, one) == (0, 1)
    drafted = [event.step for event in quiet if event.event is Happening.DRAFTED]
    assert drafted == ["thank_you", "follow_up", "final_attempt"]


def test_a_reply_makes_the_thank_you_anew_that_nobody_has_touched() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    before = row(agent)

    [drafted] = replies(agent, NOTE, at=LATER)

    [text] = thanks(agent)
    assert NOTE in text
    assert drafted.event is Happening.DRAFTED
    assert "your note" in drafted.because
    assert (row(agent).key, row(agent).status) == (before.key, EntryStatus.DRAFTED)
    assert row(agent).message_id != before.message_id
    agent.at(london("2026-03-05 19:00"))
    assert thanks(agent) == [text]


def test_a_thank_you_that_the_owner_edited_stays_as_it_is() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    [lying] = agent.mailbox.in_drafts
    edited = replace(lying, raw=lying.raw.replace(b"Nadia", b"Nadja"))
    agent.mailbox.in_drafts = [edited]

    replies(agent, NOTE, at=LATER)

    assert agent.mailbox.in_drafts == [edited]
    assert row(agent).status is EntryStatus.EDITED


def test_a_thank_you_that_the_owner_moved_to_be_approved_stays_as_it_is() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    [lying] = agent.mailbox.in_drafts
    moved = replace(lying, place=Place.APPROVED)
    agent.mailbox.in_drafts = [moved]

    replies(agent, NOTE, at=LATER)

    assert agent.mailbox.in_drafts == [moved]


def test_a_thank_you_that_was_sent_is_not_made_again() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    [lying] = agent.mailbox.in_drafts
    agent.mailbox.in_drafts = []
    agent.mailbox.deliver(SENT, lying.raw, london("2026-03-05 17:20"))

    replies(agent, NOTE, at=LATER)

    assert thanks(agent) == []
    assert row(agent).status is EntryStatus.SENT


def test_at_night_the_thank_you_waits_for_the_morning_to_be_made_anew() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)

    replies(agent, NOTE, at=london("2026-03-05 23:00"))
    [text] = thanks(agent)
    agent.at(london("2026-03-06 08:30"))

    assert NOTE not in text
    assert NOTE in thanks(agent)[0]


def test_in_a_pause_nothing_is_asked_and_no_draft_made_anew() -> None:
    agent = resting(an_agent())
    agent.desk.store.pause(SOON)
    agent.at(ASK_AT)
    in_pause = list(agent.mailbox.questions)
    agent.at(SOON)
    agent.at(THANK_YOU_DUE)
    agent.desk.store.pause(LATER + timedelta(minutes=1))
    replies(agent, NOTE, at=LATER)
    [lying] = thanks(agent)
    agent.at(LATER + timedelta(minutes=1))

    assert in_pause == []
    assert len(agent.mailbox.questions) == 1
    assert NOTE not in lying
    assert NOTE in thanks(agent)[0]


def test_a_note_on_the_command_line_makes_it_anew_too() -> None:
    agent = an_agent(asks=False)
    agent.at(THANK_YOU_DUE)

    says(agent, "2026-03-05 18:00", Says.NOTE, NOTE)
    agent.at(LATER)

    assert NOTE in thanks(agent)[0]


def test_a_crash_before_the_old_draft_is_removed_leaves_one() -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    agent.mailbox.dies_at = "remove_draft"
    with pytest.raises(Crash):
        replies(agent, NOTE, at=LATER)

    agent.mailbox.dies_at = ""
    for clock in ("18:05", "18:30", "19:30"):
        agent.at(london(f"2026-03-05 {clock}"))

    assert len(thanks(agent)) == 1


@pytest.mark.parametrize("dies_at", ["append_draft", "after append_draft"])
def test_a_crash_after_the_old_draft_is_removed_leaves_one_with_the_note(dies_at: str) -> None:
    agent = an_agent()
    agent.at(ASK_AT)
    agent.at(THANK_YOU_DUE)
    agent.mailbox.dies_at = dies_at
    with pytest.raises(Crash):
        replies(agent, NOTE, at=LATER)

    agent.mailbox.dies_at = ""
    for clock in ("18:05", "18:30", "19:30"):
        agent.at(london(f"2026-03-05 {clock}"))

    [text] = thanks(agent)
    assert NOTE in text
