"""Who interviews: names from the calendar, from structured lines and from sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from agent.reading.company import known_persons
from agent.reading.employer import Employer
from agent.reading.facts import Direction, Evidence, Kind
from agent.reading.firm import compact
from agent.reading.folding import folded
from agent.reading.introductions import flowed, labelled, labelled_rows
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.names import (
    is_given,
    is_mailbox,
    may_be_names,
    names_in,
    person_name,
    person_of,
    same_person,
    straight,
)
from agent.reading.participants import mentioned
from agent.reading.peoplelist import Voices, named_in_sentence, people_in
from agent.reading.quotation import Former, mails_of
from agent.reading.speaker import is_owner, other_side, owner_names, signer
from agent.reading.systems import system_of
from agent.reading.texts import Texts

_COMING = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION})
_CALLED_OFF = frozenset({Kind.RESCHEDULE, Kind.CANCELLATION})
_AFTER = frozenset({Kind.REPLY, Kind.HOLDING, Kind.REJECTION, Kind.REQUEST})
_SILENT = frozenset({Kind.ACKNOWLEDGEMENT, Kind.BULK, Kind.OTHER, Kind.BOUNCE, Kind.AUTO_REPLY})
OWN_PAST = "interviewers.own_past"  # the sender, by what they say of a talk that has been held
OWN_TALK = "interviewers.own_talk"  # the sender, by words that only look forward to it
_MOST = 12  # interviewers of one mail
_LONGEST = 12_000  # characters of a text that are looked at

_SENTENCE = re.compile(
    r"(?:[^\n.!?]|[.!?](?!\s)|(?<=\b\w)\.|(?<=\b[A-Z]\w)\.|(?<=\b(?:dr|ir|mr|mw|sr|ca|nr))\.|(?<=Prof)\.|(?<=[Dd]ott)\.|(?<=[Ll]ic)\."
    r"|(?<=Mag)\.|(?<=[Ii]ng)\.|(?<=Arq)\.|(?<=Eng)\.|(?<=[Aa]vv)\.|(?<=med)\.|(?<=Dipl)\.|(?<=dhr)\.)+"
)


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    past: bool  # named for a talk that has been held
    words: str
    rule: str


def interviewers_of(
    material: Material, verdict: Verdict, firm: Employer, texts: Texts
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Names without titles of those who (will) interview; of a further round only that round's."""
    if verdict.kind in _SILENT:
        return (), ()
    other = other_side(material)
    if other is None and material.direction is Direction.INCOMING:
        other = signer(material)
    told = [*_attending(material, other), *_structured(texts)]
    found = [*told, *_spoken(material, verdict, texts, other)]
    if not told and verdict.kind in _COMING:
        found += _named(material, texts, other)
    found += _own_talk(material, verdict, firm, other, others=any(not one.past for one in found))
    if verdict.kind is Kind.ACCEPTANCE:
        found += _quoted(material, verdict, texts, other)
    kept = _settled(found, material, verdict, firm)
    if not kept and verdict.kind is not Kind.WITHDRAWAL:
        last = [
            *_quoted(material, verdict, texts, other),
            *_last_resort(material, verdict, firm, texts, other),
        ]
        kept = _settled(last, material, verdict, firm)
    evidence = tuple(Evidence("interviewers", one.words[:160], one.rule, 0.85) for one in kept)
    return tuple(one.name for one in kept), evidence


def _settled(
    found: list[Found], material: Material, verdict: Verdict, firm: Employer
) -> tuple[Found, ...]:
    """Each person once, in the fullest form; where a talk is coming, only those of that talk."""
    coming = [one for one in found if not one.past]
    if verdict.kind in _COMING and coming:
        found = coming
    mine, domains = owner_names(material), _domains(material)
    known = _full_names(found, material)
    kept: list[Found] = []
    for one in found:
        name = _fullest(one.name, known)
        if any(is_owner(name, own) for own in mine) or _is_firm(name, firm, domains):
            continue
        twin = next((n for n, other in enumerate(kept) if same_person(name, other.name)), None)
        if twin is None:
            kept.append(Found(name, one.past, one.words, one.rule))
        else:
            kept[twin] = replace(kept[twin], name=straight(kept[twin].name, name))
    return tuple(kept[:_MOST])


def _full_names(found: list[Found], material: Material) -> tuple[str, ...]:
    """Where somebody is named in short: everybody whom the mail names, to tell who that is."""
    if all(" " in one.name for one in found):
        return ()
    written = (named.name for named in names_in(material.body.new_text))
    return (*(one.name for one in found), *known_persons(material), *written)


def _attending(material: Material, sender: str | None) -> Iterator[Found]:
    """Calendar attendees but rooms, machines, the owner, and whoever only organises."""
    for event in material.events:
        organizer = event.organizer.address if event.organizer else ""
        people = [
            (name, attendee.address)
            for attendee in event.attendees
            if not attendee.resource
            and not material.owner.is_me(attendee.address)
            and not is_mailbox(attendee.address)
            and not _is_machine(attendee.address)
            and (name := person_of(attendee.name, attendee.address))
        ]
        others = [
            name
            for name, address in people
            if address != organizer and not (sender and same_person(name, sender))
        ]
        for name in others or [name for name, _ in people]:
            yield Found(name, False, name, "interviewers.attendee")


def _is_machine(address: str) -> bool:
    system = system_of(address) if "@" in address else None
    return system is not None and system.kind != "mail"


def _structured(texts: Texts) -> Iterator[Found]:
    for text in (texts.written, texts.page, texts.calendar):
        for hit in labelled("interviewer", text):
            for name in people_in(hit.value, Voices(None, None)):
                yield Found(name, False, hit.words, "interviewers.line")
    for name in _column(texts.rows):
        yield Found(name, False, name, "interviewers.column")
    for hit in labelled_rows("interviewer", texts.rows):
        if person_name(hit.value.split(",")[0]):
            for value in (hit.value, *_lines_below(texts.rows, hit.start)):
                for name in people_in(value, Voices(None, None)):
                    yield Found(name, False, hit.words, "interviewers.row")


def _lines_below(text: str, start: int) -> Iterator[str]:
    """The lines of a cell that go on with a name each: "Ms Eva Stein", "Eva Stein, buyer"."""
    for line in text[start : start + 600].split("\n")[1:]:
        name = next(names_in(line), None)
        if name is None or name.start > 0 or not re.match(r"$|, |\s?\(", line[name.end :]):
            return
        if not (name.addressed or is_given(name.name)):
            return
        yield line


def _column(page: str) -> Iterator[str]:
    """The names that end the rows of a table whose last column is headed "Interviewer"."""
    inside = False
    for line in page[:_LONGEST].split("\n"):
        if not inside:
            inside = line.lower().endswith(_heads()) and _is_header(line)
        elif not any(character.isdigit() for character in line):
            inside = False
        else:
            yield from (named.name for named in names_in(line) if named.end == len(line.rstrip()))


def _is_header(line: str) -> bool:
    words = line.split()
    return 1 < len(words) <= 6 and folded(words[0]) in _words("first_column")


@cache
def _heads() -> tuple[str, ...]:
    listed: str = lexicon("people")["interviewer_column"]
    return tuple(f" {word.strip()}" for word in listed.split("|"))


@cache
def _words(key: str) -> frozenset[str]:
    listed: str = lexicon("people")[key]
    return frozenset(folded(word.strip()) for word in listed.split("|"))


def _named(material: Material, texts: Texts, other: str | None) -> Iterator[Found]:
    """Third persons named in full where a talk is coming."""
    mine = owner_names(material)
    written = flowed(material.body.new_text)
    page = "" if material.body.quoted else texts.page
    for text in (texts.subject, written, page, texts.calendar):
        for name, words in mentioned(text[:_LONGEST], mine, material.language):
            if not (other and same_person(name, other)):
                short = " " not in name  # says less, so its sentence is asked too
                past = short and bool(_cue("past", material.language).search(words))
                yield Found(name, past, words, "interviewers.named")


def _spoken(
    material: Material, verdict: Verdict, texts: Texts, other: str | None
) -> Iterator[Found]:
    incoming = material.direction is Direction.INCOMING
    voices = Voices(other, None) if incoming else Voices(None, other)
    page = "" if material.body.quoted else texts.page  # it holds the history too
    for text in (texts.subject, texts.written, page, texts.calendar):
        yield from _told(text, voices, material.language, verdict.kind)


def _quoted(
    material: Material, verdict: Verdict, texts: Texts, other: str | None
) -> Iterator[Found]:
    """What the history tells, where the new text names nobody: the newest mail of it that does."""
    for mail in mails_of(material.body.quoted, material.message):
        found = [*_told_before(mail, material, verdict, other)]
        if found:
            yield from found
            return
    cues = _cue("own_coming", material.language)
    if other and verdict.kind in (Kind.ACCEPTANCE, Kind.CONFIRMATION) and cues.search(texts.quoted):
        yield Found(other, False, other, "interviewers.quoted")


def _told_before(
    mail: Former, material: Material, verdict: Verdict, other: str | None
) -> Iterator[Found]:
    """What one mail of the history tells; of the owner's "me" is the owner, "you" anybody."""
    text, head = flowed(mail.text), folded(mail.head)
    by_owner = any(name in head for name in owner_names(material) if " " in name)
    speaker = None if by_owner else other
    if verdict.kind is Kind.ACCEPTANCE or verdict.kind in _CALLED_OFF:
        for name, words in mentioned(text, owner_names(material), material.language):
            if not (other and same_person(name, other)):
                yield Found(name, False, words, "interviewers.quoted")
    yield from _told(text, Voices(speaker, speaker), material.language, verdict.kind)


def _told(text: str, voices: Voices, language: str, kind: Kind) -> Iterator[Found]:
    text = text[:_LONGEST]
    named = may_be_names(text, language)
    for match in _SENTENCE.finditer(text) if named else ():
        begin, end = match.span()
        if not any(first < end and begin < last for first, last in named):
            continue
        sentence = match.group().strip()
        names = tuple(named_in_sentence(sentence, voices, language, kind))
        if names:
            past = bool(_cue("past", language).search(sentence))
            for name in dict.fromkeys(names):
                yield Found(name, past, sentence, "interviewers.prose")


def _own_talk(
    material: Material, verdict: Verdict, firm: Employer, sender: str | None, *, others: bool
) -> Iterator[Found]:
    """The sender, where they speak of the talk as their own; whom the owner thanks."""
    kind, language = verdict.kind, material.language
    if sender is None or kind is Kind.OFFER:
        return
    said = flowed(material.body.new_text[:_LONGEST]).replace("’", "'")
    if material.direction is Direction.OUTGOING:
        yield from _thanked(kind, sender, said, language)
        return
    if kind in _COMING and not (firm.agency and others):
        match = _cue("own_coming", language).search(said)
        if not match and not others and kind in _CALLED_OFF and not firm.agency:
            match = _cue("own_absent", language).search(said)
        if match:
            yield Found(sender, False, match.group(), OWN_TALK)
    match = None if firm.agency else _cue("own", language).search(said)
    if match:
        past = kind not in _CALLED_OFF
        rule = OWN_PAST if past else OWN_TALK
        yield Found(sender, past, match.group(), rule)


def _thanked(kind: Kind, recipient: str, said: str, language: str) -> Iterator[Found]:
    if kind is Kind.THANK_YOU:
        yield Found(recipient, True, recipient, "interviewers.thanked")
    weak = _cue("own_weak", language).search(said) if kind is Kind.FOLLOW_UP else None
    if weak:
        yield Found(recipient, True, weak.group(), OWN_TALK)


def _last_resort(
    material: Material, verdict: Verdict, firm: Employer, texts: Texts, other: str | None
) -> Iterator[Found]:
    """Where nobody is named: "our conversation", "see you then", or the thanks that were quoted."""
    if other is None or firm.agency or material.direction is Direction.OUTGOING:
        return
    if verdict.kind in _COMING and _cue("own_weak", material.language).search(texts.written):
        yield Found(other, False, other, OWN_TALK)
    cue = "thanked" if verdict.kind is Kind.REPLY else "relished"
    thanks = _said_to(other, material)
    if verdict.kind in _AFTER and _cue(cue, material.language).search(thanks):
        yield Found(other, True, other, "interviewers.thanked")


def _said_to(person: str, material: Material) -> str:
    """The history without mails that greet somebody else: others may answer than were thanked."""
    mails = [mail.text for mail in mails_of(material.body.quoted, material.message)]
    return "\n".join(flowed(text) for text in mails if not _greets_another(text, person))


def _greets_another(text: str, person: str) -> bool:
    greeting = text.partition("\n")[0]
    names = [named.name for named in names_in(greeting, single=True)] if len(greeting) < 60 else []
    return bool(names) and not any(same_person(name, person) for name in names)


def _fullest(name: str, known: tuple[str, ...]) -> str:
    """ "Thelen" or "Dana" as the full name, if the same mail gives it."""
    if " " in name:
        return name
    return next((other for other in known if " " in other and same_person(name, other)), name)


def _is_firm(name: str, firm: Employer, domains: str) -> bool:
    """True for the employer's name, and for words of the role; persons may bear the firm's name."""
    named = compact(name)
    firms = [compact(other) for other in (firm.company, firm.agency) if other]
    if is_given(name):
        return any(named == other and named in domains for other in firms)
    akin = any(
        named.startswith(other) or (len(named) > 4 and other.startswith(named)) for other in firms
    )
    return akin or bool(firm.role and folded(name) in folded(firm.role))


def _domains(material: Material) -> str:
    envelope = material.message.envelope
    hosts = (a.address.rpartition("@")[2] for a in (*envelope.from_, *envelope.to))
    return compact(" ".join(hosts))


@cache
def _cue(key: str, language: str) -> re.Pattern[str]:
    """All cues of a kind in the mail's language, else in English, as one pattern."""
    table = lexicon("people")[key]
    entries = _listed(table.get(language) or table["en"])
    either = "|".join(f"(?:{entry})" for entry in entries) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})", re.IGNORECASE)


def _listed(entries: list[str] | str | None) -> list[str]:
    if entries is None:
        return []
    return [entries] if isinstance(entries, str) else entries
