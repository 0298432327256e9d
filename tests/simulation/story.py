"""One search told in order: each mail in a line, each draft, each thing that happened."""

from collections.abc import Iterator
from datetime import datetime

from agent.reading.facts import Reading
from tests.simulation.judge import verdict
from tests.simulation.play import Run
from tests.simulation.truth import Said, Wrote


def story(run: Run) -> Iterator[str]:
    """The whole of it, with the findings at the end."""
    search = run.search
    owner = search.owner
    yield f"seed {search.seed}: {owner.person.name} <{owner.writes_as}>, {owner.zone}"
    for o in search.opportunities:
        firm = o.employer
        through = firm.agency or firm.system or "-"
        yield (
            f"  [{o.number}] {firm.name} <{firm.domain}>, {o.role}, {firm.channel} ({through}),"
            f" {firm.language}, {firm.zone}; {firm.recruiter.name} <{firm.recruiter.address}>"
        )
    lines = sorted([*_mails(run), *_talks(run), *_drafts(run), *_events(run)])
    for at, _, line in lines:
        yield f"{at.astimezone(search.zone):%a %Y-%m-%d %H:%M} {line}"
    for finding in verdict(run).findings:
        yield str(finding)


def _mails(run: Run) -> Iterator[tuple[datetime, int, str]]:
    meant: dict[str, tuple[int, Said | Wrote]] = {}
    for chronicle in run.chronicles:
        number = chronicle.opportunity.number
        meant |= {said.message_id: (number, said) for said in chronicle.said}
        meant |= {wrote.message_id: (number, wrote) for wrote in chronicle.wrote}
    cases = {m.key: case.id for case in run.cases for m in case.mentions}
    for reading in run.readings:
        found = meant.get(reading.envelope.message_id or "")
        place, act = _placed(found)
        case = cases.get(reading.envelope.key, "-")
        yield reading.envelope.received_at, 0, f"{place} {act}: {_read_as(reading)} in {case}"


def _placed(found: tuple[int, Said | Wrote] | None) -> tuple[str, str]:
    return (f"[{found[0]}]", found[1].act) if found else ("   ", "noise")


def _read_as(reading: Reading) -> str:
    envelope = reading.envelope
    times = ", ".join(f"{i.start:%d.%m. %H:%M} {i.status}" for i in reading.interviews)
    days = [
        f"{name} {day}"
        for name, day in (
            ("decision by", reading.decision_by),
            ("silence means no by", reading.silence_means_no_by),
            ("back on", reading.absence and reading.absence.back_on),
            ("held", reading.held and reading.held.on),
        )
        if day
    ]
    who = envelope.from_[0].address if envelope.from_ else "?"
    said = " ".join(filter(None, (str(reading.kind), times, *days)))
    return f"“{envelope.subject}” from {who}, read as {said}"


def _talks(run: Run) -> Iterator[tuple[datetime, int, str]]:
    for chronicle in run.chronicles:
        for talk in chronicle.talks:
            names = ", ".join(f"{p.name} <{p.address}>" for p in talk.people)
            number = chronicle.opportunity.number
            words = f"[{number}] interview until {talk.end:%H:%M %Z} with {names}"
            yield talk.start, 1, words


def _drafts(run: Run) -> Iterator[tuple[datetime, int, str]]:
    for d in run.drafted:
        yield d.at, 2, f"[{d.opportunity}] DRAFT {d.step} to {d.to} in {d.case}; owner {d.fate}"


def _events(run: Run) -> Iterator[tuple[datetime, int, str]]:
    for event in run.events:
        if event.event != "drafted":
            step = f" {event.step}" if event.step else ""
            words = f"{event.event}{step} in {event.case} ({event.reason}): {event.because}"
            yield event.at, 3, f"      {words}"
