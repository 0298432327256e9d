"""Job: due steps → drafts, at most once.

One draft is made in this order, and a crash at any point is found again at the next look
(failures.md E1):

    row `intended`, with Message-ID and fingerprint, committed
    APPEND to Drafts
    row `drafted`, committed

A row is never made twice (S1): the database refuses its key, `refusal` refuses its substance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from agent.cases.attempts import CAPS_REACH, earliest, told
from agent.cases.case import Case, Entry, EntryStatus
from agent.cases.decide import decide, refusal
from agent.cases.event import Event, Happening
from agent.cases.leaving import leaves_alone
from agent.cases.notes import lacks_notes
from agent.cases.plan import (
    Action,
    Ask,
    Drop,
    Fix,
    Plan,
    Remind,
    Send,
    Skip,
    Why,
    Withdraw,
    Write,
)
from agent.cases.reasons import Reason
from agent.cases.story import changes
from agent.cases.wording import why
from agent.departure import approved, fix, leave, remove_sent
from agent.drafting import blocked, drafted, intended, made_anew, new_row, resolved, sealed
from agent.drafts import (
    OPEN,
    SENT_COPY_COMES_WITHIN,
    found_lying,
    lying_of,
    take_away,
    untouched,
    watch_drafts,
)
from agent.errors import AgentError, Uncertain
from agent.intake import catch_up, owed, standing_of
from agent.ports import Desk, Lying, Place
from agent.prompts import ask
from agent.rewording import in_other_words
from agent.writing.call import call_script

APPEND_SHOWS_WITHIN = timedelta(minutes=2)
SET_ASIDE_FOR = timedelta(hours=1)
HALTED_FOR = timedelta(minutes=1)  # then it is asked again whether the owner still wants a pause
PASSES = 5  # an action may make the next one due; more than this is a bug


def act(desk: Desk, now: datetime) -> tuple[Event, ...]:
    """Do what is due; returns what happened, oldest first.

    Each case is looked at on its own: what one look came to is committed before the next begins.
    """
    events: list[Event] = []
    to_look_at, known = _to_look_at(desk, now), desk.book.upto
    for case, before in to_look_at:
        try:
            events += Look(desk, case, before, now).finish()
            if desk.book.upto == known:  # else a last look has brought mail that nobody has seen
                desk.book.done(case.aliases)
        except AgentError:
            raise
        except Exception as bug:  # one bad case is set aside, the others go on (failures.md G2)
            if desk.on_bug is None:
                raise
            desk.store.postpone(case.id, now + SET_ASIDE_FOR)
            desk.book.put_off(case.id, now + SET_ASIDE_FOR)
            desk.on_bug(case, bug)
    return tuple(sorted(events, key=lambda event: event.at))


def _to_look_at(desk: Desk, now: datetime) -> list[tuple[Case, Sequence[Case]]]:
    """Cases touched by mail, by the owner's word or hand, or by the clock; each with what it was
    before (several if merged).
    """
    watch_drafts(desk, now)
    catch_up(desk.store, desk.book)
    due = {case.id: case for case in _afresh(desk, desk.store.due_cases(now))}
    found: list[tuple[Case, Sequence[Case]]] = []
    for case in owed(desk.store, desk.book, now):
        before = desk.store.cases_known_as(case.aliases)
        if before != (case,) or due.keys() & {*case.aliases}:
            found.append((case, before))
        else:
            desk.book.done(case.aliases)
        due = {known: one for known, one in due.items() if known not in case.aliases}
    return found + [(case, [case]) for case in due.values()]


def _afresh(desk: Desk, cases: Sequence[Case]) -> Iterator[Case]:
    """Each as it stands now: a look that failed half-way has left rows that it does not know."""
    for case in cases:
        group = desk.book.group(case.id)
        yield standing_of(desk.store, group) if group else case


class Look:
    """One look at one case: from its plan to its drafts, and one line in the ledger for each."""

    def __init__(self, desk: Desk, case: Case, before: Sequence[Case], now: datetime) -> None:
        self.desk = desk
        self.case = case
        self.before = before
        self.now = now
        self.events: list[Event] = []
        # Instants at which to look again, beside the plan's own; mail of a fast clock is one.
        self.later: list[datetime] = [case.last.at] if case.last.at > now else []

    def finish(self) -> list[Event]:
        """Carry the plan out, record what happened and when to look again."""
        previous = self.before[0] if self.before else None
        since = self.desk.store.looked_at(previous.id) if previous else None
        self.events += changes(
            previous, self.case, since=since, now=self.now, policy=self.desk.policy
        )
        self._keep_what_mail_showed()
        self._doubt_what_was_leaving()
        self._resume_interrupted()
        self._tidy_up()
        self._take_up_notes()
        ask_at = ask(self.desk, self.case, self.now)
        self.later += [ask_at] if ask_at else []
        wake_at = self._carry_out()
        earlier = [entry for case in self.before for entry in case.entries]
        self.events += told(earlier, self.case, self.desk.policy)
        self.desk.store.look_done(
            self.case,
            looked_at=self.now,
            wake_at=min([*self.later, wake_at] if wake_at else self.later, default=None),
            events=self.events,
            replaces=[case.id for case in self.before if case.id != self.case.id],
        )
        return self.events

    def _keep_what_mail_showed(self) -> None:
        """A draft found in Sent is a step done, at its real time."""
        known = self.desk.store.entries_of([entry.key.case for entry in self.case.entries], ())
        rows = {entry.key: entry for entry in known}
        for entry in self.case.entries:
            if entry.key in rows and entry != rows[entry.key]:
                take_away(self.desk, entry)
                self.desk.store.update(entry)
                self.desk.book.row(entry)
            if entry.missed_at and entry.status in OPEN:
                self.later.append(entry.missed_at + SENT_COPY_COMES_WITHIN)

    def _doubt_what_was_leaving(self) -> None:
        """A row `leaving` was left so by a crash: nobody knows, and it is not sent again (A2)."""
        for entry in self.case.entries:
            if entry.status is EntryStatus.LEAVING:
                lost = why(Reason.UNCERTAIN, "The program ended while it was leaving.")
                self._replace(resolved(entry, EntryStatus.UNCERTAIN, lost, self.now))

    def _resume_interrupted(self) -> None:
        """A row `intended` whose draft lies nowhere: made now, if it is still right (E1)."""
        for entry in self.case.entries:
            if entry.status is not EntryStatus.INTENDED or not entry.missed_at:
                continue
            if self.now < entry.at + APPEND_SHOWS_WITHIN:
                self.later.append(entry.at + APPEND_SHOWS_WITHIN)
                continue
            plan = decide(self._without(entry), self.desk.policy, self.now)
            again = _write_of(plan, entry)
            if again:
                self._append(again, entry)
            elif plan.wake_at and self._comes_due(entry, plan.wake_at):
                self.later.append(plan.wake_at)
            else:
                self._replace(resolved(entry, EntryStatus.SKIPPED, plan.why, self.now))

    def _comes_due(self, entry: Entry, at: datetime) -> bool:
        """Whether this step is only put off until then, as in the night."""
        plan = decide(self._without(entry), self.desk.policy, at)
        return _write_of(plan, entry) is not None

    def _tidy_up(self) -> None:
        """The draft of a letter that we have sent goes, if it is still what was approved."""
        for entry in self.case.entries:
            if entry.sent_by_us and entry.lay_sha256:
                remove_sent(self.desk, entry)
                self._replace(replace(entry, lay_sha256=None))

    def _take_up_notes(self) -> None:
        """A thank-you that lies there as we wrote it is made anew with what was noted since."""
        for entry in self.case.entries:
            if lacks_notes(entry, self.case):
                plan = decide(self._without(entry), self.desk.policy, self.now)
                again = _write_of(plan, entry)
                if again:
                    self._make_anew(again, entry)
                elif plan.wake_at:
                    self.later.append(plan.wake_at)

    def _make_anew(self, action: Write, entry: Entry) -> None:
        """Row, removal, APPEND, row: never do two lie there. Whatever lies there after a crash
        counts as the owner's; where nothing does, the row is resumed.
        """
        lying = lying_of(self.desk, entry)
        ours = [one for one in lying if one.place is Place.DRAFTS and untouched(entry, one)]
        if not lying or ours != lying or self._is_halted():
            return
        anew = made_anew(self.desk, self._without(entry), action, entry, self.now)
        if anew is None or self._is_halted():
            return
        renewed, raw = anew
        self._replace(renewed)
        if all(self.desk.mailbox.remove_draft(found) for found in lying):
            self._place(renewed, raw)
        else:
            self._replace(entry)  # touched this very moment: the next look tells by whom

    def _without(self, entry: Entry) -> Case:
        rest = (other for other in self.case.entries if other.key != entry.key)
        return replace(self.case, entries=tuple(rest))

    def _carry_out(self) -> datetime | None:
        for _ in range(PASSES):
            plan = decide(self.case, self.desk.policy, self.now)
            entries = self.case.entries
            for action in plan.actions:
                self._perform(action)
            if self.case.entries == entries:
                break
        asked = [action.question.id for action in plan.actions if isinstance(action, Ask)]
        self.desk.store.settle(self.case.aliases, asked, self.now)
        return plan.wake_at

    def _perform(self, action: Action) -> None:
        match action:
            case Write():
                self._write(action)
            case Withdraw():
                self._withdraw(action)
            case Skip():
                self._insert(new_row(action.key, EntryStatus.SKIPPED, action.why, self.now))
            case Remind():
                self._remind(action)
            case Ask():
                self._ask(action)
            case Fix() | Send() | Drop():
                self._depart(action)

    def _depart(self, action: Fix | Send | Drop) -> None:
        """A letter that may leave: fixed, sent, or dropped."""
        entry = next(e for e in self.case.entries if e.key == action.key)
        if isinstance(action, Drop):
            status = EntryStatus.DRAFTED if entry.lay_sha256 else EntryStatus.WITHDRAWN
            self._replace(resolved(entry, status, action.why, self.now))
        elif not self._is_halted():
            go = fix if isinstance(action, Fix) else leave
            self._replace(go(self.desk, self.case, entry, self.now))
            self._tidy_up()

    def _write(self, action: Write) -> None:
        lately = self.desk.store.entries_since(self.now - CAPS_REACH)
        free_at = earliest(action, lately, self.desk.policy, self.now)
        if free_at > self.now:
            self.later.append(free_at)
            return
        refused = refusal(self.case, action, self.desk.policy, self.now)
        if refused:
            self._insert(new_row(action.key, EntryStatus.SKIPPED, refused, self.now))
            return
        self._append(action, intended(self.desk, action, self.now))

    def _append(self, action: Write, entry: Entry) -> None:
        """Row, APPEND, row. `Uncertain` leaves the row `intended`: the next look finds the draft
        or none.
        """
        if self._is_halted():
            return
        draft = drafted(self.desk, self.case, action, self.now)
        findings = blocked(self.desk, draft, self.case)
        if findings:
            words = "; ".join(f"{f.rule}: {f.words}" for f in findings)
            why = Why(Reason.TEXT_REFUSED, f"The text broke a rule of ours ({words}).")
            self._insert(resolved(entry, EntryStatus.SKIPPED, why, self.now))
            return
        draft = in_other_words(self.desk, draft, entry, self.case)
        if self._is_halted():  # a language model takes its time
            return
        entry, raw = sealed(self.desk, draft, entry, self.now)
        if not draft.marked and leaves_alone(self.case, action.key.step, self.desk.policy):
            self._insert(approved(self.desk, entry, raw, self.now, lay=None))
            return
        stranger = found_lying(self.desk, entry.key.recipient, entry.subject)
        if stranger:
            self._take_over(entry, stranger)
            return
        if self._insert(entry):
            self._place(entry, raw)

    def _is_halted(self) -> bool:
        """Whether the owner wants nothing written now; then it is asked again in a minute."""
        halted = self.desk.halted(self.now)
        if halted:
            self.later.append(self.now + HALTED_FOR)
        return halted

    def _place(self, entry: Entry, raw: bytes) -> None:
        try:
            placed = self.desk.mailbox.append_draft(raw)
        except Uncertain:
            self.later.append(self.now + APPEND_SHOWS_WITHIN)
            return
        self._replace(
            replace(
                entry,
                status=EntryStatus.DRAFTED,
                uid=placed.uid,
                uidvalidity=placed.uidvalidity,
            )
        )

    def _take_over(self, entry: Entry, stranger: Lying) -> None:
        """A draft of this lies there already: from a lost database, or the owner's own."""
        why = Why(Reason.DRAFT_FOUND, Reason.DRAFT_FOUND.sentence)
        found = replace(entry, message_id=stranger.message_id, sha256=None, made_at=None)
        self._insert(resolved(found, EntryStatus.EDITED, why, self.now))

    def _withdraw(self, action: Withdraw) -> None:
        """Remove our own draft, if nobody has touched it; else it is the owner's, and they are
        told.
        """
        entry = next((e for e in self.case.entries if e.key == action.key), None)
        if entry is None or entry.message_id is None:
            return
        lying = lying_of(self.desk, entry)
        if not all(untouched(entry, found) for found in lying):
            self._replace(resolved(entry, EntryStatus.EDITED, action.why, self.now))
        elif all(self.desk.mailbox.remove_draft(found) for found in lying) and lying:
            self._replace(resolved(entry, EntryStatus.WITHDRAWN, action.why, self.now))

    def _remind(self, action: Remind) -> None:
        entry = next((e for e in self.case.entries if e.key == action.key), None)
        if entry:
            self._replace(
                replace(
                    entry, told_at=self.now, reason=action.why.reason, because=action.why.because
                )
            )
            return
        script = call_script(self.case, self.desk.profile)
        reminder = new_row(action.key, EntryStatus.REMINDED, action.why, self.now)
        self._insert(replace(reminder, text=script))

    def _ask(self, action: Ask) -> None:
        if self.desk.store.ask(action.question, self.now):
            self.events.append(
                Event(
                    at=self.now.astimezone(self.desk.policy.zone),
                    case=self.case.id,
                    company=self.case.company,
                    role=self.case.role,
                    event=Happening.HELD,
                    reason=action.why.reason,
                    because=f"{action.why.because} {action.question.text}",
                    step=action.step,
                    evidence=action.why.evidence,
                )
            )

    def _insert(self, entry: Entry) -> bool:
        """Make the row, or replace the row `intended` that it resumes."""
        known = any(
            e.key == entry.key and e.message_id == entry.message_id for e in self.case.entries
        )
        if known:
            self._replace(entry)
            return True
        if not self.desk.store.intend(entry):
            return False
        self.desk.book.row(entry)
        self.case = replace(self.case, entries=(*self.case.entries, entry))
        return True

    def _replace(self, entry: Entry) -> None:
        self.desk.store.update(entry)
        self.desk.book.row(entry)
        rows = (entry if e.key == entry.key else e for e in self.case.entries)
        self.case = replace(self.case, entries=tuple(rows))


def _write_of(plan: Plan, entry: Entry) -> Write | None:
    """The step of this row, if it would still be written."""
    return next((a for a in plan.actions if isinstance(a, Write) and a.key == entry.key), None)
