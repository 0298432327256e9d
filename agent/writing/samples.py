"""Invented cases with which a template is tried before a real letter needs it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from agent.cases.case import Case, Key, Person, Round, Step
from agent.cases.plan import Why, Write
from agent.cases.reasons import Reason
from agent.reading.message import Address
from agent.writing.draft import Profile, Strength, Tone
from agent.writing.template_files import Templates
from agent.writing.wording import Letter

COMPANY, ROLE = "Sample Company", "Data Engineer"
HELD_ON = date(2026, 3, 3)
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
READER = Person("Anna Keller", "anna@company.example", True, False, None, None)
STEPS = {
    Letter.THANK_YOU: Step.THANK_YOU,
    Letter.THANK_YOU_LATE: Step.THANK_YOU,
    Letter.THANK_YOU_THROUGH: Step.THANK_YOU,
    Letter.FOLLOW_UP: Step.FOLLOW_UP,
    Letter.FOLLOW_UP_PROMISED: Step.FOLLOW_UP,
    Letter.FINAL_ATTEMPT: Step.FINAL_ATTEMPT,
    Letter.FEEDBACK_REQUEST: Step.FEEDBACK_REQUEST,
    Letter.GRACIOUS_REPLY: Step.GRACIOUS_REPLY,
    Letter.DELAY_ACKNOWLEDGED: Step.DELAY_ACKNOWLEDGED,
    Letter.WITHDRAWAL: Step.WITHDRAWAL,
}


def samples(language: str, letter: Letter) -> Iterator[tuple[Case, Write]]:
    """The letter due where much is known, where only role and company are, and where those are
    not."""
    yield _case(language, letter, COMPANY, ROLE), _write(letter, known=True)
    yield _case(language, letter, COMPANY, ROLE), _write(letter, known=False)
    yield _case(language, letter, None, None), _write(letter, known=True)


def sample_profile(language: str, templates: Templates, *, familiar: bool) -> Profile:
    """Somebody who writes with these templates, in this register, and has a strength for ROLE."""
    return Profile(
        name="Jo Sample",
        addresses=("jo@sample.example",),
        signature="Jo Sample",
        languages=(language,),
        tone=Tone.INFORMAL if familiar else Tone.NEUTRAL,
        strengths=(Strength("data modelling", language),),
        templates=templates,
    )


def _case(language: str, letter: Letter, company: str | None, role: str | None) -> Case:
    reader = Person(READER.name, READER.address, _met(letter), False, None, None)
    return Case(
        id="sample",
        aliases=("sample",),
        company=company,
        role=role,
        agency=None,
        requisition=None,
        country=None,
        language=language,
        opened_at=NOW,
        people=(reader,),
        rounds=(_round(reader),),
        mentions=(),
        entries=(),
        decision=None,
    )


def _round(reader: Person) -> Round:
    return Round(
        id="round",
        interviews=(),
        start=None,
        end=None,
        on=HELD_ON,
        zone=None,
        cancelled=False,
        held=True,
        interviewers=(reader,) if reader.interviewed else (),
        evidence=None,
        known_at=NOW,
    )


def _met(letter: Letter) -> bool:
    """A coordinator was not in the interview."""
    return letter is not Letter.THANK_YOU_THROUGH


def _write(letter: Letter, *, known: bool) -> Write:
    """`known`: also the day, the other interviewers, and when the owner wrote last."""
    promised = letter is Letter.FOLLOW_UP_PROMISED or (
        letter is Letter.DELAY_ACKNOWLEDGED and known
    )
    return Write(
        key=Key("sample", "round", "", STEPS[letter], READER.address or ""),
        to=Address(READER.name, READER.address or ""),
        why=Why(Reason.INTERVIEW_OVER, Reason.INTERVIEW_OVER.sentence),
        due_at=NOW,
        round_id="round",
        interview_on=HELD_ON if known else None,
        late=letter is Letter.THANK_YOU_LATE,
        interviewers=("Ben Okafor", "Cara Diaz") if known else (),
        through=letter is Letter.THANK_YOU_THROUGH,
        promised_on=date(2026, 3, 12) if promised else None,
        last_wrote_on=date(2026, 3, 10) if known else None,
        parent=None,
    )
