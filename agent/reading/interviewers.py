"""Who interviews: names from the calendar, from structured lines and from what the sentences say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.company import Texts, known_persons
from agent.reading.employer import Employer
from agent.reading.facts import Direction, Evidence, Kind
from agent.reading.firm import compact
from agent.reading.introductions import labelled
from agent.reading.jobs import is_job
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.names import Named, folded, is_mailbox
from agent.reading.names import names_in, person_name, same_person
from agent.reading.systems import system_of

_COMING = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION})
_CALLED_OFF = frozenset({Kind.CANCELLATION, Kind.RESCHEDULE})
_SILENT = frozenset({Kind.ACKNOWLEDGEMENT, Kind.BULK, Kind.OTHER, Kind.BOUNCE, Kind.AUTO_REPLY})
_NO_PAIR = frozenset({Kind.OFFER})  # "Ines and I would love to have you" is no interview
_REACH = 220  # characters that a list of people may run on

_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?!\s)|(?<=\b\w)\.|(?<=\b\w\w)\.(?=\s[^\n])|(?<=[Dd]ipl)\.|(?<=Prof)\.|(?<=dott)\.|(?<=[Ll]ic)\.|(?<=Mag)\.|(?<=[Ii]ng)\.|(?<=Arq)\.|(?<=Eng)\.|(?<=Mme)\.)+")
_SELF_AND = r"(?P<pair>[^\n.;:!?]{2,90}?)"
_AND_I = re.compile(
    r"(?:,? (?:and|und|et|y|e|en|plus|sowie|&) )(?P<self>(?i:I|me|myself|ich|mich|mir|moi(?:-même)?|yo|eu|io|ik|mij|mezelf|mijzelf))(?=[\s,.!?)]|$)"
)
_I_AND = re.compile(r"\b(?:me|I|myself|ich|moi|yo|eu|io|ik|you|Sie|Ihnen|vous|usted|u|jou|te) (?:and|und|plus|et|y|e|en|&|w) ")
_BETWEEN = re.compile(
    r"^[\s,:]*(?:(?:and|und|et|y|e|en|plus|then|with|also|both|first|met|sowie|auch|puis|first|de|&|Herrn?|Frau|our|mit|par|con|avec|com|as|a|la|el|il|l'|o|le|las|los)[\s,]+){0,4}$",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(r"(?:\b(?:from|at|in|of|near|der|des|aus|bei|chez|di|da|do|del|della|dell'|van de|à|au|sur|en|im|am|zu|for|the|naar|te|within|across|behind)|['’]s|@)\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    past: bool  # named for a talk that has been held
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Voices:
    """Whom "me" and "you" mean in a text; None where it is the owner."""

    me: str | None
    you: str | None


def interviewers_of(
    material: Material, verdict: Verdict, firm: Employer, texts: Texts
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Names without titles of those who (will) interview; of a further round only that round's."""
    if verdict.kind in _SILENT:
        return (), ()
    other = _other_side(material)
    incoming = material.direction is Direction.INCOMING
    voices = Voices(other, None) if incoming else Voices(None, other)
    found = [*_attending(material, other), *_structured(texts)]
    for text in (texts.subject, texts.written, texts.page, texts.calendar):
        found += _told(text, voices, material.language, verdict.kind)
    if incoming and other and _speaks_of_own_talk(texts, material.language, firm, verdict):
        found.append(Found(other, False, other, "interviewers.own_talk"))
    if verdict.kind is Kind.THANK_YOU and other:
        found.append(Found(other, True, other, "interviewers.thanked"))
    if not found:
        found = [*_told(texts.quoted, Voices(other, other), material.language, verdict.kind)]
    return _settled(found, material, verdict, firm)


def _settled(
    found: list[Found], material: Material, verdict: Verdict, firm: Employer
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    coming = [one for one in found if not one.past]
    if verdict.kind in _COMING and coming:
        found = coming
    own = {folded(name) for name in _owner_names(material)}
    kept: list[Found] = []
    known = (*known_persons(material), *(one.name for one in found))
    for one in found:
        name = _fullest(one.name, known)
        barred = any(_is_owner(name, mine) for mine in own) or _is_firm(name, firm)
        if not barred and not any(same_person(name, other.name) for other in kept):
            kept.append(Found(name, one.past, one.words, one.rule))
    evidence = tuple(Evidence("interviewers", one.words[:160], one.rule, 0.85) for one in kept)
    return tuple(one.name for one in kept[:12]), evidence


def _attending(material: Material, sender: str | None) -> Iterator[Found]:
    """Calendar attendees but rooms, machines, the owner, and whoever only organises."""
    for event in material.events:
        organizer = event.organizer.address if event.organizer else ""
        for attendee in event.attendees:
            name = person_name(attendee.name)
            if attendee.resource or name is None or material.owner.is_me(attendee.address):
                continue
            if attendee.address == organizer or (sender and same_person(name, sender)):
                continue
            if not is_mailbox(attendee.address) and not _is_machine(attendee.address):
                yield Found(name, False, attendee.name, "interviewers.attendee")


def _is_machine(address: str) -> bool:
    return "@" in address and system_of(address) is not None and "gmail" not in address


def _structured(texts: Texts) -> Iterator[Found]:
    for text in (texts.written, texts.page, texts.calendar):
        for hit in labelled("interviewer", text):
            for named in _people(hit.value, Voices(None, None)):
                yield Found(named, False, hit.words, "interviewers.line")


def _told(text: str, voices: Voices, language: str, kind: Kind) -> Iterator[Found]:
    for match in _SENTENCE.finditer(text[:12_000]):
        sentence = match.group().strip()
        if len(sentence) < 6 or not any(char.isupper() for char in sentence):
            continue
        past = bool(_cue("past", language).search(sentence))
        for name in dict.fromkeys(_named_by(sentence, voices, language, kind)):
            yield Found(name, past, sentence, "interviewers.prose")


def _named_by(sentence: str, voices: Voices, language: str, kind: Kind) -> Iterator[str]:
    for cue in _cue("before", language).finditer(sentence):
        yield from _people(sentence[cue.end() : cue.end() + _REACH], voices)
    for cue in _cue("after", language).finditer(sentence):
        yield from _people_before(sentence[: cue.start()])
    if kind in _CALLED_OFF:
        for cue in _cue("absent", language).finditer(sentence):
            yield from _people_before(sentence[: cue.start()], near=2)
    if kind not in _NO_PAIR:
        yield from _pairs(sentence, voices)


def _pairs(sentence: str, voices: Voices) -> Iterator[str]:
    """ "Joost and me", "Frau Pichler und mir", "you and Brendan": both took part."""
    for match in _AND_I.finditer(sentence):
        names = list(_people_before(sentence[: match.start()], near=3))
        if names and voices.me:
            yield from names
            yield voices.me
    for match in _I_AND.finditer(sentence):
        names = list(_people(sentence[match.end() : match.end() + 80], Voices(None, None)))
        if names:
            yield from names
            first = match.group().split()[0].lower()
            speaker = voices.you if first in _words("you") else voices.me
            if speaker:
                yield speaker


def _people(text: str, voices: Voices) -> Iterator[str]:
    """The people of a list that begins here: full names anywhere in it, single ones where it says so."""
    plain = _without_brackets(text)
    at = 0
    for named in names_in(plain, single=True):
        before = plain[at : named.start]
        listed = bool(_BETWEEN.match(before))
        fit = listed or (" " in named.name and not _PLACE_BEFORE.search(before)) or named.addressed
        if fit and _likely(named, listed):
            yield named.name
            at = named.end
        elif not yielded_soon(plain, named):
            break
    yield from _speakers(plain[:120], voices)


def yielded_soon(text: str, named: Named) -> bool:
    """True while a list may still go on behind this word: nothing has ended it yet."""
    return ";" not in text[: named.end] and "(" not in text[: named.end]


def _people_before(text: str, near: int = 60) -> Iterator[str]:
    """The people that stand directly before a cue, a function of theirs between allowed."""
    plain = _without_brackets(text)
    names = [n for n in names_in(plain[-160:], single=True)]
    offset = max(0, len(plain) - 160)
    end = len(plain)
    for named in reversed(names):
        gap = plain[offset + named.end : end].strip()
        before = plain[: offset + named.start]
        single_fits = named.addressed or " " in named.name or not gap or bool(_BETWEEN.match(f"{gap} "))
        if len(gap) > (near if end == len(plain) else 60) or not single_fits or re.search(r"[.!?;:]", gap):
            return
        if _PLACE_BEFORE.search(before) and not named.addressed:
            return
        if _likely(named, True):
            yield named.name
            end, near = offset + named.start, 8


def _speakers(text: str, voices: Voices) -> Iterator[str]:
    words = set(re.findall(r"[\w-]+", folded(text)))
    if voices.me and words & _words("self"):
        yield voices.me
    if voices.you and words & _words("you") & set(re.findall(r"[\w-]+", folded(text[:14]))):
        yield voices.you


def _likely(named: Named, listed: bool) -> bool:
    if " " in named.name:
        return not (is_job(named.name) and not listed)
    return named.addressed or (len(named.name) > 2 and not is_job(named.name) and not named.name.isupper())


def _speaks_of_own_talk(texts: Texts, language: str, firm: Employer, verdict: Verdict) -> bool:
    if firm.agency and verdict.kind in _COMING and firm.company:
        return False  # an agency's recruiter arranges; the client interviews
    return bool(_cue("own", language).search(texts.written))


def _other_side(material: Material) -> str | None:
    """The person who writes to the owner, or to whom the owner writes."""
    envelope = material.message.envelope
    if material.direction is Direction.OUTGOING:
        others = [a for a in (*envelope.to, *envelope.cc) if not material.owner.is_me(a)]
    else:
        others = [*envelope.from_, *envelope.reply_to]
    for address in others:
        if system_of(address) is None or address in envelope.reply_to:
            name = person_name(address.name)
            if name:
                return name
    return None


def _owner_names(material: Material) -> tuple[str, ...]:
    mine = [a.name for a in (*material.message.envelope.to, *material.message.envelope.from_) if material.owner.is_me(a)]
    invited = [
        attendee.name
        for event in material.events
        for attendee in event.attendees
        if material.owner.is_me(attendee.address)
    ]
    locals_ = [re.sub(r"[._-]+", " ", address.partition("@")[0]) for address in material.owner.addresses]
    greeted = re.match(r"\W*(?:\w+['’]?\w* ){0,4}?([^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)?)[,!:\n]", material.body.new_text)
    hello = [greeted.group(1)] if greeted and material.direction is Direction.INCOMING else []
    return tuple(name for name in (material.owner.name, *mine, *invited, *locals_, *hello) if name and "@" not in name)


def _is_owner(name: str, mine: str) -> bool:
    words, own = folded(name).split(), mine.split()
    return words == own or (len(words) == 1 and words[0] in own) or (
        len(words) > 1 and len(own) > 1 and words[0][0] == own[0][0] and words[-1] == own[-1]
    )


def _fullest(name: str, known: tuple[str, ...]) -> str:
    """ "Thelen" or "Dana" as the full name, if the same mail gives it."""
    fuller = [other for other in known if same_person(name, other) and len(other.split()) > len(name.split())]
    return fuller[0] if fuller and len(name.split()) == 1 else name


def _is_firm(name: str, firm: Employer) -> bool:
    named = compact(name)
    return any(
        other and (named == compact(other) or (len(named) > 4 and compact(other).startswith(named)))
        for other in (firm.company, firm.agency)
    ) or bool(firm.role and folded(name) in folded(firm.role))


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()\n]{0,80}\)", lambda m: " " * 0 + "," + " " * (len(m.group()) - 1), text)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(folded(word) for word in str(lexicon("people")[key]).split())


@cache
def _cue(key: str, language: str) -> re.Pattern[str]:
    """All cues of a kind in the mail's language and in English, as one pattern."""
    table = lexicon("people")[key]
    entries: list[str] = []
    for code in dict.fromkeys((language, "en")):
        found = table.get(code, [])
        entries += [found] if isinstance(found, str) else found
    either = "|".join(f"(?:{entry.strip()})" for entry in entries)
    if key == "before":
        return re.compile(rf"(?<!\w)(?i:{either})(?=[\s,:])")
    if key in ("after", "absent"):
        return re.compile(rf"(?<=[\w)]),? (?i:{either})(?!\w)")
    return re.compile(either, re.IGNORECASE)


