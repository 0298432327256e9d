"""Those who act: the employer, the owner, somebody evil, the provider, and the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from agent.cases.case import Asks, Case, Mode, Question, Step
from agent.cases.word import Says, Word
from agent.ports import Lying, Outgoing
from agent.reading.facts import Kind
from agent.reading.mime import parse
from agent.store.sqlite import SqliteStore
from tests.mailworld.machine import Machine
from tests.mailworld.mailbox import ModelMailbox
from tests.mailworld.mails import ANNA, TOM, Letters, Mail, body
from tests.mailworld.scheme import Act, Deed, Provider
from tests.mailworld.submission import ModelSubmission
from tests.mailworld.world import World

# A row of a lost APPEND, restored, does not know that its draft was there, and deleted.
FORGOTTEN = (Act.PAUSES, Act.HALTS, Act.SKIPS, Act.STOPS, Act.DELETES, Act.SENDS)
THANKS_TAKE_DAYS = 4  # then a step of these worlds is a question, no thanks any more


@dataclass(slots=True)
class Veto:
    """The owner wants nothing to leave from `at` on; to `recipient`, or to anybody."""

    what: Act
    at: datetime
    recipient: str | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Approved:
    """The owner approved of a draft. What lies there when its bytes are fixed is what counts."""

    at: datetime
    message_id: str | None
    recipient: str
    body: bytes
    fixed_at: datetime | None = None


class Actors:
    """Each does what the scheme says, when its moment has come."""

    def __init__(
        self,
        world: World,
        mailbox: ModelMailbox,
        submission: ModelSubmission,
        machine: Machine,
        letters: Letters,
    ) -> None:
        self.world, self.mailbox, self.machine, self.letters = world, mailbox, machine, letters
        self.submission = submission
        self.vetoes: list[Veto] = []
        self.approved: list[Approved] = []
        self.own: list[tuple[datetime, str]] = []  # when the owner wrote to whom
        self.restore = False
        self._near = False
        self._words = 0
        self._edited = 0
        self._ours: dict[int, str | None] = {}  # Message-ID that we gave, by UID of an edited draft
        self._asked: set[str] = set()
        mailbox.on_draft = self._sees
        submission.on_taken = self._files

    def begin(self) -> None:
        """What happens in every world."""
        scheme, world = self.world.scheme, self.world
        known = self.letters.invitation(world.now, scheme.talk, both=scheme.both_talk)
        self.mailbox.deliver("INBOX", known, world.now)
        world.at(scheme.talk + timedelta(hours=1), lambda: world.arm("the talk is over"))
        if scheme.mode is Mode.SEND:
            world.later(timedelta(hours=1), self._confirm)
        if scheme.notes:
            note = "the move to the new warehouse"
            world.at(
                scheme.talk + timedelta(hours=1, minutes=30), partial(self._say, Says.NOTE, note)
            )

    def may_leave(self) -> None:
        """A letter may leave from now on: this is where all the rest comes close to."""
        if self._near:
            return
        self._near = True
        self.machine.keep_copy()
        self.world.arm("a letter may leave")
        for deed in self.world.scheme.deeds:
            self.world.near(deed.when, partial(self._does, deed))

    def fixed(self, message_ids: set[str | None]) -> None:
        """The bytes of these letters were fixed with the pass that has just ended."""
        for one in self.approved:
            if one.fixed_at is None and one.message_id in message_ids:
                one.fixed_at = self.world.now
                lying = self.mailbox.in_drafts
                bodies = [body(d.raw) for d in lying if self._is(d, one.message_id)]
                one.body = next(iter(bodies), one.body)

    def _is(self, lying: Lying, message_id: str | None) -> bool:
        return self._ours.get(lying.uid, lying.message_id) == message_id

    def reads_questions(self) -> None:
        """Whatever is asked now is answered later, or never."""
        with self._apart() as store:
            new = [q for q in store.questions() if q.id not in self._asked]
        for question in new:
            self._asked.add(question.id)
            self.world.tell(f"asked, {question.asks}")
            after = self.world.scheme.answers_after
            if after:
                self.world.later(after, partial(self._answer, question))

    def _answer(self, question: Question) -> None:
        value = question.message or ""
        if question.asks is Asks.ARRIVED:
            handed = self.submission.handed
            left = any(value.encode() in one.letter.raw for one in handed if one.taken)
            self._say(Says.ARRIVED if left else Says.NOT_ARRIVED, value)
        elif question.asks in (Asks.GENUINE, Asks.BELONGS):
            self._say(Says.FOREIGN, message=question.message)
        else:
            self._say(Says.LEAVE, question.id)

    def _does(self, deed: Deed) -> None:
        self.world.tell(f"{deed.act}: {deed.folder}")
        match deed.act:
            case Act.REJECTS | Act.HOLDS | Act.INVITES | Act.FORGES | Act.DIVERTS | Act.UNREADABLE:
                self._delivers(self.letters.by_employer(deed.act, self.world.now), deed.folder)
            case Act.EDITS | Act.DELETES | Act.SENDS:
                for lying in list(self.mailbox.in_drafts):
                    self._handles(deed.act, lying)
            case Act.WRITES:
                self._writes()
            case Act.PAUSES:
                self._pauses(deed)
            case Act.HALTS | Act.SKIPS | Act.STOPS:
                self._forbids(deed)
            case Act.SUSPENDS:
                self.world.jump(deed.lasts)
            case Act.RESTORES:
                self.restore = True
                self._forgets()
            case Act.RENUMBERS:
                self.mailbox.renumber(deed.folder)

    # The employer, and who pretends to be.

    def _delivers(self, mail: Mail, folder: str) -> None:
        shown = timedelta(seconds=self.world.chance.random() * self._provider.shows_after_s)
        self.world.later(shown, partial(self._arrives, mail, folder, self.world.now))

    def _arrives(self, mail: Mail, folder: str, received_at: datetime) -> None:
        self.mailbox.deliver(folder, mail, received_at)
        self.world.arm("an answer is there")
        if self.world.scheme.moves_answers and folder == "INBOX":
            moved = timedelta(seconds=self.world.chance.randrange(1, 90))
            self.world.later(moved, partial(self.mailbox.move, mail, "INBOX", "Archive"))

    # The owner.

    def _sees(self, lying: Lying) -> None:
        """A draft that we have put there."""
        if self.world.scheme.mode is Mode.APPROVE:
            self.world.later(self.world.scheme.approves_after, partial(self._decides, _to(lying)))

    def _decides(self, recipient: str) -> None:
        for lying in [one for one in self.mailbox.in_drafts if _to(one) == recipient]:
            if self.world.scheme.edits_first:
                lying = self._edits(lying)
            self._approves(lying)

    def _approves(self, lying: Lying) -> None:
        self.world.tell("the owner approves")
        ours = self._ours.get(lying.uid, lying.message_id)
        self.approved.append(Approved(self.world.now, ours, _to(lying), body(lying.raw)))
        for veto in self.vetoes:
            if veto.what is Act.EDITS and veto.recipient == _to(lying):
                veto.until = self.world.now
        self._say(Says.APPROVE, ours or "")
        self.may_leave()

    def _edits(self, lying: Lying) -> Lying:
        self._edited += 1
        greeting, _, rest = body(lying.raw).partition(b"\r\n\r\n")
        more = b"I have thought about it %d times since.\r\n\r\n" % self._edited
        header = lying.raw.removesuffix(body(lying.raw))
        raw = header + greeting + b"\r\n\r\n" + more + rest
        if self.world.scheme.renames_edited and lying.message_id:
            renamed = f"<edited-{lying.uid}@post.example>"
            raw = raw.replace(lying.message_id.encode(), renamed.encode())
        changed = self.mailbox.change(lying, raw)
        self._ours[changed.uid] = self._ours.get(lying.uid, lying.message_id)
        return changed

    def _handles(self, act: Act, lying: Lying) -> None:
        to, now = _to(lying), self.world.now
        self.vetoes.append(Veto(act, now, to))
        self.mailbox.take_out(lying.uid)
        if act is Act.EDITS:
            edited = self._edits(lying)
            if self.world.chance.random() < 0.5:
                self.world.later(timedelta(minutes=20), partial(self._approves_if_there, edited))
        elif act is Act.SENDS:
            self.own.append((now, to))
            rewritten = f"<by-hand-{lying.uid}@post.example>"
            keeps = self.world.chance.random() < 0.5
            mail = self.letters.copy(lying.raw, now, message_id=None if keeps else rewritten)
            late = timedelta(seconds=self.world.chance.randrange(0, 120))
            self.world.later(late, partial(self.mailbox.deliver, "Sent", mail, now))

    def _approves_if_there(self, lying: Lying) -> None:
        if any(one.uid == lying.uid for one in self.mailbox.in_drafts):
            self._approves(lying)

    def _writes(self) -> None:
        kind, to = (Kind.THANK_YOU, TOM) if self._thanks else (Kind.FOLLOW_UP, ANNA)
        self.vetoes.append(Veto(Act.WRITES, self.world.now, to.address))
        self.own.append((self.world.now, to.address))
        mail = self.letters.by_owner(kind, to, self.world.now)
        self.mailbox.deliver("Sent", mail, self.world.now)

    def _pauses(self, deed: Deed) -> None:
        with self._apart() as store:
            store.pause(None)
        veto = Veto(deed.act, self.world.now)
        self.vetoes.append(veto)
        self.world.later(deed.lasts, partial(self._resumes, veto))

    def _resumes(self, veto: Veto) -> None:
        self._end(veto)
        with self._apart() as store:
            store.resume()

    def _end(self, veto: Veto) -> None:
        """All wishes of this kind end with one word."""
        for one in self.vetoes:
            if one.what is veto.what and one.until is None:
                one.until = self.world.now

    def _forbids(self, deed: Deed) -> None:
        step = Step.THANK_YOU if self._thanks else Step.FOLLOW_UP
        says = {Act.HALTS: Says.HOLD, Act.SKIPS: Says.SKIP, Act.STOPS: Says.STOPPED}[deed.act]
        if not self._say(says, step if says is Says.SKIP else ""):
            return
        address = TOM.address if self._thanks else ANNA.address
        veto = Veto(deed.act, self.world.now, address if says is Says.SKIP else None)
        self.vetoes.append(veto)
        if says is Says.HOLD:
            self.world.later(deed.lasts, partial(self._goes_on, veto))

    def _forgets(self) -> None:
        """What was said since the copy was made is lost with the database."""
        for veto in self.vetoes:
            if veto.what in FORGOTTEN:
                veto.until = veto.until or self.world.now

    def _goes_on(self, veto: Veto) -> None:
        self._end(veto)
        self._say(Says.RESUME)

    def _confirm(self) -> None:
        case = self._case()
        if case:
            self._say(Says.CONFIRM, company=case.company, role=case.role)
        else:
            self.world.later(timedelta(hours=1), self._confirm)

    def _say(self, says: Says, value: str = "", **more: str | None) -> bool:
        case = self._case()
        if case is None:
            return False
        self._words += 1
        word = Word(f"word-{self._words}", case.id, self.world.now, says, value, **more)  # type: ignore[arg-type]
        with self._apart() as store:
            store.say([word])
        return True

    def _case(self) -> Case | None:
        with self._apart() as store:
            return next(iter(store.cases()), None)

    @contextmanager
    def _apart(self) -> Iterator[SqliteStore]:
        """The owner's commands are processes of their own: they do not end with the agent's."""
        running, self.world.running = self.world.running, False
        yield self.machine.store
        self.world.running = running

    @property
    def _thanks(self) -> bool:
        """It is the thank-you that is near, not the question."""
        days = timedelta(days=THANKS_TAKE_DAYS)
        thanks = Step.THANK_YOU in self.world.scheme.steps
        return thanks and self.world.now < self.world.scheme.talk + days

    # The provider.

    @property
    def _provider(self) -> Provider:
        return self.world.scheme.provider

    def _files(self, letter: Outgoing) -> None:
        """It puts a copy of what it has sent into Sent, or does not."""
        if self._provider.copies_after_s is None:
            self.world.tell("no Sent copy")
            return
        rewritten = f"<rewritten-{len(self.submission.handed)}@provider.example>"
        message_id = rewritten if self._provider.rewrites_ids else None
        self.world.tell(f"a Sent copy under {'another' if message_id else 'its own'} Message-ID")
        mail = self.letters.copy(letter.raw, self.world.now, message_id=message_id)
        late = timedelta(seconds=self.world.chance.random() * self._provider.copies_after_s)
        self.world.later(late, partial(self.mailbox.deliver, "Sent", mail, self.world.now))


def _to(lying: Lying) -> str:
    return parse(lying.raw).envelope.to[0].address
