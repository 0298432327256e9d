"""What the employer's side has said, beyond appointments: answers, promises, wishes, the end.

Every answer that is no decision begins a wait; an invitation to a next round, or a request, is the
owner's move first (DESIGN §6, Rounds and waits, Answers).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto

from agent.cases.case import Away, Decision, Ending, Notice, Promise, Round, Wait
from agent.cases.windows import own_zone
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Kind, Reading, Sign

LATEST_PROMISE = timedelta(days=400)  # a day further off is a misreading


class Effect(Enum):
    """What one mail of the employer's side does to the silence."""

    NOTHING = auto()
    DECIDES = auto()
    COURTESY = auto()
    NEXT_ROUND = auto()
    ASKS = auto()  # the owner answers first, then a new wait begins
    HOLDS = auto()  # an answer that is no decision: a new wait begins


@dataclass(slots=True)
class Heard:
    """All of it, in order. `answers` holds the keys of the messages that count as answers."""

    decision: Decision | None = None
    waits: list[Wait] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    silence: Promise | None = None
    closing_on: Promise | None = None
    courtesies: list[Notice] = field(default_factory=list)
    absences: list[Away] = field(default_factory=list)
    on_hold: Notice | None = None
    no_calls: Notice | None = None
    no_contact: Notice | None = None
    no_feedback: Notice | None = None
    pace: list[tuple[datetime, datetime]] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    answered_at: datetime | None = None


def hear(readings: Sequence[Reading], rounds: Sequence[Round]) -> Heard:
    """Go through the mails, oldest first. `rounds` are those of the case, in order."""
    heard = Heard()
    took_place = [r for r in rounds if not r.cancelled and r.held is not False and r.end]
    heard.waits += [Wait("", r.id, r.end, r.end, r.on, r.evidence) for r in took_place if r.end]
    for reading in readings:
        if reading.kind is Kind.AUTO_REPLY:
            _note_absence(heard, reading)
        elif reading.direction is Direction.OUTGOING:
            _hear_owner(heard, reading)
        elif reading.kind not in NOISE | AUTOMATIC:
            _hear_employer(heard, reading, readings, took_place)
    heard.waits.sort(key=lambda wait: (wait.opened_at, wait.id))
    return heard


def is_unsaid(reading: Reading) -> bool:
    """True for mail of the case whose message is elsewhere, or in words that nobody here knows."""
    incoming = reading.direction is Direction.INCOMING and reading.kind not in AUTOMATIC
    return incoming and bool(reading.signs & {Sign.UNDISCLOSED, Sign.UNCLEAR})


def effect_of(reading: Reading, after: Round | None) -> Effect:
    """`after` is the last round that was over when the mail came, if any."""
    signs = reading.signs
    if {Sign.UNDISCLOSED, Sign.HALF_HEARD} <= signs or Sign.UNCLEAR in signs:
        return Effect.NOTHING  # it may say anything; the owner is asked (F-103, F-104)
    if reading.kind in (Kind.REJECTION, Kind.OFFER) or Sign.POSITION_CLOSED in signs:
        return Effect.DECIDES
    if after is None or Sign.SURVEY in signs or Sign.UNDISCLOSED in signs:
        return Effect.NOTHING
    if reading.kind is Kind.INVITATION or Sign.NEXT_ROUND in signs:
        return Effect.NEXT_ROUND
    if Sign.COURTESY in signs:
        return Effect.COURTESY
    if reading.kind in (Kind.REQUEST, Kind.ASSESSMENT):
        return Effect.ASKS
    if reading.kind is Kind.HOLDING or Sign.REOPENED in signs:
        return Effect.HOLDS
    if reading.kind is Kind.REPLY and (reading.answers or Sign.BY_PERSON in signs):
        # A mail of thanks after the talk, without decision or next step, is a courtesy.
        only_thanks = reading.held and not reading.decision_by
        return Effect.COURTESY if only_thanks else Effect.HOLDS
    return Effect.NOTHING


def _hear_employer(
    heard: Heard, reading: Reading, readings: Sequence[Reading], rounds: Sequence[Round]
) -> None:
    at, key = reading.envelope.received_at, reading.envelope.key
    after = _round_before(reading, rounds)
    effect = effect_of(reading, after)
    notice = Notice(at, reading.envelope.message_id)
    if Sign.REOPENED in reading.signs:
        heard.decision = heard.no_contact = None
    if effect is Effect.DECIDES:
        _decide(heard, reading)
    elif heard.decision and _reopens(heard.decision, reading):
        heard.decision = None
    if effect is Effect.COURTESY:
        heard.courtesies.append(notice)
    elif effect is not Effect.NOTHING or reading.kind is Kind.INVITATION:
        heard.silence = heard.on_hold = None
    if effect not in (Effect.NOTHING, Effect.COURTESY):
        heard.answers.add(key)
        heard.answered_at = at
    _note_pace(heard, reading, readings)
    if after and effect in (Effect.NEXT_ROUND, Effect.ASKS, Effect.HOLDS):
        heard.waits.append(_wait(reading, effect, after, readings))
    _note_wishes(heard, reading, notice)
    _note_days(heard, reading, rounds, after)


def _round_before(reading: Reading, rounds: Sequence[Round]) -> Round | None:
    """The last round that was over; one that only this mail makes known is over too."""
    at = reading.envelope.received_at
    over = [r for r in rounds if (r.end and r.end <= at) or _known_from(reading, r)]
    return over[-1] if over else None


def _known_from(reading: Reading, round_: Round) -> bool:
    held = reading.held
    told = round_.known_at == reading.envelope.received_at
    return bool(told and held and round_.on and abs((held.on - round_.on).days) <= 1)


def _wait(reading: Reading, effect: Effect, after: Round, readings: Sequence[Reading]) -> Wait:
    envelope = reading.envelope
    began: datetime | None = None
    if effect is Effect.HOLDS:
        began = envelope.received_at
    elif effect is Effect.ASKS:
        began = _answered_by_owner(reading, readings)
    zone = own_zone(after)  # summer time may have come since the interview
    return Wait(
        id=envelope.message_id or envelope.key,
        round=after.id,
        opened_at=envelope.received_at,
        began_at=began,
        on=began.astimezone(zone).date() if began else None,
        evidence=envelope.message_id,
        renewed=Sign.REOPENED in reading.signs,
    )


def _answered_by_owner(reading: Reading, readings: Sequence[Reading]) -> datetime | None:
    """When the owner wrote next; a thank-you answers a request only as a reply to it."""
    at, asked = reading.envelope.received_at, reading.envelope.message_id
    later = (r for r in readings if r.envelope.received_at > at)
    own = (r for r in later if r.direction is Direction.OUTGOING)
    answers = (r for r in own if r.kind is not Kind.THANK_YOU or asked in r.envelope.in_reply_to)
    return next((r.envelope.received_at for r in answers), None)


def _decide(heard: Heard, reading: Reading) -> None:
    """The first decision stands; only an offer after a no, or a no after an offer, replaces it, and
    what the owner says.
    """
    if Sign.POSITION_CLOSED in reading.signs:
        ending = Ending.POSITION_CLOSED
    else:
        ending = Ending.OFFERED if reading.kind is Kind.OFFER else Ending.REJECTED
    standing = heard.decision.ending if heard.decision and Sign.TOLD not in reading.signs else None
    if standing is Ending.WITHDRAWN or (standing and Ending.OFFERED not in (standing, ending)):
        return
    at, evidence = reading.envelope.received_at, reading.envelope.message_id
    if standing is Ending.OFFERED and ending is not standing:
        heard.no_feedback = Notice(at, evidence)  # an offer was taken back: nothing to learn
    if standing is not ending:
        heard.decision = Decision(ending, at, evidence)


def _reopens(decision: Decision, reading: Reading) -> bool:
    """After a no, only a new invitation opens the case again (F-38); else nothing does."""
    refused = decision.ending in (Ending.REJECTED, Ending.POSITION_CLOSED)
    return refused and reading.kind is Kind.INVITATION


def _hear_owner(heard: Heard, reading: Reading) -> None:
    at, evidence = reading.envelope.received_at, reading.envelope.message_id
    told = Sign.TOLD in reading.signs
    if Sign.STOPPED in reading.signs:
        heard.decision = Decision(Ending.STOPPED, at, evidence)
    elif reading.kind is Kind.WITHDRAWAL and (heard.decision is None or told):
        heard.decision = Decision(Ending.WITHDRAWN, at, evidence)


def _note_absence(heard: Heard, reading: Reading) -> None:
    if reading.absence and reading.direction is Direction.INCOMING:
        envelope = reading.envelope
        back_on = reading.absence.back_on
        if back_on and back_on - envelope.received_at.date() > LATEST_PROMISE:
            back_on = None
        heard.absences += [
            Away(author.address, back_on, envelope.received_at, envelope.message_id)
            for author in envelope.from_
        ]


def _note_wishes(heard: Heard, reading: Reading, notice: Notice) -> None:
    if Sign.ON_HOLD in reading.signs:
        heard.on_hold = notice
    if Sign.NO_CALLS in reading.signs:
        heard.no_calls = notice
    if Sign.NO_CONTACT in reading.signs:
        heard.no_contact = notice
    if reading.signs & {Sign.NO_FEEDBACK, Sign.HALF_HEARD}:
        heard.no_feedback = notice


def _note_days(
    heard: Heard, reading: Reading, rounds: Sequence[Round], after: Round | None
) -> None:
    """Days that the mail names: for a decision, as the end of silence, as a closing date."""
    envelope = reading.envelope
    earliest = (envelope.received_at - timedelta(days=1)).date()
    latest = (envelope.received_at + LATEST_PROMISE).date()

    def promise(day: date | None, round_id: str = "") -> Promise | None:
        if day is None or not earliest <= day <= latest:
            return None
        return Promise(day, envelope.received_at, envelope.message_id, round_id)

    meant = _round_meant(reading, rounds, after)
    said = promise(reading.decision_by, meant.id if meant else "")
    # What a receipt promised about the application was kept by the invitation that came.
    receipt = reading.kind is Kind.ACKNOWLEDGEMENT and Sign.TOLD not in reading.signs
    if said and meant and not receipt:
        heard.promises.append(said)
    heard.silence = promise(reading.silence_means_no_by) or heard.silence
    heard.closing_on = promise(reading.closing_on) or heard.closing_on


def _round_meant(reading: Reading, rounds: Sequence[Round], after: Round | None) -> Round | None:
    """For which round a promise is made: the one to come if it is arranged, else the last held."""
    at = reading.envelope.received_at
    ahead = [r for r in rounds if r is not after and r.end and r.end > at]
    arranged = [r for r in ahead if r.known_at <= at]
    if arranged:
        return arranged[0]
    if after and reading.kind is not Kind.INVITATION:
        return after
    return ahead[0] if ahead else after


def _note_pace(heard: Heard, reading: Reading, readings: Sequence[Reading]) -> None:
    """How long a person took to answer a mail of the owner's; how long the application lay does not
    tell."""
    if Sign.BY_PERSON not in reading.signs:
        return
    answered = {*reading.envelope.in_reply_to}
    in_touch = False
    for own in readings:
        in_touch = in_touch or own.direction is Direction.INCOMING
        asks = own.kind is Kind.FOLLOW_UP or (in_touch and own.kind is Kind.OWN_OTHER)
        if asks and own.envelope.message_id in answered:
            heard.pace.append((own.envelope.received_at, reading.envelope.received_at))
