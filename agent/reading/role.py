"""The job that a mail is about, as its advertisement names it, without gender suffix."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.facts import Evidence, Seniority
from agent.reading.firm import compact
from agent.reading.folding import folded
from agent.reading.introductions import introduced, labelled, labelled_rows, role_end
from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon
from agent.reading.names import names_in
from agent.reading.texts import Texts

LABEL, PHRASE, SUBJECT, LINE, MENTIONED = 90, 80, 64, 50, 30
QUOTED = 20  # less, for what only the history says
KNOWN_JOB = 14  # more, for a word that jobs' names are made of
AGREED = 8  # more, for each further place

_GENDER = re.compile(
    r"\s*[(\[]\s*(?:(?:all|alle|any)\s+(?:genders?|geschlechter)|gn|(?:m|w|f|d|h|x|v|i|a|div|divers|n|k|u|o|e"
    r"|in|innen|er|r|ve|se|fe|ne|trice|euse|ère|r?ice|[mwfdhxvian]\*?|\*)(?:\s*[/|,\\:*-]\s*(?:m|w|f|d|h|x|v|i|a"
    r"|div|divers|n|k|\*|gn|any|inter|all)){0,4})\s*[)\]]"
    r"|\s+[mwfhdv](?:\s*[/|]\s*[mwfhdxiva]){1,3}\b"
    r"|(?<=\w)[/:*_]-?(?:in|innen|a|o|e|ne|trice|euse|rice|ora|r)\b(?!\w)|(?<=\w)[·.](?:e|ne|rice|se)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:[A-Z]{1,4}[-_ ]?\d[\w/-]*|\d{3,}[\w/-]*|EOI \d+|JR-?\d+|Req\.? ?\d+)[:\s–—-]+"
    r"|[\s,–—(-]+(?:\(?(?:ref|réf|req|requisition|kennziffer|job id|id|n°|no|nr"
    r"|post no|competition)\b[^\n]{0,40}"
    r"|[A-Z]{1,4}-?\d{3,}[\w/-]*|\d{4}[-/]\d+)\)?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:the|an?|our|your|their|his|her|this|die|der|das|den|dem|des|eine?[rsn]?|als|la|le|les|l['’]|un[ea]?|el|los|las|il|lo"
    r"|o|os|as|een|de|het|d['’]|du|of|for|as|position|role|post|stelle|poste|puesto|vaga|vacante|posizione"
    r"|functie|recent|exciting)\s+|l['’]|d['’]"
    r"|(?:(?:first|second|third|final|next) )?(?:round )?(?:(?:phone|video|panel) )?interview\s+)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?<=\w)\s+(?:role|position|vacancy|opening)\b.*$")  # "… position attached"
_TRAILING = re.compile(
    r"(?:\s|^)(?:role|position|post|job|vacancy|opening|opportunity|interview|contract|team|application|spot"
    r"|stelle|poste|puesto|vacante|vaga|posizione|functie|vacature)$",
    re.IGNORECASE,
)
_REQUISITION = re.compile(
    r"\b(?:(?:ref(?:erence|erenz)?|réf(?:érence)?|req(?:uisition)?|job id|kennziffer"
    r"|kenn-nr|vacancy reference"
    r"|competition|folio|referentie|riferimento|referencia|referência|rif)\b[.:#]?\s*(?:no|nr|n°|id)?[.:#]?\s*"
    r"(?P<told>[A-Z]{0,5}[-/_]?\d[\w/.-]{1,24})|(?P<shaped>(?:JR|R|REQ|PA)-?\d{4,10}))",
    re.IGNORECASE,
)


_SUBJECT_SEAM = re.compile(
    r"\s[-–—|/@·]+\s|\s?\|\|?\s?|: |, (?=[a-z])|\s\(|\)|[\"“”„«»!?]"
    r"|\s(?:at|bei|chez|presso|w/|with)\s"
)
_CAPITALISED = re.compile(
    r"[A-ZÀ-Þ][\w&/-]{1,30}(?: (?:of |and |in |de )?[A-ZÀ-Þ][\w&/-]{1,30}){1,5}"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job's name, with what says so."""

    name: str
    weight: float
    words: str
    rule: str


def role_of(
    texts: Texts, language: str, *, company: str | None, persons: tuple[str, ...]
) -> Job | None:
    """The job's name; None if nothing names one."""
    found: list[Job] = []
    for job in _candidates(texts, language, persons):
        name = cleaned(job.name, language)
        if name and _possible(name, company, persons):
            known = KNOWN_JOB * is_job(name)
            if name[0].isupper() or _headed_by_job(name):
                found.append(Job(name, job.weight + known, job.words, job.rule))
    return _best(found)


def _headed_by_job(name: str) -> bool:
    """True for "site carpenter", "chef de rang": small letters need a job's own word."""
    words = name.split()
    return len(words) <= 6 and (is_job(words[0]) or is_job(words[-1])) and not set(words) & _CLAUSE


_CLAUSE = frozenset({"and", "or", "who", "is", "are", "our", "your", "we", "you", "to", "that"})


def requisition_of(texts: Texts) -> str | None:
    """The employer's number for the job: "R-055501", "HCC/00312"."""
    for text in (texts.subject, texts.written, texts.page, texts.calendar):
        match = _REQUISITION.search(text)
        if match:
            return (match.group("told") or match.group("shaped")).rstrip(".")
    return None


def seniority_of(role: str | None) -> Seniority | None:
    """Director or executive level; "Senior" and "manager" alone are neither (DESIGN §6)."""
    words = set(re.findall(r"[a-z-]+", folded(role or "")))
    if words & _levels("executive") and "assistant" not in words and "account" not in words:
        return Seniority.EXECUTIVE
    return Seniority.DIRECTOR if words & _levels("director") else None


def cleaned(text: str, language: str) -> str | None:
    """A job's name without gender suffix, reference, article and what follows it."""
    name = _GENDER.sub("", re.sub(r"\s+", " ", text)).strip(" \t\"'“”„*_-–—:|,")
    end = role_end(language).search(f"{name} ")
    if end:
        name = name[: end.start()]
    name = _BEHIND.sub("", name)
    for _ in range(3):
        name = _REFERENCE.sub("", _TRAILING.sub("", _LEADING.sub("", name))).strip(" \t\"'-–—:|,.")
    if name.count("(") != name.count(")"):
        name = name.replace("(", "").replace(")", "")
    return name[:80] if len(name) > 1 else None


def role_evidence(job: Job) -> Evidence:
    confidence = round(min(0.99, max(0.3, job.weight / 105)), 2)
    return Evidence("role", job.words.strip()[:160], f"role.{job.rule}", confidence)


def _candidates(texts: Texts, language: str, persons: tuple[str, ...]) -> Iterator[Job]:
    places = (
        (texts.subject, -2),
        (texts.written, 0),
        (texts.page, 1),
        (texts.calendar, 2),
        (texts.quoted, QUOTED),
    )
    for text, less in places:
        for hit in introduced("role", text, language):
            yield Job(_innermost(hit.value), PHRASE - less, hit.words, hit.rule)
        for hit in labelled("role", text) if text is not texts.subject else ():
            yield Job(hit.value, LABEL - less, hit.words, hit.rule)
    yield from _subject_parts(texts.subject, "subject", SUBJECT)
    for hit in labelled("topic", texts.written):
        yield from _subject_parts(hit.value, "topic", SUBJECT)
    for line in texts.calendar.split("\n")[:3]:
        yield from _subject_parts(line, "calendar", SUBJECT - 4)
    for hit in labelled_rows("role", texts.rows):
        if is_job(hit.value):
            yield Job(hit.value, LABEL - 4, hit.words, hit.rule)
    yield from _lines(texts, persons)
    yield from _mentioned(texts.written)


def _innermost(value: str) -> str:
    """ "end of the process for the Program Manager" → "Program Manager": articles begin anew."""
    parts = re.split(r"\b(?:the|our|your|this|for an?|as an?)\s", value)
    return parts[-1] if parts[-1].strip() else value


def _subject_parts(subject: str, rule: str, weight: float) -> Iterator[Job]:
    """Parts of a subject line that are left when its common words are cut away."""
    line = re.sub(r"^(?:\s*[A-Za-z]{1,4}\s?:|\s*\[[^\]]{1,40}\])+", "", subject)
    for part in _SUBJECT_SEAM.split(line):
        words = _without_common_words(part)
        if words and is_job(words):
            yield Job(words, weight, subject, rule)
        elif words and words == part.strip() and words[0].isupper() and len(words.split()) <= 4:
            yield Job(words, weight - 36, subject, rule)


def _without_common_words(part: str) -> str:
    text, before = part.strip(" -–—:.,"), ""
    while text != before:
        before = text
        text = _common().sub("", text).strip(" -–—:.,")
    return text


def _lines(texts: Texts, persons: tuple[str, ...]) -> Iterator[Job]:
    """A short line of its own that is nothing but a job's name, as job boards write it."""
    for line in texts.written.split("\n")[:12]:
        if line in persons:
            return  # a signature follows
        if (
            4 < len(line) <= 60
            and line[0].isupper()
            and is_job(line)
            and not re.search(r"[.,:;!?@|]", line)
        ):
            yield Job(line, LINE - KNOWN_JOB, line, "line")


def _mentioned(text: str) -> Iterator[Job]:
    """Capitalised words in running text that name a job, where no phrase introduces them."""
    for line in text.split("\n"):
        if len(line) < 60:
            continue  # a signature's line names the sender's job
        for match in _CAPITALISED.finditer(line):
            if is_job(match.group()) and not _names_somebody(match.group()):
                yield Job(match.group(), MENTIONED, line, "mentioned")


def _names_somebody(text: str) -> bool:
    """ "OP-Leiter Stefan Nägeli" is a person, not a job."""
    found = next(names_in(text), None)
    return found is not None and found.end == len(text) and not is_job(found.name)


def _possible(name: str, company: str | None, persons: tuple[str, ...]) -> bool:
    words = re.findall(r"[\w&-]+", folded(name))
    if not words or len(words) > 9 or not any(char.isalpha() for char in name):
        return False
    if all(word in _never() or word.isdigit() for word in words):
        return False
    if company and (compact(name) in compact(company) or compact(company) in compact(name)):
        return False
    if folded(name) in _titles_of_senders():
        return False
    return not any(folded(person) in folded(name) for person in persons) and "@" not in name


def _best(found: list[Job]) -> Job | None:
    """The heaviest; places that name the same job add up, the fuller form wins between equals."""
    best: Job | None = None
    for job in found:
        key = compact(job.name)
        places = {o.rule for o in found if compact(o.name) in key or key in compact(o.name)}
        weight = job.weight + AGREED * (len(places) - 1) + min(len(job.name), 40) / 40
        if weight >= 40 and (best is None or weight > best.weight):
            best = Job(job.name, weight, job.words, job.rule)
    return best


@cache
def _never() -> frozenset[str]:
    return frozenset(str(lexicon("jobs")["never"]).split())


@cache
def _titles_of_senders() -> frozenset[str]:
    return frozenset(title.strip() for title in str(lexicon("jobs")["senders"]).split("|"))


@cache
def _levels(which: str) -> frozenset[str]:
    return frozenset(str(lexicon("firms")[which]).split())


@cache
def _common() -> re.Pattern[str]:
    words = [word.strip() for word in str(lexicon("names")["subject_words"]).split("|")]
    either = "|".join(sorted({word for word in words if word}, key=len, reverse=True))
    return re.compile(rf"^(?:{either})(?=\s|$|[-–:])|(?:(?<=\s)|^)(?:{either})$", re.IGNORECASE)
