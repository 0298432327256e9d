"""Delivery reports (RFC 3464) and the message they give back."""

import re
from email.message import Message as Part

from agent.reading.addresses import addr_spec
from agent.reading.headers import identifiers, one_line, raw_text
from agent.reading.message import DeliveryReport
from agent.reading.parts import children_of

_RECIPIENTS = 50
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(r"^message-id:[ \t]*(?:\n[ \t]+)?(<[^<>\s]{1,900}>)", re.I | re.M)


def delivery_reports(statuses: list[Part]) -> tuple[DeliveryReport, ...]:
    """One record for each recipient block of the message/delivery-status parts."""
    blocks = [block for status in statuses for block in children_of(status)]
    found = (_report(block) for block in blocks[:_RECIPIENTS])
    return tuple(report for report in found if report is not None)


def _report(block: Part) -> DeliveryReport | None:
    action = _value(block, "action").partition(" ")[0].lower().strip(";,.")
    recipient = _recipient(block)
    status = _STATUS.search(_value(block, "status") or _value(block, "diagnostic-code"))
    if action not in _ACTIONS:
        if recipient is None or status is None:
            return None
        action = {"2": "delivered", "4": "delayed"}.get(status[0][0], "failed")
    return DeliveryReport(recipient, action, status[0] if status else None)


def _recipient(block: Part) -> str | None:
    """The address as first written, if told: the final one may be an alias behind it."""
    for name in ("original-recipient", "final-recipient"):
        _, _, value = _value(block, name).rpartition(";")
        address = addr_spec(value.strip(" <>\"'"))
        if address:
            return address
    return None


def _value(block: Part, name: str) -> str:
    return one_line(raw_text(block.get(name) or ""))


def returned_message_id(originals: list[Part], headers: list[str], text: str) -> str | None:
    """The Message-ID of what came back: from the enclosed message, its headers, or the text."""
    for original in originals:
        found = identifiers(raw_text(original.get("message-id") or ""))
        if found:
            return found[0]
    for block in (*headers, text):
        match = _MESSAGE_ID.search(block)
        if match:
            return match[1]
    return None
