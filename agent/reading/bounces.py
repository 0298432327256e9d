"""Mail that came back, told in prose: the dialects of systems that write no RFC 3464 report."""

import re
from functools import cache

from agent.reading.addresses import addr_spec
from agent.reading.lexicon import lexicon
from agent.reading.message import DeliveryReport, Message

_LOOKED_AT = 6_000  # characters: systems say what is wrong at the top
_RETURNED = re.compile(
    r"^.{0,40}(?:original message|below this line is a copy|copy of the (?:message|original)"
    r"|message headers|your message reads|message follows|returned message|unsent message).{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:/-])([45])\d\d[ -](?=\S)")
_FEEDBACK = re.compile(r"report-type=\"?(feedback-report|disposition-notification)", re.IGNORECASE)


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Any of the patterns that `phrases/automatic.yaml` lists under `key`."""
    return re.compile("|".join(f"(?:{one})" for one in lexicon("automatic")[key]), re.I | re.M)


def bounce_reports(message: Message) -> tuple[DeliveryReport, ...]:
    """What a bounce says: its own reports, or one made from its prose; () if it is no bounce.

    Reports of success (RFC 3464 delivered, relayed, expanded), abuse feedback (RFC 5965) and read
    receipts (RFC 8098) are no bounces.
    """
    troubles = tuple(r for r in message.reports if r.action in {"failed", "delayed"})
    if message.reports:
        return troubles and message.reports
    if _FEEDBACK.search(message.header("content-type") or "") or not _is_bounce(message):
        return ()
    return (_prose_report(message),)


def _is_bounce(message: Message) -> bool:
    """Two of three: a mail system sent it, its subject says so, its text says so."""
    if message.header("x-failed-recipients") or _is_report(message):
        return True
    sender = _is_postman(message)
    if not sender and not _may_be_machine(message):
        return False
    named = bool(pattern("bounce_subjects").search(message.envelope.subject[:300]))
    if not sender and not named:
        return False
    text = _said(message)
    if pattern("delivered").search(text):
        return False
    told = bool(_STATUS.search(text) or pattern("bounce_texts").search(text))
    return (told or named or not text.strip()) if sender else told and _is_machine(message)


def _is_report(message: Message) -> bool:
    kind = message.header("content-type") or ""
    return "delivery-status" in kind.lower()


def _is_postman(message: Message) -> bool:
    """The From of a mail system: MAILER-DAEMON, postmaster, or nobody at all (RFC 5321 §4.5.5)."""
    author = message.envelope.author
    raw = (message.header("from") or "").strip()
    local = author.address.partition("@")[0] if author else raw.strip('<>" ').partition("@")[0]
    name = author.name if author else raw.partition("<")[0]
    postmen = pattern("postmen")
    if postmen.match(local) or postmen.match(name.strip('" ')):
        return True
    return not author and ("<>" in raw or not raw) and bool(message.headers)


def _may_be_machine(message: Message) -> bool:
    """A cheap look: what `_is_machine` asks for, anywhere in the text."""
    text = message.text
    return (
        _has_machine_header(message)
        or bool(_STATUS.search(text, 0, _LOOKED_AT))
        or bool(_REPLY.search(text, 0, _LOOKED_AT))
    )


def _has_machine_header(message: Message) -> bool:
    """A null return path, or an automatic header."""
    if (message.header("return-path") or "").strip() == "<>":
        return True
    return (message.header("auto-submitted") or "no").lower() != "no"


def _is_machine(message: Message) -> bool:
    """A null return path, an automatic header, or no sign that this answers a person's words."""
    if _has_machine_header(message):
        return True
    return bool(_STATUS.search(_said(message)) or _REPLY.search(_said(message)))


def _said(message: Message) -> str:
    """The system's own words, above the message that it gives back."""
    text = message.text[:_LOOKED_AT]
    returned = _RETURNED.search(text, 200)
    return text[: returned.start()] if returned else text


def _prose_report(message: Message) -> DeliveryReport:
    said = _said(message)
    subject = message.envelope.subject
    status = _STATUS.search(said) or _STATUS.search(message.text)
    reply = _REPLY.search(said)
    delayed = bool(pattern("delays").search(f"{subject}\n{said}"))
    if (status and status[1] == "5") or (reply and reply[1] == "5"):
        delayed = delayed and bool(pattern("delays").search(subject))
    recipient = _recipient(message, said)
    return DeliveryReport(
        recipient, "delayed" if delayed else "failed", status[0] if status else None
    )


def _recipient(message: Message, said: str) -> str | None:
    """The first address in the words that is neither the system's own nor the owner's."""
    own = {address.address for address in (*message.envelope.from_, *message.envelope.to)}
    named = (message.header("x-failed-recipients") or "").split(",")
    for text in (*named, *_ADDRESS.findall(said[:_LOOKED_AT])):
        address = addr_spec(text)
        local = (address or "").partition("@")[0]
        if address and address not in own and not pattern("postmen").match(local):
            return address
    return None
