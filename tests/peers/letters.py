"""One interview at Larkspur Analytics, and what a pass of the agent left behind."""

from datetime import datetime

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Event, Happening
from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.read import read
from tests.jobs.fakes import INBOX, OWNER, SENT, Agent, FakeMailbox
from tests.letters import invitation, london

INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
THANK_YOU_DUE = london("2026-03-05 17:00")
FOLLOW_UP_DUE = london("2026-03-12 10:00")
LATER = tuple(london(f"2026-{day} 10:00") for day in ("03-16", "03-19", "03-23", "03-30", "04-15"))
NOREPLY = "Larkspur Analytics <no-reply@larkspur.example>"


def invited(mailbox: FakeMailbox | None = None) -> Agent:
    """An agent that knows of one interview."""
    agent = Agent(mailbox or FakeMailbox())
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)
    return agent


def thanked() -> Agent:
    """An agent whose thank-you the owner has sent."""
    agent = invited()
    agent.at(THANK_YOU_DUE)
    send(agent, london("2026-03-05 17:30"))
    agent.at(london("2026-03-05 17:30"))
    return agent


def send(agent: Agent, at: datetime) -> None:
    """The owner sends whatever lies in Drafts."""
    for draft in agent.mailbox.in_drafts:
        agent.mailbox.deliver(SENT, draft.raw, at)
    agent.mailbox.in_drafts.clear()


def status(agent: Agent, step: Step) -> EntryStatus | None:
    """What became of a step; None if it was never begun."""
    return next((e.status for e in agent.desk.store.entries() if e.key.step is step), None)


def drafted(events: tuple[Event, ...]) -> list[Step | None]:
    return [event.step for event in events if event.event is Happening.DRAFTED]


def reading(raw: bytes, at: datetime) -> Reading:
    return read(parse(raw, received_at=at), OWNER)
