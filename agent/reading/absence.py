"""What an out-of-office says: the day of return, who stands in, whether the person has left."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from agent.reading.addresses import addr_spec
from agent.reading.bounces import pattern
from agent.reading.facts import Absence
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.message import Address

_BEFORE = 45  # characters before a date in which its preposition stands
_BEHIND = 60  # characters behind a date in which "again in the office" stands
_HORIZON = timedelta(days=550)
MONTHS = timedelta(days=60)  # an absence this long counts as gone: others do the work meanwhile
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NAME = re.compile(
    r"((?:[^\W\d_][\w'’-]{0,30}\s){1,3}[^\W\d_][\w'’-]{0,30})"
    r"(?:\s(?:at|on|via|unter|per|à|en|em|op)\s|,?\s?[<(\[:]?\s?)$"
)
_NEAR = 160  # characters before an address in which it is said what it is for


def absence(material: Material) -> Absence:
    """The first day back, and the deputy if one is named with an address."""
    return Absence(back_on(material), deputy(material))


def back_on(material: Material) -> date | None:
    """The day of return: "back on the 22nd" is the 22nd, "until the 19th" the business day after.

    Holidays are the employer's affair and unknown here; weekends are skipped (DESIGN §6).
    """
    today = material.base.date()
    told: list[date] = []
    away: list[date] = []
    for moment in material.moments:
        last = moment.until_on or moment.on
        if last is None or not today <= last <= today + _HORIZON:
            continue
        before = material.body.new_text[max(0, moment.start - _BEFORE) : moment.start]
        behind = material.body.new_text[moment.end : moment.end + _BEHIND]
        returns = _returns().search(before) or (
            _again().match(behind) and not _untils().search(before)
        )
        if moment.until_on is None and returns:
            told.append(last)
        elif moment.until_on is not None or _untils().search(before):
            away.append(next_business_day(last))
    return max(told) if told else max(away) if away else None


def next_business_day(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


@cache
def _returns() -> re.Pattern[str]:
    return _before_date("returns")


@cache
def _again() -> re.Pattern[str]:
    """ "am 10. März wieder erreichbar": the return stands behind its day, in the same clause."""
    cues = "|".join(f"(?:{cue})" for cue in lexicon("automatic")["returns_behind"])
    return re.compile(rf"[\s,]+(?:[^\W\d_]{{1,12}}\s+){{0,3}}?(?:{cues})(?!\w)", re.I)


@cache
def _untils() -> re.Pattern[str]:
    return _before_date("untils")


def _before_date(key: str) -> re.Pattern[str]:
    cues = "|".join(f"(?:{cue})" for cue in lexicon("automatic")[key])
    article = r"(?:\s*[,:]?\s*(?:the|le|el|il|den|dem|der|de|dia|l'|o|a|op|am|ab|on"
    article += r"|na|no|em|del|dal|du|from|again on)\b)?"
    weekday = r"(?:\s+[^\W\d_]{2,13}[.,]?)?"
    return re.compile(rf"(?<!\w)(?:{cues}){article}{weekday}{article}[\s,:'’]*$", re.I)


def deputy(material: Material) -> Address | None:
    """The person to write to meanwhile: the first address told for that, and the name beside it."""
    text = material.body.new_text
    own = {address.address for address in material.message.envelope.from_}
    for match in _ADDRESS.finditer(text[:10_000]):
        address = addr_spec(match[0])
        before = text[max(0, match.start() - _NEAR) : match.start()]
        around = before + text[match.end() : match.end() + _NEAR]
        if address is None or address in own or material.owner.is_me(address):
            continue
        if pattern("deputies").search(around):
            return Address(_name_before(before, address), address)
    return None


def _name_before(before: str, address: str) -> str:
    """The capitalised words right before an address, if the address knows one of them."""
    match = _NAME.search(before)
    if not match:
        return ""
    words = list(_trailing_names(match[1].split()))
    local = address.partition("@")[0]
    known = any(word.lower()[:4] in local for word in words)
    return " ".join(words) if known or len(words) >= 2 else ""


def _trailing_names(words: list[str]) -> Iterator[str]:
    """The last run of words that begin with a capital letter."""
    start = len(words)
    while start and words[start - 1][0].isupper():
        start -= 1
    yield from words[start:]


def has_left(material: Material, back: date | None) -> bool:
    """Gone for good, or away so long that another has the work."""
    if pattern("departures").search(material.body.new_text[:4_000]):
        return True
    if back is not None:
        return back - material.base.date() > MONTHS
    return bool(pattern("long_absences").search(material.body.new_text[:4_000]))
