"""Readings and events as the JSON lines that scripts rely on: DESIGN §3 and §4, key by key."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.cases.case import CADENCE, Case, Entry
from agent.cases.event import Event
from agent.dead_letters import Retried
from agent.reading.facts import Evidence, Interview, Reading

if TYPE_CHECKING:  # they load the letters; a command that writes none starts faster
    from agent.template_folder import Copy, Listed
    from agent.writing.proofreading import Flaw


def reading_line(file: str, reading: Reading) -> str:
    """One line of `afterword read --json`."""
    envelope = reading.envelope
    contact = reading.contact
    return _line(
        {
            "file": file,
            "message_id": envelope.message_id,
            "date": envelope.date.isoformat() if envelope.date else None,
            "subject": envelope.subject,
            "direction": reading.direction,
            "kind": reading.kind,
            "interviews": [_interview(interview) for interview in reading.interviews],
            "decision_by": reading.decision_by.isoformat() if reading.decision_by else None,
            "company": reading.company,
            "role": reading.role,
            "interviewers": list(reading.interviewers),
            "contact": {"name": contact.name, "address": contact.address} if contact else None,
            "answers": reading.answers,
            "language": reading.language,
            "new_text": reading.new_text,
            "confidence": reading.confidence,
            "held": _held(reading),
            "evidence": [_evidence(evidence) for evidence in reading.evidence],
        }
    )


def unreadable_line(file: str, reason: str) -> str:
    """The line of a file that could not be read: every key is there, and `evidence` says why."""
    evidence = [{"fact": "unreadable", "words": reason, "rule": "sandbox"}]
    nothing = dict.fromkeys(
        ("message_id", "date", "subject", "decision_by", "company", "role", "contact", "held")
    )
    return _line(
        {
            "file": file,
            **nothing,
            "direction": "incoming",
            "kind": "other",
            "interviews": [],
            "interviewers": [],
            "answers": False,
            "language": "en",
            "new_text": "",
            "confidence": 0.0,
            "evidence": evidence,
        }
    )


def event_line(event: Event) -> str:
    """One line of `afterword replay --json`."""
    interview = event.interview
    return _line(
        {
            "at": event.at.isoformat(timespec="seconds"),
            "case": event.case,
            "company": event.company,
            "role": event.role,
            "event": event.event,
            "step": event.step if event.step in CADENCE else None,  # a wish is no step
            "to": list(event.to) if event.to is not None else None,
            "subject": event.subject,
            "text": event.text,
            "interview": {
                "start": interview.start.isoformat(),
                "end": interview.end.isoformat() if interview.end else None,
                "zone": interview.zone,
            }
            if interview
            else None,
            "reason": event.reason,
            "because": event.because,
            "evidence": event.evidence,
        }
    )


def entry_line(entry: Entry, case: Case | None) -> str:
    """One line of `afterword outbox --json`."""
    return _line(
        {
            "case": entry.key.case,
            "company": case.company if case else None,
            "role": case.role if case else None,
            "step": entry.key.step,
            "to": entry.key.recipient or None,
            "status": entry.status,
            "at": entry.at.isoformat(timespec="seconds"),
            "made_at": entry.made_at.isoformat(timespec="seconds") if entry.made_at else None,
            "sent_at": entry.sent_at.isoformat(timespec="seconds") if entry.sent_at else None,
            "subject": entry.subject or None,
            "text": entry.text or None,
            "reason": entry.reason,
            "because": entry.because,
            "evidence": entry.evidence,
        }
    )


def letter_line(retried: Retried) -> str:
    """One line of `afterword dead-letters --json`; with --again, `fate` says what became of it."""
    letter = retried.letter
    return _line(
        {
            "folder": letter.folder,
            "received_at": letter.received_at.isoformat(timespec="seconds"),
            "uid": letter.uid,
            "uidvalidity": letter.uidvalidity,
            "reason": letter.reason,
            "fate": retried.fate,
        }
    )


def template_line(listed: "Listed") -> str:
    """One line of `afterword templates list --json`."""
    return _line(
        {
            "language": listed.file.language,
            "name": listed.file.name,
            "own": listed.path is not None,
            "path": str(listed.path) if listed.path else None,
            "phrasings": listed.phrasings,
        }
    )


def copy_line(copied: "Copy") -> str:
    """One line of `afterword templates copy --json`."""
    return _line({"path": str(copied.path), "made": copied.made})


def flaw_line(path: Path, flaw: "Flaw") -> str:
    """One line of `afterword templates check --json`; `path` is that of its file."""
    return _line(
        {
            "file": str(path),
            "line": flaw.line,
            "level": flaw.level,
            "what": flaw.what,
        }
    )


def _interview(interview: Interview) -> dict[str, Any]:
    return {
        "start": interview.start.isoformat(),
        "end": interview.end.isoformat() if interview.end else None,
        "status": interview.status,
        "zone": interview.zone,
        "zone_assumed": interview.zone_assumed,
        "source": interview.source,
        "evidence": interview.evidence,
    }


def _held(reading: Reading) -> dict[str, Any] | None:
    held = reading.held
    if held is None:
        return None
    return {"on": held.on.isoformat(), "at": held.at.isoformat() if held.at else None}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "fact": evidence.fact,
        "words": evidence.words,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
    }


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
