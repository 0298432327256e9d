"""Mail that no person wrote in answer: bounces (RFC 3464), out-of-office and receipts (RFC 3834).

A machine that decides is not meant: a refusal from a no-reply system is an answer (D13), a receipt
of an application an acknowledgement (DESIGN §3), a calendar's notice an invitation or its reply.
"""

import re
from dataclasses import dataclass
from functools import cache

from agent.reading.absence import absence, has_left
from agent.reading.bounces import pattern
from agent.reading.facts import Absence, Direction, Evidence, Kind
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.message import Message
from agent.reading.notices import (
    LOOKED_AT,
    away_words,
    is_absence_notice,
    is_dead_end,
    is_short,
    left_words,
    may_be_dead_end,
    unread_words,
    written_before_answer,
)


@dataclass(frozen=True, slots=True)
class Automatic:
    kind: Kind  # BOUNCE or AUTO_REPLY
    evidence: Evidence
    absence: Absence | None = None
    left_company: bool = False


def automatic(material: Material) -> Automatic | None:
    """The machine's answer that this mail is, or None; a system's decision is none."""
    if material.direction is Direction.OUTGOING:
        return None
    return _bounce(material.message) or _auto_reply(material)


def _bounce(message: Message) -> Automatic | None:
    report = next((r for r in message.reports if r.action in {"failed", "delayed"}), None)
    if report is None:
        return None
    words = " ".join(filter(None, (report.action, report.recipient, report.status)))
    return Automatic(Kind.BOUNCE, Evidence("kind", words, f"automatic.{report.action}"))


def _auto_reply(material: Material) -> Automatic | None:
    if material.message.calendars or material.events:
        return None
    subject = material.message.envelope.subject[:200]
    text = material.body.new_text[:LOOKED_AT]
    sign = _marked(material.message) or _titled(subject)
    hint = "" if sign else _hint(subject)
    away = None
    if sign or is_short(text):
        away = away_words(text, None if sign or hint else material.language)
    if away and sign:
        return _found(material, away[0], "automatic.absence")
    if (away or hint) and is_absence_notice(material, hinted=bool(hint)):
        return _found(material, away[0] if away else hint, "automatic.absence")
    return _dead_end(material, text, sign) or _receipt(material, text, sign)


def _dead_end(material: Material, text: str, sign: str) -> Automatic | None:
    """The sender has left, or nobody reads what is sent there."""
    if not sign and not may_be_dead_end(material):
        return None
    words = left_words(text) or unread_words(text)
    if words and (sign or is_dead_end(material)) and not _of_application(material, words):
        return _found(material, words[0], "automatic.dead_end")
    return None


@cache
def _prefix() -> re.Pattern[str]:
    prefixes = "|".join(f"(?:{one})" for one in lexicon("automatic")["reply_prefixes"])
    return re.compile(rf"\s*(?:re:|aw:|sv:)?\s*\W?(?:{prefixes})(?P<end>\W{{0,3}}$|\s?:|\s)", re.I)


def _titled(subject: str) -> str:
    """The prefix that mail programs write before the subject they answer; "" if none."""
    match = _prefix().match(subject)
    if match and (match["end"] != " " or _ANSWERED.match(subject, match.end())):
        return match[0].strip()
    return ""


_ANSWERED = re.compile(r"\W{0,3}(?:re|aw|sv|antw|rv|res)\s?:", re.IGNORECASE)


def _hint(subject: str) -> str:
    """Also "Absence 2 June" and "Gone fishing Re: …", which need a text that agrees; "" if none."""
    match = _prefix().match(subject)
    return match[0].strip() if match else written_before_answer(subject)


_NO = {"no", "false", "0", ""}
_REPLY_HEADER = re.compile(r"auto-?(?:reply|replied|respon[ds]\w*)|vacation", re.IGNORECASE)


def _marked(message: Message) -> str:
    """The header that says a machine answers (RFC 3834 §5 and its forerunners); "" if none.

    X-Auto-Response-Suppress and auto-generated are not enough: much ordinary mail has them (D14).
    """
    for name, value in message.headers:
        if name == "auto-submitted":
            if value.lower().startswith("auto-replied"):
                return "Auto-Submitted: auto-replied"
        elif name in ("precedence", "preference"):
            if value.lower().replace("-", "_") in {"auto_reply", "autoreply"}:
                return "Precedence: auto_reply"
        elif _is_reply_header(name) and value.lower() not in _NO:
            return name
    return ""


def _is_reply_header(name: str) -> bool:
    """X-Autoreply and its many kin, X-Zimbra-Autoreply too."""
    if name[:2] != "x-" or name == "x-auto-response-suppress":
        return False
    return _REPLY_HEADER.search(name) is not None


def _found(material: Material, words: str, rule: str) -> Automatic:
    return _answered(material, Evidence("kind", " ".join(words.split())[:120], rule))


def _answered(material: Material, evidence: Evidence) -> Automatic:
    found = absence(material)
    left = has_left(material, found.back_on)
    told = found.back_on or found.deputy or left or evidence.rule == "automatic.absence"
    return Automatic(Kind.AUTO_REPLY, evidence, found if told else None, left)


def _of_application(material: Material, words: re.Match[str]) -> bool:
    """Whether subject, or the line in which a machine speaks, is about an application."""
    text = words.string
    start = max(text.rfind("\n", 0, words.start()), text.rfind(". ", 0, words.start())) + 1
    end = min(
        (at for mark in ("\n", ". ") if (at := text.find(mark, words.end())) >= 0),
        default=len(text),
    )
    told = f"{material.message.envelope.subject}\n{text[start:end]}"
    return pattern("applications").search(told) is not None


def _receipt(material: Material, text: str, sign: str) -> Automatic | None:
    """A ticket, or a machine's reply of any other wording; never of an application."""
    subject = material.message.envelope.subject
    ticket = _is_ticket(subject, text)
    if not sign and not ticket:
        return None
    words = pattern("receipts").search(text)
    if words and (ticket or not _of_application(material, words)):
        shown = " ".join(words[0].split())[:120]
        return Automatic(Kind.AUTO_REPLY, Evidence("kind", shown, "automatic.receipt"))
    if sign and not pattern("process").search(text):
        return _answered(material, Evidence("kind", sign, "automatic.header"))
    return None


_TICKET = re.compile(
    r"\[?(?:ticket|case|request|incident|anfrage|vorgang|demande|caso|richiesta|chamado|protocolo"
    r"|zaak|melding)\s?(?:#|nr\.?|no\.?|n[°º]|id)?\s?[:#]?\s?[\w-]*\d{3,}"
    r"|\[#[\w-]{0,12}\d{3,}\]|\(#\d{4,}\)",
    re.IGNORECASE,
)


def _is_ticket(subject: str, text: str) -> bool:
    """A help desk numbers what it receives."""
    numbered = any(map(str.isdigit, subject)) and _TICKET.search(subject)
    return bool(numbered) or "above this line" in text[:400].lower()
