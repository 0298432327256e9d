"""A case and a due step → the letter we would write, and to whom.

What it states comes from the case alone (names, role, company, days) and, where it fits the role,
from the owner's profile. Of the message that is answered only headers count; its text is never
followed, and stands below ours only where the owner wants it quoted (failures.md I13, peers.md
D27). Where only the owner can say something, the text holds a marked place, ⟦…⟧, a paragraph that
can be deleted without a trace.
"""

from dataclasses import asdict, replace
from datetime import datetime
from zlib import crc32

from agent.cases.case import Case
from agent.cases.plan import Write
from agent.reading.facts import Culture
from agent.reading.message import Address
from agent.reading.quotation import without_reply_marks
from agent.writing.draft import Draft, Parent, Profile, Tone
from agent.writing.fields import clean
from agent.writing.greeting import greeting
from agent.writing.letter import earlier_letters, letter, parts, tidy
from agent.writing.particulars import Particulars, name_of, particulars, was_in_interview
from agent.writing.quote import quoted
from agent.writing.rfc5322 import is_message_id
from agent.writing.similarity import MARK, similarity
from agent.writing.strengths import strength
from agent.writing.wording import Language, Letter, language_for, letter_of

SHORTEST_SUBJECT, LONGEST_SUBJECT = 15, 60  # domain.md E6
FROM_PROFILE = "your profile"  # the ground of what the owner says of themself in the YAML


def compose(
    case: Case, write: Write, profile: Profile, parent: Parent | None, now: datetime
) -> Draft:
    """The draft for `write`: always the same for the same arguments, and unlike what the case
    holds.

    `now` is aware; it decides only whether a weekday still says which day is meant. `parent` gives
    the thread if its Message-ID can be repeated byte for byte (D4); else a new one begins.
    """
    kind = _kind(case, write)
    language = language_for(
        profile.language(case.language),
        kind,
        familiar=profile.familiar(case.familiar),
        templates=profile.templates,
    )
    stated = replace(
        particulars(case, write, language.words, now),
        strength=strength(case, write, profile, kind, language),
    )
    sender = sender_of(profile, parent)
    answered = parent if parent and is_message_id(parent.message_id) else None
    text = letter(
        greeting(
            name_of(case, write), language.words, formal=_formal(case, language, profile.tone)
        ),
        _body(case, write, language, kind, stated),
        _closing(case, write, language),
        signature(profile, sender),
    )
    return Draft(
        step=write.key.step,
        sender=sender,
        to=Address(clean(name_of(case, write)), write.to.address),
        subject=_subject(answered, language, kind, stated),
        text=text,
        in_reply_to=answered.message_id if answered else None,
        references=_references(answered),
        language=language.code,
        marked="⟦" in text,
        grounds=_grounds(case, write, stated, text),
        round_id=write.key.round,
        quoted=_quoted(answered, write, profile, language),
    )


def _quoted(answered: Parent | None, write: Write, profile: Profile, language: Language) -> str:
    if answered is None or not profile.quote_original:
        return ""
    return quoted(answered, write.to.address, language.words)


def _kind(case: Case, write: Write) -> Letter:
    """A coordinator who was in the interview is thanked, not asked to pass thanks on."""
    kind = letter_of(write)
    through = kind is Letter.THANK_YOU_THROUGH
    return Letter.THANK_YOU if through and was_in_interview(case, write) else kind


def _formal(case: Case, language: Language, tone: Tone | None) -> bool:
    """Whole names where the language or the owner asks for them, where the employer writes another
    one, or (if the owner asks for no tone) is an authority or a university."""
    official = case.culture in (Culture.GOVERNMENT, Culture.ACADEMIA)
    wished = tone is Tone.FORMAL or (tone is None and official)
    return language.words.whole_name or wished or case.language != language.code


def _body(case: Case, write: Write, language: Language, kind: Letter, stated: Particulars) -> str:
    """The first phrasing that repeats no earlier letter of the case; if all do, the one that does
    least.

    Where the search begins is fixed by the case and the recipient: two cases do not read like
    copies, nor do the notes to the interviewers of one round (domain.md E17), and nothing is left
    to chance.
    """
    phrasings = language.phrasings[kind]
    start = (_start(case, write) + _place_in_round(case, write)) % len(phrasings)
    bodies = [
        _with_topic(tidy(phrasing.render(asdict(stated))), stated, language, start)
        for phrasing in (*phrasings[start:], *phrasings[:start])
    ]
    return min(bodies, key=lambda body: _repetition(body, case, write, language))


def _with_topic(body: str, stated: Particulars, language: Language, start: int) -> str:
    """The marked place as a sentence about what was talked about; a longer note stands in it."""
    sentences = language.words.topic
    if stated.topic and sentences:
        sentence = sentences[start % len(sentences)].render(topic=stated.topic)
        return MARK.sub(lambda _: sentence, body, count=1)
    if stated.noted:
        return MARK.sub(lambda mark: f"{mark.group()[:-1]} – {stated.noted}⟧", body, count=1)
    return body


def _repetition(body: str, case: Case, write: Write, language: Language) -> float:
    """By how much `body` is too like an earlier letter; 0.0 if it is like none."""
    closings = language.words.every_closing
    key = write.key
    excess = (
        similarity(body, parts(earlier.text, closings).body) - earlier.limit
        for earlier in earlier_letters(case, key.recipient, key.step, key.round)
    )
    return max([0.0, *excess])


def _start(case: Case, write: Write) -> int:
    key = write.key
    return crc32(f"{case.id} {key.step} {key.round} {key.wait}".encode())


def _place_in_round(case: Case, write: Write) -> int:
    rounds = (round_ for round_ in case.rounds if round_.id == write.round_id)
    addresses = [person.address for round_ in rounds for person in round_.interviewers]
    return addresses.index(write.to.address) if write.to.address in addresses else 0


def _closing(case: Case, write: Write, language: Language) -> str:
    closings = language.words.closings
    return closings[_start(case, write) % len(closings)]


def signature(profile: Profile, sender: Address) -> str:
    """The owner's lines from the YAML, with the name on top if it is not in them."""
    lines = [_signature_line(line) for line in profile.signature.strip().splitlines()]
    named = any(profile.name in line for line in lines)
    return "\n".join(lines if named else [profile.name or sender.address, *lines])


def _signature_line(line: str) -> str:
    """The separator keeps its space, by which mail programs know it (RFC 3676 §4.3)."""
    return "-- " if line.rstrip() == "--" else line.rstrip()


def sender_of(profile: Profile, parent: Parent | None) -> Address:
    """The address the employer wrote to, if it is one of the owner's, without a plus-tag that no
    mail program sends from (failures.md A18); else the first."""
    written_to = parent.addressed_to if parent and parent.addressed_to else ""
    local, _, domain = written_to.rpartition("@")
    candidates = (written_to, f"{local.partition('+')[0]}@{domain}")
    address = next((one for one in candidates if one in profile.addresses), profile.addresses[0])
    return Address("" if profile.name == address else clean(profile.name), address)


def _subject(answered: Parent | None, language: Language, kind: Letter, stated: Particulars) -> str:
    base = without_reply_marks(clean(answered.subject)) if answered else ""
    if base:
        return clean(f"Re: {base}")
    patterns = language.words.subjects[kind]
    subjects = [clean(pattern.render(asdict(stated))) for pattern in patterns]
    usable = subjects if stated.role else subjects[1:]
    fitting = (s for s in usable if SHORTEST_SUBJECT <= len(s) <= LONGEST_SUBJECT)
    return next(fitting, subjects[-1])


def _references(answered: Parent | None) -> tuple[str, ...]:
    """The thread so far and the message answered (RFC 5322 §3.6.4), but for what is no
    Message-ID."""
    if answered is None:
        return ()
    return tuple(id_ for id_ in (*answered.thread, answered.message_id) if is_message_id(id_))


def _grounds(
    case: Case, write: Write, stated: Particulars, text: str
) -> tuple[tuple[str, str], ...]:
    """What the text states, and where each statement comes from."""
    grounds = (
        (stated.position, f"case {case.id}"),
        (stated.on_day.strip(), f"interview {write.interview_on}"),
        (stated.names, f"round {write.round_id}"),
        (stated.promised, f"promise {write.promised_on}"),
        (stated.wrote, f"outbox {write.last_wrote_on}"),
        (stated.topic, "your note"),
        (stated.strength, FROM_PROFILE),
    )
    return tuple(
        (statement, source) for statement, source in grounds if statement and statement in text
    )
