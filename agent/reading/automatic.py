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

_LOOKED_AT = 4_000  # characters of the text
_SHORT = 150  # words of an absence that has no other sign than its text


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
    text = material.body.new_text[:_LOOKED_AT]
    sign = _marked(material.message) or _titled(material.message)
    sure = bool(sign) or _hinted(material.message)
    away = pattern("absences").search(text) if sure or _is_short(text) else None
    away = away or (pattern("departures").search(text) if sure else None)
    if away:
        return _absent(material, away, sure=sure)
    return _receipt(material, text, sign)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _SHORT


@cache
def _prefix() -> re.Pattern[str]:
    prefixes = "|".join(f"(?:{one})" for one in lexicon("automatic")["reply_prefixes"])
    return re.compile(rf"\s*(?:re:|aw:|sv:)?\s*\W?(?:{prefixes})(?P<end>\W{{0,3}}$|\s?:|\s)", re.I)


def _titled(message: Message) -> str:
    """The prefix that mail programs write before the subject they answer; "" if none."""
    match = _prefix().match(message.envelope.subject[:200])
    return match[0].strip() if match and match["end"] != " " else ""


def _hinted(message: Message) -> bool:
    """True also for "Out of office Re: …" and "Absence 2 June", which need a text that agrees."""
    return bool(_prefix().match(message.envelope.subject[:200]))


def _marked(message: Message) -> str:
    """The header that says a machine answers (RFC 3834 §5 and its forerunners); "" if none.

    X-Auto-Response-Suppress and auto-generated are not enough: much ordinary mail has them (D14).
    """
    headers = dict(reversed(message.headers))
    if headers.get("auto-submitted", "").lower().startswith("auto-replied"):
        return "Auto-Submitted: auto-replied"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply"):
        if headers.get(name, "no").lower() not in {"no", "false", "0", ""}:
            return name
    if headers.get("precedence", "").lower().replace("-", "_") in {"auto_reply", "autoreply"}:
        return "Precedence: auto_reply"
    return ""


def _absent(material: Material, words: re.Match[str], *, sure: bool) -> Automatic | None:
    """An absence: with a sign from headers or subject, or as only a vacation notice puts it."""
    if not sure and not _reads_like_a_notice(material):
        return None
    shown = " ".join(words[0].split())[:120]
    return _answered(material, Evidence("kind", shown, "automatic.absence"))


def _answered(material: Material, evidence: Evidence) -> Automatic:
    found = absence(material)
    left = has_left(material, found.back_on)
    told = found.back_on or found.deputy or left or evidence.rule == "automatic.absence"
    return Automatic(Kind.AUTO_REPLY, evidence, found if told else None, left)


def _reads_like_a_notice(material: Material) -> bool:
    """Without headers and subject: a stock text to everyone, not a person's note that they travel.

    Three of: thanks for the mail, a return, a deputy, no access to mail, nobody greeted by name.
    """
    lines = material.body.new_text[:_LOOKED_AT].lower().strip()
    first, text = lines.partition("\n")[0], " ".join(lines.split())
    name = material.owner.name.split()[0].lower() if material.owner.name else ""
    signs = (
        re.search(_THANKS, text),
        absence(material).back_on,
        absence(material).deputy,
        re.search(_ACCESS, text),
        not (name and name in first) and (len(first.split()) <= 3 or re.search(_THANKS, first)),
    )
    return sum(bool(sign) for sign in signs) >= 3 and not _mentions_process(material)


_THANKS = (
    r"(?:thank(?:s| you)|dank|merci|gracias|grazie|obrigad[oa]|bedankt)\b.{0,40}"
    r"(?:mail|message|nachricht|courriel|mensaje|correo|messaggio|mensagem|bericht)"
)
_ACCESS = (
    r"(?:limited|no|intermittent) access|nicht weitergeleitet|accès limité|acceso limitado"
    r"|accesso limitato|acesso limitado|beperkt.{0,12}toegang|when i (?:return|am back)"
    r"|(?:on|upon|after) my return|sobald ich (?:wieder )?zurück|dès mon retour|zodra ik terug"
    r"|nach meiner rückkehr|à mon retour|a mi (?:vuelta|regreso)|al mio rientro"
    r"|no meu regresso|na volta|bij terugkomst"
)
_PROCESS = re.compile(
    r"interview|application|applied|candidat|bewerb|gespräch|entretien|entrevista|colloquio"
    r"|sollicitat|position|decision|offer",
    re.IGNORECASE,
)


def _mentions_process(material: Material) -> bool:
    return bool(_PROCESS.search(material.body.new_text[:_LOOKED_AT]))


def _receipt(material: Material, text: str, sign: str) -> Automatic | None:
    """A ticket, or a machine's reply of any other wording; never of an application."""
    subject = material.message.envelope.subject
    if pattern("applications").search(f"{subject}\n{text}") and not _is_ticket(subject, text):
        return None
    words = pattern("receipts").search(text)
    if words and (sign or _is_ticket(subject, text)):
        shown = " ".join(words[0].split())[:120]
        return Automatic(Kind.AUTO_REPLY, Evidence("kind", shown, "automatic.receipt"))
    if sign and not _mentions_process(material):
        return _answered(material, Evidence("kind", sign, "automatic.header"))
    return None


_TICKET = re.compile(
    r"\[?(?:ticket|case|request|incident|anfrage|vorgang|demande|caso|richiesta|chamado|protocolo"
    r"|zaak|melding)\s?(?:#|nr\.?|no\.?|n[°º]|id)?\s?[:#]?\s?[\w-]*\d{3,}"
    r"|\[#\d{3,}\]|\(#\d{4,}\)",
    re.IGNORECASE,
)
_ABOVE_THIS_LINE = re.compile(r"reply above this line|above this line", re.IGNORECASE)


def _is_ticket(subject: str, text: str) -> bool:
    """A help desk numbers what it receives."""
    return bool(_TICKET.search(subject) or _ABOVE_THIS_LINE.search(text))
