"""A turn → what stands in the mail: subject, text, who it is from, how it is marked. No bytes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tests.simulation.cast import Channel, Employer, plain
from tests.simulation.scheme import Opportunity, Search, Talk, Turn
from tests.simulation.words import Language, Wording, language

NOISE_FROM = {
    "newsletter": ("Career Letter", "news@careerletter.example"),
    "alert": ("Job Board", "alerts@jobboard.example"),
    "shop": ("Shop", "orders@parcel.example"),
    "private": ("Robin", "robin.k@mailbox.example"),
}
BULK = frozenset({"newsletter", "alert"})
BY_MACHINE = frozenset({"receipt", "away_on", "away_until", "survey"})
QUOTES = 0.75  # share of answers that hold what they answer


@dataclass(frozen=True, slots=True)
class Mail:
    """One message that was sent, as those who answer it know it."""

    message_id: str
    references: tuple[str, ...]
    subject: str
    name: str
    address: str
    to: str
    at: datetime
    text: str
    no_feedback: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, before it is bytes."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    no_feedback: bool = False  # it says that none is given
    asks: bool = False  # whether the time that it names suits


def letter(search: Search, turn: Turn, at: datetime, parent: Mail | None) -> Letter:
    """`turn` in words, as it is written at `at`; `parent` is what it answers."""
    rng = Random(turn.seed)
    opportunity = None if turn.opportunity is None else search.opportunities[turn.opportunity]
    if opportunity is None:
        return _noise(search, turn, rng)
    if turn.by is None:
        return _own(search, opportunity, turn, at, parent, rng)
    return _employers(search, opportunity, turn, at, parent, rng)


def _noise(search: Search, turn: Turn, rng: Random) -> Letter:
    owner, said = search.owner, language(search.owner.language)
    wording = rng.choice(said.wordings(turn.act))
    day = turn.at.date() + timedelta(days=rng.randrange(1, 5))
    start = datetime.combine(day, turn.at.time().replace(hour=19, minute=0), tzinfo=owner.zone)
    words = {
        "token": f"{rng.getrandbits(32):08x}",
        "role": search.opportunities[0].role,
        "day": said.day(day, rng, owner.country),
        "clock": said.clock(start, rng, owner.country),
        "until": said.clock(start + timedelta(hours=2), rng, owner.country),
    }
    name, address = NOISE_FROM[turn.act]
    greeting = f"{owner.person.first}, " if turn.act == "private" else ""
    marks = (("List-Unsubscribe", f"<https://{address.partition('@')[2]}/u>"),)
    return Letter(
        name,
        address,
        owner.person.name,
        owner.writes_as,
        wording.subject.format(**words),
        greeting + wording.text.format(**words),
        (*marks, ("Precedence", "bulk")) if turn.act in BULK else (),
    )


def _employers(
    search: Search, o: Opportunity, turn: Turn, at: datetime, parent: Mail | None, rng: Random
) -> Letter:
    owner, said = search.owner, language(o.employer.language)
    wording = _wording(said, o, turn, rng)
    words = _words(o, turn, said, rng, o.employer.country)
    names = {
        "first": owner.person.first,
        "last": owner.person.last,
        "mx": said.table["mx"]["f" if owner.person.woman else "m"],
    }
    hello = said.any_of("hello", rng).format(**names)
    name, address = sender(o.employer, turn)
    sign = _signature(o.employer, turn, said, rng)
    text = f"{hello}\n\n{wording.text.format(**words)}\n{sign}"
    if turn.act.startswith("away"):
        text = f"{wording.text.format(**words)}\n{sign}"
    elif turn.reply and parent and rng.random() < QUOTES:
        text += _quoted(parent, said, rng)
    return Letter(
        name,
        address,
        owner.person.name,
        owner.writes_as,
        _subject(wording, turn, parent, said, words, rng),
        text,
        (*_marks(turn, rng), *_reply_to(o.employer, turn)),
        wording.no_feedback,
        wording.asks,
    )


def _own(
    search: Search, o: Opportunity, turn: Turn, at: datetime, parent: Mail | None, rng: Random
) -> Letter:
    owner, said = search.owner, language(o.employer.language)
    wording = rng.choice(said.wordings(turn.act))
    words = _words(o, turn, said, rng, owner.country)
    person = next(p for p in (o.employer.recruiter, *o.employer.others) if p.address == turn.to)
    mx = said.table["mx"]["f" if person.woman else "m"]
    hello = said.any_of("hello", rng).format(first=person.first, last=person.last, mx=mx)
    bye = said.any_of("bye", rng)
    text = f"{hello}\n\n{wording.text.format(**words)}\n{bye}\n{owner.person.name}\n"
    if turn.reply and parent and rng.random() < QUOTES:
        text += _quoted(parent, said, rng)
    subject = _subject(wording, turn, parent, said, words, rng)
    return Letter(owner.person.name, owner.writes_as, person.name, person.address, subject, text)


def _wording(said: Language, o: Opportunity, turn: Turn, rng: Random) -> Wording:
    """One that a careful person can place: where two jobs are at one employer, it names the job."""
    found = said.wordings(turn.act)
    if turn.invites and turn.by and turn.talk and len(turn.talk.people) > 1:
        # Whether who invites also joins, only the words tell.
        joins = turn.by in turn.talk.people
        found = tuple(w for w in found if not joins or "{with}" in w.text) or found
    if turn.by_system:  # whoever it asks could not answer
        found = tuple(w for w in found if not w.asks) or found
    if o.shared and not turn.reply:
        found = tuple(w for w in found if w.names_role or not w.subject) or found
    return rng.choice(found)


def _words(o: Opportunity, turn: Turn, said: Language, rng: Random, country: str) -> dict[str, str]:
    """Whatever any wording may ask for."""

    def day(on: date) -> str:
        return said.day(on, rng, country)

    words = {
        "role": o.role,
        "company": o.employer.name,
        "token": f"{rng.getrandbits(32):08x}",
    }
    if turn.talk:
        words |= _talk_words(turn.talk, said, rng, country)
    if turn.old:
        words["old_day"] = day(turn.old.start.date())
    if turn.slots:
        manner = rng.getrandbits(30)
        words["slots"] = "\n".join(_slot(slot, said, manner, country) for slot in turn.slots)
    if turn.promised:
        words["by"] = said.by(turn.promised.manner, day(turn.promised.on), rng)
    if turn.silence:
        words["silence"] = day(turn.silence)
    if turn.back_on:
        words |= {"back": day(turn.back_on), "last": day(turn.back_on - timedelta(days=1))}
    return words


def _talk_words(talk: Talk, said: Language, rng: Random, country: str) -> dict[str, str]:
    names = [person.name for person in talk.people]
    return {
        "day": said.day(talk.start.date(), rng, country),
        "clock": said.clock(talk.start, rng, country),
        "until": said.clock(talk.end, rng, country),
        "minutes": str(talk.minutes),
        "with": said.listed(names),
        "one": names[0],
    }


def _slot(slot: Talk, said: Language, manner: int, country: str) -> str:
    """One line; `manner` makes all lines of a list look alike."""
    rng = Random(manner)
    return f"- {said.day(slot.start.date(), rng, country)}, {said.clock(slot.start, rng, country)}"


def sender(employer: Employer, turn: Turn) -> tuple[str, str]:
    """Display name and address of who sends it."""
    if turn.by_system and employer.system:
        label = plain(employer.name).replace(" ", "")
        local = label if employer.system == "myworkday.com" else "no-reply"
        return employer.name, f"{local}@{employer.system}"
    if turn.act == "receipt":
        if employer.channel is Channel.AGENCY:
            return employer.agency or "", f"info@{employer.agency_domain}"
        return employer.name, f"careers@{employer.domain}"
    assert turn.by
    if _is_relayed(employer, turn):
        return turn.by.name, f"no-reply@{employer.system}"
    return turn.by.name, turn.by.address


def _reply_to(employer: Employer, turn: Turn) -> tuple[tuple[str, str], ...]:
    if turn.by is None or not _is_relayed(employer, turn):
        return ()
    return (("Reply-To", f"<{turn.by.address}>"),)


def _is_relayed(employer: Employer, turn: Turn) -> bool:
    by_hand = turn.by is not None and turn.act not in BY_MACHINE
    return by_hand and employer.channel is Channel.RELAY and employer.by_reply_to


def _signature(employer: Employer, turn: Turn, said: Language, rng: Random) -> str:
    bye = said.any_of("bye", rng)
    if turn.by_system or turn.act == "receipt" or turn.by is None:
        return f"{bye}\n{employer.name}\n"
    phone = f"{employer.phone}\n" if employer.phone and rng.random() < 0.8 else ""
    of_agency = employer.agency if turn.by == employer.recruiter else None
    firm = of_agency or employer.name
    return f"{bye}\n{turn.by.name}\n{turn.by.title}\n{firm}\n{phone}"


def _subject(
    wording: Wording,
    turn: Turn,
    parent: Mail | None,
    said: Language,
    words: dict[str, str],
    rng: Random,
) -> str:
    if turn.act.startswith("away") and parent:
        return said.any_of("auto_subject", rng).format(subject=parent.subject)
    if turn.reply and parent:
        prefix = str(said.table["re"])
        return parent.subject if parent.subject.startswith(prefix) else prefix + parent.subject
    if wording.subject:
        return wording.subject.format(**words)
    return f"{words['role']} - {words['company']}"


def _quoted(parent: Mail, said: Language, rng: Random) -> str:
    sent = f"{said.day(parent.at.date(), rng, 'US' if said.code == 'en' else '')} {parent.at:%H:%M}"
    attribution = said.any_of("quoted", rng).format(
        sent=sent, name=parent.name, address=parent.address, to=parent.to, subject=parent.subject
    )
    mark = "" if attribution.startswith("-----") else "> "
    return f"\n{attribution}\n" + "".join(f"{mark}{line}\n" for line in parent.text.splitlines())


def _marks(turn: Turn, rng: Random) -> tuple[tuple[str, str], ...]:
    if turn.act.startswith("away"):
        if rng.random() < 0.2:
            return ()
        return (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
    if turn.act in BY_MACHINE or (turn.by_system and turn.act == "reminder"):
        return (("Auto-Submitted", "auto-generated"),) if rng.random() < 0.6 else ()
    return ()
