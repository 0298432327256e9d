"""A job's name as a person would say it: without gender suffix, reference and what follows it."""

import re
from functools import cache

from agent.reading.firm import compact
from agent.reading.folding import folded
from agent.reading.introductions import role_end
from agent.reading.jobs import is_job, may_be_job
from agent.reading.lexicon import lexicon, words_of

LONGEST_NAME = 80

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
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[\w&-]+")
_MARKED = re.compile(
    r"\s?[(\[]\s?(?:[mwfhdvxMWFHDVX]|gn|all genders|alle)\s?"
    r"(?:[/|,*]\s?(?:[mwfhdvxiaMWFHDVXIA]|div)\s?){0,3}[)\]]"
    r"|\s[MWFHDVmwfhdv]\s?/\s?[MWFHDVXmwfhdvx](?:\s?/\s?[DXdx])?\b"
)
_EXTENT = re.compile(  # "(part-time)", "(80 %)", "(Teilzeit)"
    r"\s\([^()]{0,20}(?:time|zeit|temps|jornada|tempo|permanent|befristet|cdi|cdd|\d\s?(?:%|h|fte|std|uur))"
    r"[^()]{0,20}\)$",
    re.IGNORECASE,
)
_NEXT_THANKS = re.compile(  # "… and your interest in …": what the sender thanks for next
    r"\s(?:and (?:for )?your|und (?:für )?(?:ihr|dein|euer|eur)(?:en?|em|er)?"
    r"|et (?:pour |de )?(?:votre|vos|ton|ta)|y (?:por )?(?:su|tu|vuestro)"
    r"|e (?:por |pelo |per )?(?:il |o |a )?(?:tuo|suo|vostro|seu|sua|teu|tua|interesse)"
    r"|en (?:voor )?(?:je|jouw|uw))\s",
    re.IGNORECASE,
)
_LOWER_COMMA = re.compile(r",\s(?=[a-zà-ÿ(\d]|(?:CDI|CDD|Campaign|Competition|Ref|Réf)\w*\b)")
_ANY_COMMA = re.compile(r",\s")


def marked(text: str) -> list[tuple[int, int]]:
    """Where a gender suffix stands, as only a job's name bears it: "(m/w/d)", "H/F"."""
    return (
        [match.span() for match in _MARKED.finditer(text)] if "/" in text or "gn)" in text else []
    )


def cleaned(text: str, language: str) -> str | None:
    """A job's name without gender suffix, reference, article and what follows it."""
    name = _GENDER.sub("", _SPACE.sub(" ", text[:200])).strip(_EDGES)
    end = role_end(language).search(f"{name} ")
    if end:
        name = name[: end.start()]
    name = _NEXT_THANKS.split(name)[0]
    comma = (_LOWER_COMMA if name[:1].isupper() else _ANY_COMMA).search(name)
    if comma:
        name = name[: comma.start()]
    name = _EXTENT.sub("", name) if name.endswith(")") else name
    name = _BEHIND.sub("", _without_clause(name, language))
    for _ in range(3):
        shorter = _REFERENCE.sub("", _TRAILING.sub("", _LEADING.sub("", name))).strip(_EDGES + ".")
        if shorter == name:
            break
        name = shorter
    if name.count("(") != name.count(")"):
        name = name.replace("(", "").replace(")", "")
    return name[:LONGEST_NAME] if len(name) > 1 else None


_EDGES = " \t\"'“”„«»‘’*_-–—:|,"


def _without_clause(name: str, language: str) -> str:
    """ "Process Engineer affected so that" → "Process Engineer": small letters end capitals."""
    words = name.split(" ")
    if language == "de" and len(words) == 2 and words[0][:1].isupper() and words[1].islower():
        return words[0] if words[1].isalpha() else name  # German nouns are capitalised
    if not (words[0][:1].isupper() and len(words) > 2):
        return name
    titled = sum(word[:1].isupper() for word in words[:2]) == 2
    for index in range(2, len(words)):
        small = titled and words[index].isalpha() and words[index].islower()
        if small and words[index] not in words_of("jobs", "inside"):
            words = words[:index]
            break
    while len(words) > 1 and words[-1] in words_of("jobs", "inside"):
        words.pop()
    return " ".join(words)


def speaks_of_job(name: str, language: str, *, sure: bool) -> bool:
    """Whether introduced words can be a job: small letters need a word that says so."""
    if name[0].isupper():
        return sure or may_be_job(name) or _is_titled(name)
    words = folded(name).split()
    small = _small_words(language)
    if len(words) > 7 or set(words) & _CLAUSE or words[0] in small | words_of("jobs", "never"):
        return False
    inner = set(words) - words_of("jobs", "inside")
    if language == "de":  # where nouns are capitalised, small letters are seldom a job at all
        return may_be_job(words[0]) or may_be_job(words[-1])
    return sure or (small.isdisjoint(inner) and any(may_be_job(w) for w in (*words[:2], words[-1])))


def _is_titled(name: str) -> bool:
    """True where all words but small ones are capitalised: "Kundendienst", "Data Platform"."""
    return all(w[0].isupper() or w in words_of("jobs", "inside") for w in name.split())


_CLAUSE = frozenset({"and", "or", "who", "is", "are", "our", "your", "we", "you", "to", "that"})


_LENGTHS = frozenset({"min", "mins", "minute", "minutes", "minuten", "minutos", "minuti"})


def possible(
    name: str, company: str | None, persons: tuple[str, ...], *, introduced: bool = False
) -> bool:
    """False for what a mail calls a job without naming it, for the firm, and for persons.

    What senders of such mail are themselves is the job where a phrase `introduced` it as one.
    """
    words = _WORD.findall(folded(name))
    if (
        not words
        or len(words) > 9
        or not _LENGTHS.isdisjoint(words)
        or not any(char.isalpha() for char in name)
    ):
        return False
    if all(word in _nameless() or word.isdigit() for word in words):
        return False
    key = compact(name)
    if company and key and (key in compact(company) or compact(company) in key):
        return False
    if folded(name) in _titles_of_senders() and not introduced:
        return False
    return not any(folded(person) in folded(name) for person in persons) and "@" not in name


@cache
def _nameless() -> frozenset[str]:
    """Words of processes and subject lines, which are no job, alone or together."""
    common = {folded(word) for word in words_of("names", "subject_words")}
    return frozenset(word for word in common if not is_job(word)) | words_of("jobs", "never")


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(folded(str(lexicon("small_words").get(language, ""))).split())


@cache
def _titles_of_senders() -> frozenset[str]:
    return frozenset(title.strip() for title in str(lexicon("jobs")["senders"]).split("|"))
