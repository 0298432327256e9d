"""What holds for every history of mails, however it runs."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from agent.cases.bind import Binder, Group, bind
from agent.cases.case import Step
from agent.cases.fold import fold
from agent.cases.phase import Phase, ending, phase
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Address, Trust
from tests.cases.builders import (
    ANNA,
    BERLIN,
    INVITED,
    PERSON,
    POLICY,
    TOM,
    a_reading,
    an_absence,
    an_event,
    an_interview,
    an_invitation,
    closings,
    weeks,
)

KINDS = [
    Kind.CONFIRMATION,
    Kind.RESCHEDULE,
    Kind.CANCELLATION,
    Kind.HOLDING,
    Kind.REQUEST,
    Kind.REPLY,
    Kind.INVITATION,
    Kind.OWN_OTHER,
    Kind.ACCEPTANCE,
    Kind.THANK_YOU,
    Kind.FOLLOW_UP,
    Kind.REJECTION,
    Kind.OFFER,
    Kind.WITHDRAWAL,
    Kind.AUTO_REPLY,
]
A_YEAR_LATER = INVITED + timedelta(days=400)


@some.composite
def a_mail(draw: some.DrawFn) -> Reading:
    received = INVITED + timedelta(hours=draw(some.integers(1, 24 * 60)))
    kind = draw(some.sampled_from(KINDS))
    name = f"{kind}-{draw(some.integers(0, 10**9))}"
    if kind is Kind.AUTO_REPLY:
        return an_absence(received, received.date() + timedelta(days=draw(some.integers(0, 20))))
    start = received + timedelta(hours=draw(some.integers(1, 24 * 14)))
    start = start.replace(minute=0, second=0, microsecond=0)
    times = (an_interview(start),) if draw(some.booleans()) else ()
    events = ()
    if times and draw(some.booleans()):
        sequence = draw(some.integers(0, 3))
        uid = draw(some.sampled_from(["uid-1", "uid-2"]))
        events = (an_event(uid, start, sequence=sequence, cancelled=kind is Kind.CANCELLATION),)
        times = (an_interview(start, uid=uid),)
    more = {"interviews": times, "events": events, "name": name, "to": TOM}
    if kind in (Kind.HOLDING, Kind.REPLY, Kind.REQUEST, Kind.CONFIRMATION):
        more["signs"] = PERSON | draw(
            some.sampled_from([frozenset(), {Sign.COURTESY}, {Sign.ON_HOLD}, {Sign.NO_SHOW}])
        )
        if draw(some.booleans()):
            more["decision_by"] = received.date() + timedelta(days=draw(some.integers(0, 30)))
    if kind not in (Kind.THANK_YOU, Kind.FOLLOW_UP, Kind.OWN_OTHER, Kind.ACCEPTANCE):
        del more["to"]
    return a_reading(kind, received, **more)  # type: ignore[arg-type]


histories = some.lists(a_mail(), max_size=6, unique_by=lambda mail: mail.envelope.key)


@settings(max_examples=60, deadline=None)
@given(histories, some.randoms(use_true_random=False))
def test_folding_in_any_order_of_arrival_gives_the_same_cases(
    mails: list[Reading], chance: object
) -> None:
    mails = [an_invitation(), *mails]
    shuffled = list(mails)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert [fold(g) for g in bind(shuffled)] == [fold(g) for g in bind(mails)]


EMPLOYERS = [("Nordlicht", ANNA), ("Polaris", Address("Stella Kern", "stella@polaris.example"))]


@some.composite
def many_threads(draw: some.DrawFn) -> list[Reading]:
    """Mails of two employers about two jobs, in threads of their own or each other's."""
    mails = []
    for number in range(draw(some.integers(1, 9))):
        company, sender = draw(some.sampled_from(EMPLOYERS))
        fields: dict[str, object] = {
            "name": f"mail-{number}",
            "replies_to": draw(some.sampled_from(["-", f"mail-{number - 1}", "mail-0"])),
            "company": draw(some.sampled_from([company, None])),
            "role": draw(some.sampled_from(["Engineer", "Clerk", None])),
            "requisition": draw(some.sampled_from([None, None, "R-1", "R-2"])),
            "trust": draw(some.sampled_from([Trust.UNKNOWN, Trust.UNKNOWN, Trust.FAILED])),
        }
        kind = draw(some.sampled_from([*KINDS, Kind.BULK, Kind.ACKNOWLEDGEMENT]))
        received = INVITED + timedelta(hours=draw(some.integers(1, 24 * 90)))
        mails.append(a_reading(kind, received, sender=sender, **fields))  # type: ignore[arg-type]
    return mails


@settings(max_examples=200, deadline=None)
@given(many_threads(), some.randoms(use_true_random=False), some.booleans())
def test_mail_taken_in_bit_by_bit_binds_as_if_it_had_come_at_once(
    mails: list[Reading], chance: object, in_order: bool
) -> None:
    coming = sorted(mails, key=lambda mail: mail.envelope.received_at)
    if not in_order:
        chance.shuffle(coming)  # type: ignore[attr-defined]

    binder, kept = Binder(), dict[str, Group]()
    for mail in coming:
        binder.add([mail])
        for group in binder.stirred():  # as the database keeps cases: one row, under one id
            kept = {id_: known for id_, known in kept.items() if id_ not in group.aliases}
            kept[group.id] = group

    assert binder.groups() == bind(mails)
    assert [kept.get(group.id) for group in bind(mails)] == list(bind(mails))


@settings(max_examples=40, deadline=None)
@given(histories, some.booleans())
def test_every_case_ends_and_nothing_is_written_after_a_decision(
    mails: list[Reading], owner_sends: bool
) -> None:
    """L1."""
    mails = [an_invitation(), *mails]

    done = weeks(mails, until=A_YEAR_LATER, owner_sends=owner_sends)

    for group in bind(mails):
        case = fold(group)
        if case.decision:
            late = [d for d in done if d.at > case.decision.at.astimezone(BERLIN)]
            assert {d.what for d in late} & {
                Step.FOLLOW_UP,
                Step.FINAL_ATTEMPT,
                Step.THANK_YOU,
            } <= set()
    assert closings(done)
    assert closings(done)[-1][0] != "open"


@settings(max_examples=40, deadline=None)
@given(histories)
def test_nobody_is_asked_more_than_twice_in_a_row_or_four_times_in_all(
    mails: list[Reading],
) -> None:
    done = weeks([an_invitation(), *mails], until=A_YEAR_LATER)

    nudges = [d for d in done if d.what in (Step.FOLLOW_UP, Step.FINAL_ATTEMPT)]
    own = [m for m in mails if m.kind is Kind.FOLLOW_UP]
    assert len(nudges) <= 4
    assert sum(d.what == Step.FINAL_ATTEMPT for d in nudges) <= 1 + len(mails)
    assert len(nudges) <= 4 + len(own)


@settings(max_examples=40, deadline=None)
@given(histories, some.integers(0, 400))
def test_phase_and_ending_agree(mails: list[Reading], day: int) -> None:
    now = INVITED + timedelta(days=day)
    seen = [m for m in [an_invitation(), *mails] if m.envelope.received_at <= now]

    for group in bind(seen):
        case = fold(group)
        closed = ending(case, now, POLICY) is not None
        assert closed == (phase(case, now, POLICY) is Phase.CLOSED)
