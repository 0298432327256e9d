"""One interview at one employer, with a dull default for everything a test does not speak of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from agent.cases.case import Case, Entry, EntryStatus, Key, Person, Round, Step
from agent.cases.plan import Why, Write
from agent.cases.reasons import Reason
from agent.reading.message import Address
from agent.writing.draft import Parent, Profile

TUESDAY = date(2026, 3, 3)
TUESDAY_EVENING = datetime(2026, 3, 3, 18, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 3, 10, 10, tzinfo=UTC)

ANNA = Person("Anna Keller", "anna@acme.example", True, False, None, None)
BEN = Person("Ben Okafor", "ben@acme.example", True, False, None, None)
ZOE = Person("Zoë Ray", "zoe@acme.example", False, False, None, None)

JANE = Profile("Jane Doe", ("jane@doe.example", "jd@work.example"), "Jane Doe\n+44 20 7946 0000")


def a_case(*, interviewers: tuple[Person, ...] = (ANNA,), **changes: Any) -> Case:
    """Jane's opportunity at Acme: interviewed on Tuesday by Anna; Zoë coordinates."""
    round_ = Round(
        id="r1",
        interviews=(),
        start=None,
        end=None,
        on=TUESDAY,
        zone=None,
        cancelled=False,
        held=True,
        interviewers=interviewers,
        evidence=None,
        known_at=TUESDAY_EVENING,
    )
    case = Case(
        id="acme",
        aliases=("acme",),
        company="Acme",
        role="Data Engineer",
        agency=None,
        requisition=None,
        country=None,
        language="en",
        opened_at=TUESDAY_EVENING,
        people=(*interviewers, ZOE),
        rounds=(round_,),
        mentions=(),
        entries=(),
        decision=None,
    )
    return replace(case, **changes)


def a_write(step: Step = Step.THANK_YOU, to: Person = ANNA, **changes: Any) -> Write:
    """`step` is due, to Anna, about Tuesday."""
    address = to.address or ""
    write = Write(
        key=Key("acme", "r1", "", step, address),
        to=Address(to.name, address),
        why=Why(Reason.INTERVIEW_OVER, "The interview is over."),
        due_at=TUESDAY_EVENING,
        round_id="r1",
        interview_on=TUESDAY,
        late=False,
        interviewers=(),
        through=False,
        promised_on=None,
        last_wrote_on=None,
        parent=None,
    )
    return replace(write, **changes)


def a_parent(**changes: Any) -> Parent:
    """The invitation that is answered."""
    parent = Parent(
        message_id="<CAF=abc+1@mail.acme.example>",
        references=("<first@mail.acme.example>",),
        subject="Interview invitation",
        sender=Address("Anna Keller", "anna@acme.example"),
        date=None,
        addressed_to="jane@doe.example",
    )
    return replace(parent, **changes)


def written(write: Write, text: str) -> Entry:
    """The row of a letter that the owner has sent."""
    return Entry(write.key, EntryStatus.SENT, TUESDAY_EVENING, made_at=TUESDAY_EVENING, text=text)
