"""The job that a mail is about, as its advertisement names it, without gender suffix."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.facts import Evidence, Seniority
from agent.reading.firm import compact
from agent.reading.folding import folded
from agent.reading.introductions import Run, labelled, labelled_rows
from agent.reading.jobname import cleaned, marked, possible, speaks_of_job
from agent.reading.jobs import is_job, may_be_job
from agent.reading.lexicon import lexicon, words_of
from agent.reading.names import names_in
from agent.reading.places import Place
from agent.reading.texts import Texts

LABEL, MARKED, PHRASE, QUOTED_NAME, SUBJECT, LINE, MENTIONED = 90, 84, 80, 66, 64, 50, 30
MAYBE = 6  # less, for a phrase that may introduce something else
UNHEARD_OF = 34  # less, for words that no job is known by
KNOWN_JOB = 14  # more, for a word that jobs' names are made of
BESIDE_FIRM = 20  # more, for a part of a subject that names the firm too
FORMED_LIKE_JOB = 6  # more, for a word that is formed like one
AGREED = 8  # more, for each further place

_REQUISITION = re.compile(
    r"\b(?:(?:ref(?:erence|erenz)?|réf(?:érence)?|req(?:uisition)?|job id|kennziffer"
    r"|kenn-nr|vacancy reference"
    r"|competition|folio|referentie|riferimento|referencia|referência|rif)\b[.:#]?\s*(?:no|nr|n°|id)?[.:#]?\s*"
    r"(?P<told>[A-Z]{0,5}[-/_]?\d[\w/.-]{1,24})|(?P<shaped>(?:JR|R|REQ|PA)-?\d{4,10}))",
    re.IGNORECASE,
)


_SUBJECT_SEAM = re.compile(
    r"\s[-–—|/@·]+\s|\s?\|\|?\s?|: |, (?=[a-z])|\s\(|\)|[\"“”„«»!?]"
    r"|\s(?:at|bei|chez|presso|w/|with|bij)\s"
)
_QUOTED = re.compile(r"[\"“„«‘]\s?([^\W_][^\n\"“”„«»‘’.!?:]{2,70})\s?[\"”“»’]")
_HEADER = re.compile(r"^(?:\s*[A-Za-z]{1,4}\s?:|\s*\[[^\]]{1,40}\])+")
_NO_LINE = re.compile(r"[.,:;!?@|]")


@dataclass(frozen=True, slots=True)
class Job:
    """A job's name, with what says so."""

    name: str
    weight: float
    words: str
    rule: str
    sure: bool = False  # whether small letters need no word that names a job
    introduced: bool = False  # by words that say that it is a job


def role_of(
    texts: Texts,
    places: tuple[Place, ...],
    language: str,
    *,
    company: str | None,
    persons: tuple[str, ...],
    automatic: bool = False,
) -> Job | None:
    """The job's name; None if nothing names one."""
    found: list[Job] = []
    seen: set[tuple[str, str]] = set()
    for job in _candidates(texts, places, persons, automatic=automatic):
        if (job.name, job.rule) in seen:
            continue
        seen.add((job.name, job.rule))
        name = _without_firm(cleaned(job.name, language), company)
        if (
            name is None
            or not speaks_of_job(name, language, sure=job.sure)
            or not possible(name, company, persons, introduced=job.introduced)
        ):
            continue
        if job.sure or job.rule.endswith("role_before") or not _is_somebody(name):
            weight = job.weight + _likely(name, sure=job.sure)
            if company and job.rule in ("subject", "topic", "calendar") and company in job.words:
                weight += BESIDE_FIRM
            found.append(Job(name, weight, job.words, job.rule))
    best = _best(found)
    return _nominative(best, found) if best and language == "de" else best


def _nominative(best: Job, found: list[Job]) -> Job:
    """ "für den Fachexperten Pflege" is about a Fachexperte, if another place says so."""
    first, _, rest = best.name.partition(" ")
    for job in found:
        other, _, others = job.name.partition(" ")
        if rest == others and other != first and first in (f"{other}n", f"{other}en", f"{other}s"):
            return Job(job.name, best.weight, best.words, best.rule)
    return best


def _without_firm(name: str | None, company: str | None) -> str | None:
    """ "Analyst of Holm University" → "Analyst"."""
    at = name.find(company) if name and company else -1
    return cleaned(name[:at], "en") if name and at > 3 else name


def _is_somebody(name: str) -> bool:
    """A person's name where a job's was expected: "como o Nuno Barreto"."""
    if may_be_job(name):
        return False
    found = next(names_in(name), None)
    return found is not None and found.name == name


def _likely(name: str, *, sure: bool) -> int:
    if is_job(name):
        return KNOWN_JOB
    return FORMED_LIKE_JOB if may_be_job(name) else -(UNHEARD_OF // 3 if sure else UNHEARD_OF)


def requisition_of(texts: Texts) -> str | None:
    """The employer's number for the job: "R-055501", "HCC/00312"."""
    for text in (texts.subject, texts.written, texts.page, texts.calendar):
        match = _REQUISITION.search(text)
        if match:
            return (match.group("told") or match.group("shaped")).rstrip(".")
    return None


def seniority_of(role: str | None) -> Seniority | None:
    """Director or executive level; "Senior" and "manager" alone are neither (DESIGN §6)."""
    words = set(_LEVEL_WORD.findall(folded(role or "")))
    if words & words_of("firms", "assistants"):
        return None
    directs = bool(words & words_of("firms", "director"))
    if words & words_of("firms", "executive") or (
        directs and words & words_of("firms", "executive_directors")
    ):
        return Seniority.EXECUTIVE
    return Seniority.DIRECTOR if directs else None


_LEVEL_WORD = re.compile(r"[a-z-]+")


def role_evidence(job: Job) -> Evidence:
    confidence = round(min(0.99, max(0.3, job.weight / 105)), 2)
    return Evidence("role", job.words.strip()[:160], f"role.{job.rule}", confidence)


def _candidates(
    texts: Texts, places: tuple[Place, ...], persons: tuple[str, ...], *, automatic: bool = False
) -> Iterator[Job]:
    """Everything that may be the job; of an automatic reply what its subject quotes of our mail."""
    for place in places if not automatic else ():
        yield from _introduced(place)
        yield from _marked(place)
        if place.name != "subject":
            for hit in labelled("role", place.text):
                yield Job(hit.value, LABEL - place.less, hit.words, hit.rule, sure=True)
    yield from _subject_parts(texts.subject, "subject", SUBJECT)
    if automatic:
        return
    for hit in labelled("topic", texts.written):
        yield from _subject_parts(hit.value, "topic", SUBJECT)
    for line in texts.calendar.split("\n")[:3]:
        yield from _subject_parts(line, "calendar", SUBJECT - 4)
    for hit in labelled_rows("role", texts.rows):
        if is_job(hit.value):
            yield Job(hit.value, LABEL - 4, hit.words, hit.rule)
    yield from _quoted(texts.said)
    yield from _lines(texts, persons)
    yield from _mentioned(places, texts)


def _introduced(place: Place) -> Iterator[Job]:
    """What a phrase introduces; a signature names the sender's job, not the one that is open."""
    for hit in place.scan.of("role", "role_maybe"):
        if hit.start < place.signed_at:
            sure = hit.fact == "role"
            weight = PHRASE - place.less - (0 if sure else MAYBE)
            told = _AS_ONLY.match(hit.words) is None
            yield Job(
                _innermost(hit.value), weight, hit.words, hit.rule, sure=sure, introduced=told
            )


_AS_ONLY = re.compile(r"(?:as|als|como|come|comme|en|quale|enquanto)\b", re.IGNORECASE)


def _marked(place: Place) -> Iterator[Job]:
    """Words that bear a gender suffix: "Sachbearbeitung Bau (m/w/d)"."""
    for start, _ in marked(place.text):
        run = next((run for run in place.scan.runs if start - 1 <= run.end <= start + 1), None)
        clause = _CLAUSE_SEAM.split(place.text[max(0, start - 80) : start])[-1]
        value = _from_job(clause) or (run.text if run else None)
        if value:
            yield Job(value, MARKED - place.less, clause, "marked", sure=True)


_CLAUSE_SEAM = re.compile(r"[\n\"“”„«»;()]|[.:,!?]\s|\s[-–—|]\s")


def _from_job(clause: str) -> str | None:
    """From the first word on that is formed like a job's name, with the capitals before it."""
    words = clause.split()
    head = next((i for i, word in enumerate(words) if may_be_job(word)), None)
    if head is None:
        return None
    while head and words[head - 1][:1].isupper() and not is_opener(words[head - 1]):
        head -= 1
    return " ".join(words[head:])


def is_opener(word: str) -> bool:
    """True for "Stelle", "Position": they stand before a job's name and are no part of it."""
    return folded(word) in words_of("jobs", "never")


def _innermost(value: str) -> str:
    """ "end of the process for the Program Manager" → "Program Manager": articles begin anew."""
    value = _STOP.split(value)[0]
    parts = _ANEW.split(value)
    if parts[-1].strip():
        value = parts[-1]
    last = _AS.split(value)[-1]
    return last if may_be_job(last) else value


_STOP = re.compile(r"(?<!\bSr)(?<!\bJr)(?<!\bDr)[.;:!?]\s")
_ANEW = re.compile(r"\b(?:the|our|your|this|for an?|as an?)\s")
_AS = re.compile(
    r"\s(?:as|als|como|come|comme|quale)\s|\d\S*\s(?:for|para|per|pour|für|voor)\s"
    r"|(?:^|\s)(?:Stelle|Position|Vakanz|Funktion|poste|puesto|vaga|posizione|functie|vacature)"
    r"(?:\s(?:als|de|di|van)\s|\s(?:d['’])?)"
)


def _subject_parts(subject: str, rule: str, weight: float) -> Iterator[Job]:
    """Parts of a subject line that are left when its common words are cut away."""
    for part in _SUBJECT_SEAM.split(_HEADER.sub("", subject[:300])):
        words = _without_common_words(part)
        if words and is_job(words):
            yield Job(words, weight, subject, rule)
        elif words and len(words.split()) <= 4 and _formed_at_an_end(words):
            yield Job(words, weight - 18, subject, rule)
        elif words and words == part.strip() and words[0].isupper() and len(words.split()) <= 4:
            yield Job(words, weight - 16, subject, rule)
        elif words and words.isupper() and words != part.strip() and 2 <= len(words) <= 5:
            yield Job(words, weight, subject, rule)  # "Bewerbung ZFA"


def _formed_at_an_end(words: str) -> bool:
    first, last = words.split()[0], words.split()[-1]
    return may_be_job(first) or may_be_job(last)


def _without_common_words(part: str) -> str:
    """The part without the words that subjects are made of, at its beginning and at its end."""
    words = part.strip(_EDGES).split()
    while words and folded(words[0].strip(_EDGES)) in _common() and not _heads(words):
        words.pop(0)
    while words and folded(words[-1].strip(_EDGES)) in words_of("names", "subject_tails"):
        words.pop()
    return " ".join(words).strip(_EDGES)


def _heads(words: list[str]) -> bool:
    """True for "Técnica de calidad", which is a job, where "Entrevista técnica" is none."""
    return len(words) > 1 and words[1] in words_of("jobs", "inside") and is_job(words[0])


_EDGES = " -–—:.,\"'“”„«»*"


def _quoted(text: str) -> Iterator[Job]:
    """A job's name in quotation marks: "your application “Press Officer” has arrived"."""
    for match in _QUOTED.finditer(text):
        if is_job(match.group(1)):
            yield Job(match.group(1), QUOTED_NAME - KNOWN_JOB, match.group(), "quoted")


def _lines(texts: Texts, persons: tuple[str, ...]) -> Iterator[Job]:
    """A short line of its own that is nothing but a job's name, as job boards write it."""
    for line in texts.said.split("\n")[:12]:
        if line in persons:
            return  # a signature follows
        if 4 < len(line) <= 60 and line[0].isupper() and is_job(line) and not _NO_LINE.search(line):
            yield Job(line, LINE - KNOWN_JOB, line, "line")


def _mentioned(places: tuple[Place, ...], texts: Texts) -> Iterator[Job]:
    """Capitalised words in running text that name a job, where no phrase introduces them."""
    place = next((place for place in places if place.name == "written"), None)
    for run in place.scan.runs if place else ():
        if run.end > len(texts.said) or " " not in run.text or not is_job(run.text):
            continue
        if _in_a_line(run, texts.said) and not _of_somebody(run, texts.said):
            yield Job(run.text, MENTIONED, run.text, "mentioned")


def _in_a_line(run: Run, text: str) -> bool:
    """Within a long line: a signature's line names the sender's job."""
    begin = text.rfind("\n", 0, run.start) + 1
    end = text.find("\n", run.end)
    return (len(text) if end < 0 else end) - begin >= 60


def _of_somebody(run: Run, text: str) -> bool:
    """ "OP-Leiter Stefan Nägeli", "Priya Nair (Head of Design)" speak of a person."""
    before = text[max(0, run.start - 24) : run.start].rstrip(" ,(–-")
    gap = text[max(0, run.start - 2) : run.start].strip()
    if gap and gap[-1] in "(,–-" and _CAPITAL_WORD.search(before):
        return True
    found = next(names_in(run.text), None)
    return found is not None and found.end == len(run.text) and not is_job(found.name)


_CAPITAL_WORD = re.compile(r"(?:^|[\s.])[^\W\d_a-zà-ÿ][^\W\d_]+$")


def _best(found: list[Job]) -> Job | None:
    """The heaviest; places that name the same job add up, the fuller form wins between equals."""
    best: Job | None = None
    keys = [(compact(job.name), job.rule) for job in found]
    for job, (key, _) in zip(found, keys, strict=True):
        if job.weight < 40 - AGREED:
            continue
        places = {rule for other, rule in keys if other in key or key in other}
        weight = job.weight + AGREED * (len(places) - 1) + min(len(job.name), 40) / 40
        if weight >= 40 and (best is None or weight > best.weight):
            best = Job(job.name, weight, job.words, job.rule)
    return best


@cache
def _common() -> frozenset[str]:
    """Words that subject lines are made of, folded; of longer turns of phrase each word."""
    entries = str(lexicon("names")["subject_words"]).replace("|", " ").split()
    return frozenset(folded(word) for word in entries)
