"""Runs made up by hand, with dull defaults: a test of an oracle says only what matters.

The owner lives in London. Anna Berg recruits for Nordlicht, Tom Falk interviews, on Tuesday 3 March
2026 from 14:00 to 15:00. No public holiday is near: the follow-up is due on Tuesday the 10th.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.cases.case import Step
from agent.cases.policy import Policy
from tests.simulation.cast import Channel, Employer, Owner, Person
from tests.simulation.play import Drafted, Lay, Run
from tests.simulation.scheme import Fate, Opportunity, Search, Talk
from tests.simulation.truth import MEANS, Chronicle, Said, Wrote

LONDON = ZoneInfo("Europe/London")
ME = Person("Robin", "Ashby", True, "robin@ashby.example")
ANNA = Person("Anna", "Berg", True, "anna@nordlicht.example")
TOM = Person("Tom", "Falk", False, "tom@nordlicht.example")
OWNER = Owner(ME, ME.address, LONDON, "GB", "en")
NORDLICHT = Employer(
    name="Nordlicht",
    domain="nordlicht.example",
    zone=LONDON,
    country="GB",
    language="en",
    channel=Channel.OWN,
    system=None,
    agency=None,
    agency_domain=None,
    recruiter=ANNA,
    others=(TOM,),
    phone=None,
    by_reply_to=False,
)


def at(day: int, hour: int = 10, minute: int = 0, *, month: int = 3) -> datetime:
    """A time of March 2026 in London; the 2nd is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


TALK = Talk(0, at(3, 14), at(3, 15), (TOM,))


def said(act: str, when: datetime, by: Person = ANNA) -> Said:
    shown = frozenset({by.address, TOM.address} if act == "invite_calendar" else {by.address})
    return Said(when, act, MEANS[act], by.address, f"<{act}@nordlicht.example>", True, shown=shown)


INVITED = said("invite_calendar", at(1))


def wrote(step: Step, when: datetime, to: Person = ANNA) -> Wrote:
    return Wrote(when, "draft", step, to.address, f"<{step} {when:%d}@ashby>", by_hand=False)


def drafted(step: Step, when: datetime, to: Person = ANNA) -> Drafted:
    return Drafted(
        at=when.astimezone(UTC),
        step=step,
        case="case",
        wait="",
        to=to.address,
        subject="",
        in_reply_to=None,
        message_id=f"<{step} {when:%d%H%M}@ours>",
        opportunity=0,
        fate=Fate.SENDS,
    )


def a_run(
    *drafts: Drafted,
    talks: Iterable[Talk] = (TALK,),
    heard: Iterable[Said] = (),
    sent: Iterable[Wrote] = (),
    withdrawn_at: datetime | None = None,
) -> Run:
    """A search with one opportunity, of which this was said and done."""
    opportunity = Opportunity(
        number=0,
        employer=NORDLICHT,
        role="Data Engineer",
        turns=(),
        talks=tuple(talks),
        to_thanks=(),
        to_nudges=(),
        shared=False,
        answers_requests=True,
    )
    until = at(1, month=6) + timedelta(days=300)
    chronicle = Chronicle(opportunity, [INVITED, *heard], list(sent), withdrawn_at)
    return Run(
        search=Search(1, OWNER, (opportunity,), (), until),
        policy=Policy(LONDON, country="GB"),
        chronicles=(chronicle,),
        drafted=drafts,
        lay=(),
        events=(),
        readings=(),
        entries=(),
        cases=(),
        ended_at=until,
        passes=1,
    )


def with_lying(run: Run, *lay: tuple[datetime, Drafted]) -> Run:
    return replace(run, lay=tuple(Lay(when, draft.message_id) for when, draft in lay))
