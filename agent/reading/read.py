"""Message → Reading: the whole of reading on one page.

First what the mail is made of (text and history, language, sentences, calendar events, times),
then what kind of mail it is, then the facts that such a mail can state. Each room returns its
findings with their evidence; nothing here decides what they mean for a case.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from agent.reading.automatic import automatic
from agent.reading.employer import employer
from agent.reading.events import calendar_events
from agent.reading.eventzones import with_own_zones
from agent.reading.facts import NOISE, Direction, Kind, Reading
from agent.reading.interviews import interviews
from agent.reading.kinds import classify
from agent.reading.language import language_of
from agent.reading.material import Material
from agent.reading.message import Envelope, Message
from agent.reading.owner import Owner
from agent.reading.people import people
from agent.reading.promises import promises
from agent.reading.quotation import body_of
from agent.reading.sentences import sentences
from agent.reading.times import moments

CLOCKS_DIFFER_BY = timedelta(days=2)


def read(message: Message, owner: Owner) -> Reading:
    """What `message` says to `owner`. Pure and total: any Message gives a Reading."""
    material = prepare(message, owner)
    machine = automatic(material)
    verdict = classify(material, machine)
    times = interviews(material, verdict)
    promised = promises(material, verdict)
    firm = employer(material, verdict)
    persons = people(material, verdict, firm)
    return Reading(
        envelope=message.envelope,
        direction=material.direction,
        kind=verdict.kind,
        language=material.language,
        new_text=material.body.new_text,
        confidence=round(min(verdict.confidence, times.confidence), 3),
        answers=verdict.answers,
        interviews=times.found,
        decision_by=promised.decision_by,
        company=firm.company,
        role=firm.role,
        interviewers=persons.interviewers,
        contact=persons.contact,
        held=times.held,
        evidence=(
            *verdict.evidence,
            *times.evidence,
            *promised.evidence,
            *firm.evidence,
            *persons.evidence,
        ),
        signs=verdict.signs,
        events=() if verdict.kind in NOISE else material.events,
        agency=firm.agency,
        requisition=firm.requisition,
        silence_means_no_by=promised.silence_means_no_by,
        closing_on=promised.closing_on,
        absence=machine.absence if machine else None,
        reports=message.reports if verdict.kind is Kind.BOUNCE else (),
        returned_message_id=message.returned_message_id,
        country=firm.country,
        seniority=firm.seniority,
        culture=firm.culture,
        system=firm.system,
        mentioned=persons.mentioned,
    )


def prepare(message: Message, owner: Owner) -> Material:
    """Cut, split and date the text; nothing is decided yet."""
    envelope = message.envelope
    body = body_of(message)
    language = language_of(message, body)
    base = _written_at(envelope, owner)
    outgoing = any(owner.is_me(author) for author in envelope.from_)
    material = Material(
        message=message,
        owner=owner,
        direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
        language=language,
        body=body,
        sentences=sentences(body.new_text),
        moments=moments(body.new_text, base=base, language=language, owner=owner),
        events=calendar_events(message, owner.zone),
        base=base,
    )
    return replace(material, events=with_own_zones(material))


def _written_at(envelope: Envelope, owner: Owner) -> datetime:
    """By the sender's own clock, unless that is far off: then by ours (failures.md G9)."""
    arrived = envelope.received_at.astimezone(owner.zone)
    if envelope.date is None or abs(envelope.date - arrived) > CLOCKS_DIFFER_BY:
        return arrived
    return envelope.date
