"""How single mails were read and bound, beside what they mean: the causes of other findings."""

from collections import defaultdict
from collections.abc import Iterator

from agent.reading.facts import NOISE, Direction, Kind, Reading, Sign, Status
from tests.simulation.findings import Class, Finding
from tests.simulation.play import Run, opportunity_of
from tests.simulation.truth import Meaning, Said

M = Meaning
EXPECTED = {
    M.RECEIPT: {Kind.ACKNOWLEDGEMENT},
    M.INVITES: {Kind.INVITATION, Kind.CONFIRMATION},
    M.NEXT_ROUND: {Kind.INVITATION, Kind.CONFIRMATION},
    M.HOLDING: {Kind.HOLDING, Kind.REPLY},
    M.REQUEST: {Kind.REQUEST, Kind.ASSESSMENT},
    M.REJECTED: {Kind.REJECTION},
    M.OFFERED: {Kind.OFFER},
    M.CLOSED: {Kind.REJECTION},
    M.FROZEN: {Kind.HOLDING, Kind.CANCELLATION, Kind.REJECTION},
    M.COURTESY: {Kind.REPLY},
    M.AWAY: {Kind.AUTO_REPLY},
    M.BOUNCE: {Kind.BOUNCE},
    M.SURVEY: {Kind.BULK, Kind.OTHER, Kind.REQUEST, Kind.REPLY, Kind.ASSESSMENT},
    M.LOGISTICS: {Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION, Kind.INVITATION},
}
OWN = {
    "own_accept": {Kind.ACCEPTANCE},
    "own_pick": {Kind.ACCEPTANCE},
    "own_papers": {Kind.OWN_OTHER},
    "own_thanks": {Kind.THANK_YOU},
    "own_follow_up": {Kind.FOLLOW_UP},
    "own_withdraw": {Kind.WITHDRAWAL},
}


def misread(run: Run) -> Iterator[Finding]:
    """Mails whose kind, days or wishes were read otherwise than they were meant."""
    by_id = {reading.envelope.message_id: reading for reading in run.readings}
    known = opportunity_of(run.chronicles)
    for reading in run.readings:
        incoming = reading.direction is Direction.INCOMING
        if incoming and reading.envelope.message_id not in known and reading.kind not in NOISE:
            spoken = run.search.owner.language
            yield _finding(run, "noise", spoken, reading.envelope.subject, reading.kind, reading)
    for chronicle in run.chronicles:
        language = chronicle.opportunity.employer.language
        for said in chronicle.said:
            heard = by_id.get(said.message_id)
            for wrong in _wrong(said, heard):
                yield _finding(run, said.act, language, said.message_id, wrong, heard)
        for wrote in chronicle.wrote:
            own, wanted = by_id.get(wrote.message_id), OWN.get(wrote.act)
            if wanted and (own is None or own.kind not in wanted):
                kind = str(own.kind) if own else "not read"
                yield _finding(run, wrote.act, language, wrote.message_id, kind, own)


def _finding(
    run: Run, act: str, language: str, message_id: str, wrong: str, reading: Reading | None
) -> Finding:
    at = reading.envelope.received_at if reading else run.ended_at
    words = f"{language} {act} as {wrong} ({message_id})"
    return Finding(Class.MISREAD, run.search.seed, at, words, group=f"{language} {act}: {wrong}")


def _wrong(said: Said, reading: Reading | None) -> Iterator[str]:
    if reading is None:
        if said.folder != "Trash":
            yield "not read"
        return
    if reading.kind not in EXPECTED[said.meaning]:
        yield str(reading.kind)
    yield from _wrong_times(said, reading)
    if said.promised_on and reading.decision_by != said.promised_on:
        off = (reading.decision_by - said.promised_on).days if reading.decision_by else "none"
        yield f"decision_by {off}"
    if said.silence_on and reading.silence_means_no_by != said.silence_on:
        yield f"silence by {reading.silence_means_no_by and 'another day'}"
    if said.act == "no_contact" and Sign.NO_CONTACT not in reading.signs:
        yield "no wish"
    if said.meaning is M.CLOSED and Sign.POSITION_CLOSED not in reading.signs:
        yield "not closed"
    if said.meaning is M.FROZEN and Sign.ON_HOLD not in reading.signs:
        yield "not on hold"
    if said.meaning is M.COURTESY and Sign.COURTESY not in reading.signs:
        yield "no courtesy"
    if said.back_on and (reading.absence is None or reading.absence.back_on != said.back_on):
        yield "another day of return"


def _wrong_times(said: Said, reading: Reading) -> Iterator[str]:
    """Beginnings that were not found, or that nobody has named."""
    meant = {talk.start for talk in said.times}
    found = {i.start: i.status for i in reading.interviews if i.status is not Status.CANCELLED}
    gone = {i.start for i in reading.interviews if i.status is Status.CANCELLED}
    if meant & gone:
        yield "its time as called off"
    elif meant - found.keys():
        yield "without its time"
    if found.keys() - meant:
        ends = {talk.end for talk in said.times}
        yield "its end as a time" if found.keys() & ends else "with another time"


def misbound(run: Run) -> Iterator[Finding]:
    """Mails of two opportunities in one case, or of one in several."""
    known = opportunity_of(run.chronicles)
    cases: dict[int, set[str]] = defaultdict(set)
    for case in run.cases:
        held = {known[m.message_id] for m in case.mentions if m.message_id in known}
        for number in held:
            cases[number].add(case.id)
        if len(held) > 1:
            words = f"case {case.id}, {case.name}: {sorted(held)}"
            yield Finding(Class.MIXED, run.search.seed, case.opened_at, words)
    for number, ids in cases.items():
        if len(ids) > 1:
            channel = run.search.opportunities[number].employer.channel
            words = f"opportunity {number} in {len(ids)} cases"
            yield Finding(Class.SPLIT, run.search.seed, run.ended_at, words, group=str(channel))
