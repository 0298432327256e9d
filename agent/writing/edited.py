"""A draft as it lies there now, in the bytes of whatever server and mail program had it since.

`fingerprint` says whether it is still ours, `places_left` what the owner has not filled in,
`check_edited` which rules it breaks: all that has to be asked before anything is sent.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from agent.cases.case import Case, Entry
from agent.cases.sent import base_subject
from agent.reading.addresses import address_list
from agent.reading.language import language_of as language_read
from agent.reading.material import Body
from agent.reading.message import Address, Message
from agent.reading.mime import every_text, parse
from agent.reading.quotation import body_of
from agent.writing.checks import Finding, Level, Page, judged, page_of
from agent.writing.draft import Draft, Profile
from agent.writing.letter import Parts
from agent.writing.particulars import known_people
from agent.writing.similarity import MARK, similarity

FEWEST_PROMPT_WORDS = 4  # fewer may stand anywhere
LONGEST_GREETING = 60  # a longer first line is a sentence
ALIKE = 0.9  # two forms of one text; programs write links and bold words differently
WORD = re.compile(r"\w+")
MARK_CHARACTER = re.compile("[⟦⟧]")
NOTED = " – "  # between the prompt of a mark and what the owner has noted
ANGLE_LINK = re.compile(r"<(?:https?|mailto|tel):[^<>\s]{1,2000}>")  # HTML's links as plain text
LINK = re.compile(r"https?://[^\s<>]{1,2000}")
REMOTE_PICTURE = re.compile(r"<img\b[^<>]{0,2000}\bsrc\s*=\s*[\"']?\s*(?:https?:)?//", re.I)
# Matters of wording, which the owner may overrule: they have written or read it themselves.
OWNERS_CHOICE = frozenset({"E4", "E8", "E9", "E17", "E.2"})


def fingerprint(raw: bytes) -> str:
    """The same for two messages to the same people, with the same subject and the same words.

    What servers and mail programs change by themselves does not count: encoding, order and folding
    of headers, further ones, dates, white space. One letter typed by the owner does (D21).
    """
    message = parse(raw)
    envelope = message.envelope
    values = (
        *(f"from {one.address}" for one in envelope.from_),
        *(f"to {one.name} {one.address}" for one in envelope.to),
        *(f"{field} {message.header(field)}" for field in ("cc", "bcc") if message.header(field)),
        *(f"reply-to {one.address}" for one in envelope.reply_to),
        f"subject {envelope.subject}",
        *(" ".join(text.split()) for text in every_text(raw)),
        *(f"attached {name}" for name in message.attachments),
    )
    return hashlib.sha256("\0".join(values).encode("utf-8", "replace")).hexdigest()


def places_left(raw: bytes, made: str = "") -> tuple[str, ...]:
    """The marked places that are still to be filled, in any part or header; () if it may leave.

    Half a mark counts. So do the words of a mark in `made`, the text as we wrote it, where a mail
    program has lost the brackets, or the owner has removed them alone.
    """
    texts = (*_headers(raw), *map(unescape, every_text(raw, markup=True)), *every_text(raw))
    left = [mark for text in texts for mark in _marks(text)]
    words = [_words(text) for text in texts]
    prompts = (mark[1:-1].partition(NOTED)[0] for mark in MARK.findall(made))
    for prompt in prompts:
        long_enough = len(prompt.split()) >= FEWEST_PROMPT_WORDS
        if long_enough and any(_words(prompt) in one for one in words):
            left.append(f"⟦{prompt}⟧")
    return tuple(dict.fromkeys(" ".join(mark.split()) for mark in left))


def _headers(raw: bytes) -> tuple[str, ...]:
    return tuple(value for _, value in parse(raw).headers)


def _marks(text: str) -> list[str]:
    return [*MARK.findall(text), *MARK_CHARACTER.findall(MARK.sub("", text))]


def _words(text: str) -> str:
    return f" {' '.join(WORD.findall(text.lower()))} "


def check_edited(raw: bytes, entry: Entry, case: Case, profile: Profile) -> tuple[Finding, ...]:
    """Every rule that the draft of `entry` breaks as it lies there in `raw`; () for a good one.

    A `block` must never be sent. Of the text only the owner's and our part is looked at, in each
    form that a reader may see. What is a matter of wording becomes a warning.
    """
    message = parse(raw)
    others = tuple(other for other in case.entries if other.key != entry.key)
    lying = Lying(raw, message, entry, replace(case, entries=others), profile)
    found = (*_addressing(lying), *_places(lying), *_enclosed(lying), *_texts(lying))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Lying:
    """An owner's draft, and what it is measured by."""

    raw: bytes
    message: Message
    entry: Entry
    case: Case  # without the row of this draft
    profile: Profile


def _addressing(lying: Lying) -> Iterator[Finding]:
    """E2, E19, failures.md A18 and I5: the one person, from the owner, in the thread it was in."""
    message, envelope = lying.message, lying.message.envelope
    for defect in message.defects:
        yield Finding("I5", Level.BLOCK, defect)
    bcc, _ = address_list(message.header("bcc") or "")
    for other in (*envelope.to, *envelope.cc, *bcc):
        if other.address != lying.entry.key.recipient:
            yield Finding("E2", Level.BLOCK, f"{other.address} is not whom it was made for")
    if lying.entry.key.recipient not in {one.address for one in envelope.to}:
        yield Finding("E2", Level.BLOCK, f"{lying.entry.key.recipient} is not in To")
    senders = [one.address for one in (*envelope.from_, *envelope.reply_to)]
    for sender in senders or ["nobody"]:
        if sender not in lying.profile.addresses:
            yield Finding("A18", Level.BLOCK, f"{sender} is none of your addresses")
    if base_subject(envelope.subject) != base_subject(lying.entry.subject):
        yield Finding("E19", Level.WARN, f"another subject than {lying.entry.subject}")


def _places(lying: Lying) -> Iterator[Finding]:
    for place in places_left(lying.raw, lying.entry.text):
        yield Finding("E1", Level.BLOCK, place)


def _enclosed(lying: Lying) -> Iterator[Finding]:
    """E7. What the owner has added is the owner's, and is named once more."""
    for name in lying.message.attachments:
        yield Finding("E7", Level.WARN, f"attached: {name}")
    if REMOTE_PICTURE.search(lying.message.html):
        yield Finding("E7", Level.WARN, "a picture that is fetched when the mail is read")
    forms = _forms(lying)
    if len(forms) > 1 and min(similarity(forms[0], form) for form in forms[1:]) < ALIKE:
        yield Finding("E7", Level.WARN, "the plain and the formatted text differ")


def _forms(lying: Lying) -> tuple[str, ...]:
    """Each text that some reader sees, without attachments; those of the same words once."""
    texts = (ANGLE_LINK.sub("", text) for text in every_text(lying.raw, attached=False))
    return tuple({_words(text): text for text in texts if text.strip()}.values())


def _texts(lying: Lying) -> Iterator[Finding]:
    forms = _forms(lying)
    if not forms:
        yield Finding("E9", Level.BLOCK, "no text")
    for form in forms:
        for found in judged(_page(form, lying)):
            yield found if _must_not_leave(found, lying) else replace(found, level=Level.WARN)


def _page(form: str, lying: Lying) -> Page:
    alone = replace(lying.message, text=form, forwarded=())
    body = body_of(alone)
    draft = _draft(body, language_read(alone, replace(body, quoted="")), lying)
    return page_of(draft, lying.case, _parts(body), lying.profile.templates)


def _parts(body: Body) -> Parts:
    """The owner may have changed the closing formula: then the last lines are the signature."""
    greeting, _, rest = body.new_text.partition("\n")
    rest = rest.strip()
    return Parts(greeting, _unwrapped(rest), body.signature or rest.rpartition("\n\n")[2])


def _unwrapped(text: str) -> str:
    """Each paragraph on one line: no turn of phrase hides in a line break."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _draft(body: Body, language: str, lying: Lying) -> Draft:
    envelope, entry = lying.message.envelope, lying.entry
    as_made = entry.message_id if envelope.subject == entry.subject else None
    return Draft(
        step=entry.key.step,
        sender=Address(lying.profile.name, next((a.address for a in envelope.from_), "")),
        to=_recipient(lying),
        subject=envelope.subject,
        text=f"{_unwrapped(body.new_text)}\n\n{body.signature}",
        in_reply_to=next(iter(envelope.in_reply_to), as_made),  # some servers drop it
        references=envelope.references,
        language=language,
        marked=False,
        round_id=entry.key.round,
    )


def _recipient(lying: Lying) -> Address:
    """Named as the case knows them: what a mail program calls them is no matter."""
    address = lying.entry.key.recipient
    shown = next((a.name for a in lying.message.envelope.to if a.address == address), "")
    person = known_people(lying.case).get(address)
    return Address((person.name if person else "") or shown, address)


def _must_not_leave(found: Finding, lying: Lying) -> bool:
    """Whatever the owner's wording; a greeting of their own only if it names somebody else."""
    if found.rule == "E3":
        return _names_another(found.words, lying)
    return found.level is Level.BLOCK and found.rule not in OWNERS_CHOICE


def _names_another(greeting: str, lying: Lying) -> bool:
    """Somebody else of the case, and not the recipient."""
    theirs = {*_words(_recipient(lying).name).split()}
    known = {*_words(" ".join(p.name for p in known_people(lying.case).values())).split()}
    named = {*_words(greeting).split()}
    return (
        len(greeting) <= LONGEST_GREETING
        and bool(named & (known - theirs))
        and not (named & theirs)
    )
