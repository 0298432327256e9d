"""A letter leaves at most once, never after the answer, and only as the owner has approved it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from agent.cases.case import Entry, EntryStatus, Mode, Step
from agent.cases.event import Happening
from agent.cases.reasons import Reason
from agent.cases.word import Says, Word
from agent.errors import LoginRefused, OwnerError, Permanent, Temporary, Uncertain
from agent.ports import DeadLetter, Outgoing, Place
from agent.reading.mime import parse
from agent.telling import approve
from tests.jobs.fakes import INBOX, SENT, Agent, FakeMailbox
from tests.jobs.test_telling import THANK_YOU_DUE, an_agent, says, speaking
from tests.letters import ROBIN, invitation, london, mail, rejection

APPROVED = THANK_YOU_DUE + timedelta(minutes=5)
LEAVES = APPROVED + timedelta(minutes=2)
NADIA = "nadia.brandt@larkspur.example"


@dataclass
class Submission:
    """A server that takes a letter, or does what a test asks for instead."""

    taken: list[Outgoing] = field(default_factory=list)
    before: Callable[[], None] | None = None  # before the recipient is agreed
    fails: Exception | None = None  # before the text
    lost: Exception | None = None  # after it was taken

    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        if self.before:
            self.before()
        if self.fails:
            raise self.fails
        begin()
        self.taken.append(letter)
        if self.lost:
            raise self.lost
        return "taken"


class Office(Agent):
    """An agent that may send what is approved."""

    def __init__(self, mode: Mode = Mode.APPROVE) -> None:
        super().__init__(FakeMailbox())
        self.server = Submission()
        self.desk = replace(
            self.desk,
            policy=replace(self.desk.policy, modes=dict.fromkeys(Step, mode)),
            sender=self.server,
            halted=lambda at: self.desk.store.paused_until(at) is not None,
        )

    def approve(self, at: datetime = APPROVED) -> None:
        [lying] = self.mailbox.in_drafts
        case = self.desk.store.cases()[0].id
        word = Word("approval", case, at, Says.APPROVE, value=lying.message_id or "")
        self.desk.store.say([word])

    @property
    def row(self) -> Entry:
        [entry] = [e for e in self.desk.store.entries() if e.key.step is Step.THANK_YOU]
        return entry


def drafted(mode: Mode = Mode.APPROVE) -> Office:
    """The thank-you lies in Drafts; a note of the owner's leaves no place to be filled in it."""
    office = Office(mode)
    known = an_agent()
    for arrival in known.mailbox.arrivals[INBOX]:
        office.mailbox.deliver(INBOX, arrival.raw, arrival.received_at)
    office.at(london("2026-03-03 10:30"))
    says(office, "2026-03-05 15:30", Says.NOTE, "the move to the new warehouse")
    office.at(THANK_YOU_DUE)
    return office


def approved() -> Office:
    """It is approved, and waits for the second look."""
    office = drafted()
    office.approve()
    office.at(APPROVED + timedelta(seconds=1))
    return office


def test_a_draft_leaves_only_once_it_is_approved() -> None:
    office = drafted()

    office.at(THANK_YOU_DUE + timedelta(hours=1))

    assert office.server.taken == []
    assert office.row.status is EntryStatus.DRAFTED


def test_an_approved_letter_leaves_as_it_lay_there_and_its_draft_goes() -> None:
    office = approved()
    [lay] = office.mailbox.in_drafts

    events = office.at(LEAVES + timedelta(seconds=1))

    [letter] = office.server.taken
    sent, was = parse(letter.raw), parse(lay.raw)
    assert (letter.sender, letter.recipient) == ("robin@ashby.example", NADIA)
    assert (sent.text, sent.envelope.subject) == (was.text, was.envelope.subject)
    assert sent.envelope.message_id == was.envelope.message_id
    assert office.mailbox.in_drafts == []
    assert [event.event for event in events] == [Happening.SENT]
    assert office.row.status is EntryStatus.SENT


def test_it_leaves_once_however_often_one_looks() -> None:
    office = approved()

    for hours in range(48):
        office.at(LEAVES + timedelta(hours=hours, seconds=1))

    assert len(office.server.taken) == 1


def test_two_looks_agree_before_it_leaves() -> None:
    """B14."""
    office = approved()

    office.at(LEAVES - timedelta(seconds=1))

    assert office.server.taken == []


def test_an_answer_that_comes_with_the_last_look_stops_it() -> None:
    """B1, S2: it lies in the mailbox, and only the look right before leaving sees it."""
    office = approved()
    office.mailbox.on_afresh = lambda: office.mailbox.deliver(INBOX, rejection(at=LEAVES), LEAVES)

    office.at(LEAVES + timedelta(seconds=1))
    office.mailbox.on_afresh = None
    office.at(LEAVES + timedelta(minutes=5))

    assert office.server.taken == []
    assert office.mailbox.in_drafts == []  # taken back: it is not true any more
    told = [event.event for event in office.desk.store.events()]
    assert told.count(Happening.DRAFTED) == 1  # not told as a new draft
    assert Happening.WITHDRAWN in told


def test_a_server_of_mail_that_is_away_means_that_nothing_leaves() -> None:
    """B3, S3."""
    office = approved()

    def away() -> None:
        office.mailbox.away = True

    office.mailbox.on_afresh = away
    with pytest.raises(Temporary):
        office.at(LEAVES + timedelta(seconds=1))
    office.mailbox.on_afresh, office.mailbox.away = None, False
    office.at(LEAVES + timedelta(minutes=1))

    assert len(office.server.taken) == 1  # later, when it can be looked at


def test_a_mail_that_cannot_be_read_holds_it() -> None:
    office = approved()
    office.desk = replace(
        office.desk,
        read=lambda arrival: DeadLetter("INBOX", arrival.uid, 1, arrival.received_at, "too long"),
    )
    office.mailbox.deliver(INBOX, rejection(at=LEAVES), LEAVES)

    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []


@pytest.mark.parametrize("what", ["pause", "hold", "skip", "stopped"])
def test_the_owner_stops_it_to_the_last(what: str) -> None:
    """S8, B6."""
    office = approved()

    if what == "pause":
        office.desk.store.pause(None)
    else:
        values = ["thank_you"] if what == "skip" else []
        says(office, "2026-03-05 17:06", Says(what), *values)
    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []


def test_a_pause_that_begins_while_the_server_is_asked_stops_it_before_the_text() -> None:
    office = approved()
    office.server.before = lambda: office.desk.store.pause(None)

    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []
    assert office.row.status is EntryStatus.APPROVED


def test_a_look_that_has_become_old_while_the_server_was_slow_does_not_count() -> None:
    """S2: at most thirty seconds."""
    office = approved()

    def slow() -> None:
        office.now += timedelta(seconds=31)

    office.server.before = slow
    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []
    assert office.row.tries == 1


def test_a_draft_that_is_deleted_after_its_approval_does_not_leave() -> None:
    office = approved()
    office.mailbox.in_drafts.clear()

    for minutes in (0, 5, 30):
        office.at(LEAVES + timedelta(minutes=minutes, seconds=1))

    assert office.server.taken == []
    assert office.row.status is EntryStatus.DECLINED


def test_a_draft_that_is_changed_after_its_approval_waits_for_a_new_one() -> None:
    office = approved()
    [lay] = office.mailbox.in_drafts
    office.mailbox.in_drafts[:] = [
        replace(lay, raw=lay.raw.replace(b"Kind regards", b"Best wishes"))
    ]

    office.at(LEAVES + timedelta(seconds=1))
    assert office.server.taken == []
    assert office.row.status is EntryStatus.EDITED
    last = office.desk.store.events()[-1]
    assert (last.event, last.reason) == (Happening.HELD, Reason.CHANGED_SINCE)

    office.approve(LEAVES + timedelta(minutes=5))
    office.at(LEAVES + timedelta(minutes=6))
    office.at(LEAVES + timedelta(minutes=9))

    [letter] = office.server.taken
    assert b"Best wishes" in letter.raw


@pytest.mark.parametrize(
    "change",
    [
        (b"To: ", b"To: Eve <eve@other.example>, "),
        (b"Subject: ", b"Bcc: eve@other.example\r\nSubject: "),
        (b"Subject: ", b"Cc: eve@other.example\r\nSubject: "),
        (b"warehouse", b"warehouse =E2=9F=A6a sentence=E2=9F=A7"),
    ],
    ids=["another recipient", "a blind copy", "a copy", "a marked place"],
)
def test_what_breaks_a_rule_is_not_fixed_and_says_why(change: tuple[bytes, bytes]) -> None:
    """S6, E1."""
    office = drafted()
    [lay] = office.mailbox.in_drafts
    office.mailbox.in_drafts[:] = [replace(lay, raw=lay.raw.replace(*change, 1))]
    office.approve()

    office.at(APPROVED + timedelta(seconds=1))
    office.at(LEAVES + timedelta(minutes=5))

    assert office.server.taken == []
    assert office.row.reason == Reason.TEXT_REFUSED
    told = [e for e in office.desk.store.events() if e.reason == Reason.TEXT_REFUSED]
    assert [event.event for event in told] == [Happening.HELD]  # H1: once, in the ledger


def test_what_is_surely_not_sent_is_tried_again_later_with_the_same_bytes() -> None:
    """A16."""
    office = approved()
    office.server.fails = Temporary("greylisted")
    office.at(LEAVES + timedelta(seconds=1))
    before = office.desk.store.letter(office.row.message_id or "")

    office.server.fails = None
    office.at(LEAVES + timedelta(minutes=4))
    early = len(office.server.taken)
    office.at(LEAVES + timedelta(minutes=6))

    assert early == 0
    assert [letter.raw for letter in office.server.taken] == [before]


def test_a_server_that_never_takes_it_ends_as_too_late_and_says_so() -> None:
    office = approved()
    office.server.fails = Temporary("busy")

    for hours in range(24 * 6):
        office.at(LEAVES + timedelta(hours=hours, seconds=1))

    assert office.server.taken == []
    assert office.row.status is not EntryStatus.APPROVED


def test_a_letter_that_is_refused_for_good_is_not_tried_again() -> None:
    """A13."""
    office = approved()
    office.server.fails = Permanent("550 no such user")
    events = office.at(LEAVES + timedelta(seconds=1))

    office.server.fails = None
    office.at(LEAVES + timedelta(days=1))

    assert office.server.taken == []
    assert [(e.event, e.reason) for e in events] == [(Happening.SKIPPED, Reason.MAIL_REFUSED)]


def test_a_refused_login_is_tried_rarely() -> None:
    """A12: at most three tries a day are no storm."""
    office = approved()
    tries: list[datetime] = []
    office.server.before = lambda: tries.append(office.now)
    office.server.fails = LoginRefused("535 wrong password")

    for minutes in range(0, 180, 5):
        office.at(LEAVES + timedelta(minutes=minutes, seconds=1))

    assert len(tries) == 3


def test_a_lost_reply_is_uncertain_is_asked_about_and_never_sent_again() -> None:
    """A1, S5."""
    office = approved()
    office.server.lost = Uncertain("no reply after the dot")
    office.at(LEAVES + timedelta(seconds=1))
    assert office.row.status is EntryStatus.UNCERTAIN

    office.server.lost = None
    for hours in range(60):
        office.at(LEAVES + timedelta(hours=hours, minutes=1))

    assert len(office.server.taken) == 1
    assert "Has the thank you" in office.desk.store.questions()[0].text


def test_a_copy_in_sent_makes_an_uncertain_letter_a_sent_one() -> None:
    office = approved()
    office.server.lost = Uncertain("no reply after the dot")
    office.at(LEAVES + timedelta(seconds=1))

    [letter] = office.server.taken
    office.mailbox.deliver(SENT, letter.raw, LEAVES + timedelta(minutes=1))
    office.at(LEAVES + timedelta(minutes=2))

    assert office.row.status is EntryStatus.SENT
    assert office.desk.store.questions() == ()


class Crash(BaseException):
    """The power is cut."""


@pytest.mark.parametrize(
    ("when", "taken", "status"),
    [
        ("before the server is asked", 1, EntryStatus.SENT),
        ("right before the text", 0, EntryStatus.UNCERTAIN),
        ("after it was taken", 1, EntryStatus.UNCERTAIN),
    ],
)
def test_after_a_crash_at_any_point_it_has_left_at_most_once(
    when: str, taken: int, status: EntryStatus
) -> None:
    """A2, S4."""
    office = approved()

    def crash() -> None:
        raise Crash

    usual = office.desk.sender
    match when:
        case "before the server is asked":
            office.server.before = crash
        case "right before the text":
            office.desk = replace(office.desk, sender=DiesAfterBegin())
        case _:
            office.server.lost = Crash()  # type: ignore[assignment]
    with pytest.raises(Crash):
        office.at(LEAVES + timedelta(seconds=1))
    office.server.before = office.server.lost = None
    office.desk = replace(office.desk, sender=usual)

    for hours in range(60):
        office.at(LEAVES + timedelta(hours=hours, minutes=1))

    assert len(office.server.taken) == taken
    assert office.row.status is status


class DiesAfterBegin:
    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        begin()
        raise Crash


def test_a_case_that_is_not_confirmed_gets_a_draft_though_sending_is_allowed() -> None:
    office = drafted(Mode.SEND)

    office.at(LEAVES + timedelta(hours=1))

    assert len(office.mailbox.in_drafts) == 1
    assert office.server.taken == []


def confirmed() -> Office:
    """Confirmed before the talk; sending by itself is allowed. A note leaves no place to fill."""
    office = Office(Mode.SEND)
    raw = invitation(at=london("2026-03-03 10:30"), start=START, end=END)
    office.mailbox.deliver(INBOX, raw, london("2026-03-03 10:30"))
    office.at(london("2026-03-03 10:30"))
    case = office.desk.store.cases()[0]
    word = Word("w", case.id, london("2026-03-04 09:00"), Says.CONFIRM)
    office.desk.store.say([replace(word, company=case.company, role=case.role)])
    says(office, "2026-03-05 15:30", Says.NOTE, "the move to the new warehouse")
    return office


START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")


def test_in_a_confirmed_case_it_leaves_by_itself_without_a_draft() -> None:
    office = confirmed()

    made = office.at(THANK_YOU_DUE)
    left = office.at(THANK_YOU_DUE + timedelta(minutes=3))

    [letter] = office.server.taken
    assert b"warehouse" in letter.raw
    assert office.mailbox.appends == 0
    assert [e.event for e in (*made, *left)] == [Happening.SENT]


def test_a_text_with_a_place_for_the_owner_never_leaves_by_itself() -> None:
    office = Office(Mode.SEND)
    raw = invitation(at=london("2026-03-03 10:30"), start=START, end=END)
    office.mailbox.deliver(INBOX, raw, london("2026-03-03 10:30"))
    office.at(london("2026-03-03 10:30"))
    case = office.desk.store.cases()[0]
    word = Word("w", case.id, london("2026-03-04 09:00"), Says.CONFIRM)
    office.desk.store.say([replace(word, company=case.company, role=case.role)])

    office.at(THANK_YOU_DUE)
    office.at(THANK_YOU_DUE + timedelta(minutes=3))

    assert office.server.taken == []
    assert len(office.mailbox.in_drafts) == 1


def test_a_mail_of_the_owners_own_right_before_it_leaves_stops_it() -> None:
    """B10."""
    office = confirmed()
    office.at(THANK_YOU_DUE)
    own = mail(
        "Thank you for the interview today.\n",
        at=THANK_YOU_DUE,
        message_id="<own@ashby.example>",
        subject="Re: Data Engineer at Larkspur Analytics",
        sender=ROBIN,
        to=f"Nadia Brandt <{NADIA}>",
    )
    office.mailbox.on_afresh = lambda: office.mailbox.deliver(SENT, own, THANK_YOU_DUE)

    office.at(THANK_YOU_DUE + timedelta(minutes=3))
    office.mailbox.on_afresh = None
    office.at(THANK_YOU_DUE + timedelta(minutes=10))

    assert office.server.taken == []


def test_at_most_ten_letters_a_day_leave_and_one_to_a_person_in_a_day() -> None:
    """S10."""
    office = approved()
    entry = office.row
    other = replace(
        entry,
        key=replace(entry.key, step=Step.FOLLOW_UP),
        status=EntryStatus.SENT,
        message_id="<other@ashby.example>",
        made_at=LEAVES - timedelta(days=5),  # it lay there long before it left
        sent_at=LEAVES - timedelta(hours=1),
    )
    office.desk.store.intend(other)

    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []
    assert office.row.not_before is not None
    assert office.row.not_before >= LEAVES + timedelta(hours=22)


def moved_to(office: Office, place: Place, raw: bytes | None = None) -> None:
    """The owner moves the draft in a mail program, perhaps after editing it there."""
    [lay] = office.mailbox.in_drafts
    moved = replace(lay, uid=7, uidvalidity=9, place=place)
    if raw:
        moved = replace(moved, raw=raw, message_id=parse(raw).envelope.message_id)
    office.mailbox.in_drafts[:] = [moved]


def test_a_draft_that_is_moved_to_approved_leaves() -> None:
    office = drafted()
    moved_to(office, Place.APPROVED)

    office.at(APPROVED)
    office.at(APPROVED + timedelta(minutes=1))
    office.at(LEAVES + timedelta(minutes=2))

    assert len(office.server.taken) == 1
    assert office.mailbox.in_drafts == []


def test_a_draft_that_is_edited_and_moved_leaves_as_it_was_edited() -> None:
    """E4: the mail program has given it another Message-ID."""
    office = drafted()
    [lay] = office.mailbox.in_drafts
    edited = lay.raw.replace(b"ours-0@", b"theirs@").replace(b"Kind regards", b"Best wishes")
    moved_to(office, Place.APPROVED, edited)

    for minutes in (0, 1, 4):
        office.at(APPROVED + timedelta(minutes=minutes))

    [letter] = office.server.taken
    assert b"Best wishes" in letter.raw
    assert parse(letter.raw).envelope.message_id == "<ours-0@ashby.example>"


def test_a_draft_that_is_moved_to_skip_is_declined() -> None:
    office = drafted()
    moved_to(office, Place.SKIPPED)

    office.at(APPROVED)
    office.at(LEAVES + timedelta(days=1))

    assert office.row.status is EntryStatus.DECLINED
    assert office.server.taken == []


def test_moving_means_nothing_where_only_drafts_are_allowed() -> None:
    office = drafted(Mode.DRAFT)
    moved_to(office, Place.APPROVED)

    for minutes in (0, 1, 4, 60):
        office.at(APPROVED + timedelta(minutes=minutes))

    assert office.server.taken == []


def test_a_draft_in_approved_that_breaks_a_rule_leaves_once_it_is_mended_there() -> None:
    office = drafted()
    [lay] = office.mailbox.in_drafts
    moved_to(office, Place.APPROVED, lay.raw.replace(b"warehouse", b"=E2=9F=A6what?=E2=9F=A7"))
    office.at(APPROVED)
    assert office.row.reason == Reason.TEXT_REFUSED

    [broken] = office.mailbox.in_drafts
    office.mailbox.in_drafts[:] = [replace(broken, uid=8, raw=lay.raw)]
    for minutes in (1, 2, 5):
        office.at(APPROVED + timedelta(minutes=minutes))

    assert len(office.server.taken) == 1


def test_the_owner_approves_by_command_and_is_told_where_it_cannot_be() -> None:
    office, only_drafts = drafted(), drafted(Mode.DRAFT)
    now = speaking("2026-03-05 17:05")

    [told] = approve(office.desk.store, office.desk.policy, "Larkspur", None, now)
    office.at(APPROVED + timedelta(seconds=1))
    office.at(LEAVES + timedelta(seconds=2))

    assert told.words.startswith("You said: approve")
    assert len(office.server.taken) == 1
    with pytest.raises(OwnerError, match="mode: approve"):
        approve(only_drafts.desk.store, only_drafts.desk.policy, "Larkspur", None, now)
    with pytest.raises(OwnerError, match="no draft lies there"):
        approve(office.desk.store, office.desk.policy, "Larkspur", Step.FOLLOW_UP, now)


def test_an_answer_that_comes_after_the_pass_began_counts_though_its_clock_is_ahead() -> None:
    """S2: a pass takes its time, and another server's watch may go before ours."""
    office = approved()
    ahead = LEAVES + timedelta(minutes=1)
    office.mailbox.on_afresh = lambda: office.mailbox.deliver(INBOX, rejection(at=ahead), ahead)

    office.at(LEAVES + timedelta(seconds=1))
    office.mailbox.on_afresh = None
    office.at(ahead + timedelta(minutes=5))

    assert office.server.taken == []
    assert office.mailbox.in_drafts == []


def test_a_machine_that_slept_since_the_pass_began_sends_nothing_at_night() -> None:
    """S11: it is by the clock as it is now."""
    office = approved()
    awake_at = LEAVES + timedelta(hours=8)
    office.desk = replace(office.desk, clock=lambda: awake_at)

    office.at(LEAVES + timedelta(seconds=1))

    assert office.server.taken == []


def test_mail_that_came_with_the_last_look_is_acted_upon_with_the_next() -> None:
    """L3: it did not stop the thanks, but it moves the follow-up."""
    office = approved()
    at = LEAVES + timedelta(seconds=1)
    answer = mail(
        "We are still deciding and will come back to you next week.\n",
        at=LEAVES,
        message_id="<holding@larkspur.example>",
        reply_to="<invitation@larkspur.example>",
    )
    office.mailbox.on_afresh = lambda: office.mailbox.deliver(INBOX, answer, LEAVES)
    office.at(at)
    office.mailbox.on_afresh = None

    office.at(at + timedelta(minutes=1))

    assert len(office.server.taken) == 1
    [case] = office.desk.store.cases()
    assert "<holding@larkspur.example>" in [mention.message_id for mention in case.mentions]


def test_days_count_from_the_approval_though_it_was_seen_late() -> None:
    """S11: the machine slept; what was wanted on Thursday is not sent on Tuesday."""
    office = drafted()
    office.approve()

    for hours in range(1, 24, 2):
        office.at(london("2026-03-10 00:00") + timedelta(hours=hours))

    assert office.server.taken == []
    assert office.row.status is not EntryStatus.APPROVED


def test_a_mail_that_cannot_be_read_is_not_looked_for_every_two_minutes() -> None:
    office = approved()
    office.desk = replace(
        office.desk,
        read=lambda arrival: DeadLetter("INBOX", arrival.uid, 1, arrival.received_at, "too long"),
    )
    office.mailbox.deliver(INBOX, rejection(at=LEAVES), LEAVES)

    office.at(LEAVES + timedelta(seconds=1))

    assert office.row.not_before == LEAVES + timedelta(minutes=30, seconds=1)


def test_of_two_edited_drafts_under_new_message_ids_none_is_taken_for_the_approved_one() -> None:
    """S7: the same person and subject; which of them the owner meant cannot be said."""
    office = drafted()
    [lay] = office.mailbox.in_drafts
    other = lay.raw.replace(b"Kind regards", b"Best wishes")
    office.mailbox.in_drafts[:] = [
        replace(lay, uid=uid, raw=raw, message_id=f"<theirs-{uid}@ashby.example>")
        for uid, raw in ((8, lay.raw), (9, other))
    ]
    word = Word("approval", office.row.key.case, APPROVED, Says.APPROVE)
    office.desk.store.say([replace(word, value=office.row.message_id or "")])

    for minutes in (0, 1, 4):
        office.at(APPROVED + timedelta(minutes=minutes, seconds=1))

    assert office.server.taken == []


def test_an_edited_draft_of_another_letter_to_the_same_person_is_not_taken_for_this_one() -> None:
    """S7: in one thread both have one subject, and the mail program gave it a name of its own."""
    office = drafted()
    [lay] = office.mailbox.in_drafts
    words = "May I ask where the decision stands? I am still very interested in the role."
    key = replace(office.row.key, step=Step.FOLLOW_UP)
    asking = replace(office.row, key=key, message_id="<asking@ashby.example>", text=words)
    office.desk.store.intend(replace(asking, status=EntryStatus.SENT))
    head = lay.raw.partition(b"\r\n\r\n")[0].replace(b"ours-0@", b"theirs@")
    moved_to(office, Place.APPROVED, head + b"\r\n\r\n" + words.encode() + b"\r\n")

    for minutes in (0, 1, 4, 10):
        office.at(APPROVED + timedelta(minutes=minutes))

    assert office.server.taken == []
