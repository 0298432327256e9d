"""How long a year of mail takes to replay: `python -m tests.benchmarks.a_year [MESSAGES...]`.

For every 10,000 messages there are 150 cases of some ten mails each, the rest is newsletters and
receipts; the time span grows with their number. Told are the reading alone, and the replay with
the readings stored: binding, folding, deciding, writing, the ledger. Nothing is asserted.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.cases.decide import decide
from agent.cases.policy import Policy
from agent.ports import Arrival, DeadLetter, Desk
from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from agent.replay import ALL_MAIL, SavedMailbox, replay
from agent.store.sqlite import SqliteStore
from agent.writing.draft import Profile
from tests.letters import CALENDAR, ROBIN, mail

ME = "robin@ashby.example"
LONDON = ZoneInfo("Europe/London")
OWNER = Owner((ME,), LONDON, name="Robin Ashby", country="GB")
BEGAN = datetime(2021, 1, 4, 9, tzinfo=UTC)
A_YEAR, CASES_A_YEAR = 10_000, 150
FIRST = ["Amber", "Birch", "Cedar", "Dune", "Elder", "Fern", "Gale", "Heath", "Iris", "Juniper"]
SECOND = ["Analytics", "Bakery", "Castings", "Dental", "Energy", "Freight", "Gardens", "Homes"]
PEOPLE = ["Ann", "Bea", "Cleo", "Dora", "Ed", "Flo", "Gus", "Hal", "Ida", "Jon", "Kit", "Lou"]
NAMES = ["Abbot", "Baker", "Cole", "Drew", "Ellis", "Finch", "Grant", "Hale", "Irwin", "Jarvis"]
ROLES = ["Data Engineer", "Buyer", "Nurse", "Welder", "Editor", "Planner", "Analyst", "Cook"]
OFFERS = ["tools for the garden", "books for the winter", "shoes for wet weather", "seeds"]


def a_mailbox(messages: int, chance: random.Random) -> list[Arrival]:
    """Mails of `messages` / 10,000 years, in no order."""
    years = messages / A_YEAR
    found = [raw for n in range(round(CASES_A_YEAR * years)) for raw in a_case(n, years, chance)]
    while len(found) < messages:
        found.append(a_newsletter(len(found), BEGAN + years * chance.random() * timedelta(365)))
    return [Arrival(ALL_MAIL, 0, at, raw) for at, raw in found]


def a_newsletter(number: int, at: datetime) -> tuple[datetime, bytes]:
    offer = OFFERS[number % len(OFFERS)]
    text = f"Forty pages of {offer}, and free delivery until Sunday.\n" * 8
    raw = mail(
        f"{text}\nUnsubscribe: https://shop{number % 40}.example/leave\n",
        at=at,
        message_id=f"<news-{number}@shop{number % 40}.example>",
        subject=f"New: {offer} ({number})",
        sender=f"The Shop <news@shop{number % 40}.example>",
    )
    return at, b"List-Unsubscribe: <https://shop.example/leave>\r\nPrecedence: bulk\r\n" + raw


def a_case(number: int, years: float, chance: random.Random) -> Iterator[tuple[datetime, bytes]]:
    """A receipt, an invitation, words about it, a holding reply or two, mostly a decision."""
    firm = f"{FIRST[number % 10]} {SECOND[number // 10 % 8]}{f' {number}' if number > 79 else ''}"
    domain = "".join(firm.lower().split()) + ".example"
    person = f"{chance.choice(PEOPLE)} {chance.choice(NAMES)}"
    sender = f"{person} <{person.lower().replace(' ', '.')}@{domain}>"
    role = chance.choice(ROLES)
    at = BEGAN + years * timedelta(days=chance.randrange(300), minutes=chance.randrange(400))
    subject, thread = f"{role} at {firm}", f"<0-{number}@{domain}>"
    start = (at + timedelta(days=6)).replace(hour=11, minute=0)
    entry = CALENDAR.format(
        method="REQUEST", uid=f"{number}@{domain}", sequence=0, stamp=at, start=start,
        end=start + timedelta(hours=1), status="CONFIRMED",
    ).replace("Larkspur Analytics", firm).replace("Data Engineer", role)  # fmt: skip
    entry = entry.replace("Nadia Brandt", person)
    entry = entry.replace("nadia.brandt@larkspur.example", sender.partition("<")[2].strip(">"))
    letters = [
        (0, sender, f"thank you for applying for the {role} role at {firm}. We have received your "
         "application and will look at it soon.", ""),
        (2, sender, f"we would like to invite you to an interview for the {role} role at {firm}.",
         entry),
        (2.2, ROBIN, "thank you, I have put the date into my calendar.", ""),
        (4, sender, "please ring at the side door; the front one is being painted.", ""),
        (9, sender, "we are still deciding and will let you know.", ""),
        (14, ROBIN, "thank you for letting me know.", ""),
        (22, sender, "we need a few more days to decide; thank you for your patience.", ""),
    ]  # fmt: skip
    if number % 3:
        letters.append((30, sender, f"we have decided to move forward with another candidate for "
                        f"the {role} role. We wish you all the best.", ""))  # fmt: skip
    for index, (days, who, words, calendar) in enumerate(letters):
        sent = at + timedelta(days=days)
        name = person if who is ROBIN else "Robin"
        raw = mail(
            f"Dear {name},\n\n{words}\n\nKind regards,\n{who.partition(' <')[0]}\n",
            at=sent,
            message_id=f"<{index}-{number}@{domain}>",
            subject=subject if not index else f"Re: {subject}",
            sender=who,
            to=ROBIN if who is sender else sender,
            reply_to=thread if index else "",
            calendar=calendar,
        )
        yield sent, raw


def measure(messages: int) -> None:
    chance = random.Random(messages)
    history = a_mailbox(messages, chance)
    began = time.process_time()
    readings = {a.raw: read(parse(a.raw, received_at=a.received_at), OWNER) for a in history}
    reading_s = time.process_time() - began

    def remembered(arrival: Arrival) -> Reading | DeadLetter:
        known = readings.get(arrival.raw)
        return known or read(parse(arrival.raw, received_at=arrival.received_at), OWNER)

    ids = iter(f"<ours-{number}@ashby.example>" for number in range(1_000_000))
    box = SavedMailbox(history, owner_sends=True)
    desk = Desk(
        mailbox=box,
        store=SqliteStore(None),
        read=remembered,
        owner=OWNER,
        profile=Profile("Robin Ashby", (ME,), "Robin Ashby"),
        policy=Policy(LONDON, country="GB"),
        new_message_id=lambda: next(ids),
        clock=lambda: box.now,
    )
    began = time.process_time()
    last = max(arrival.received_at for arrival in history)
    events = sum(1 for _ in replay(desk, box, until=last + timedelta(days=60)))
    replay_s = time.process_time() - began
    cases = desk.store.cases()
    began = time.process_time()
    for case in cases:
        decide(case, desk.policy, last)
    decide_ms = (time.process_time() - began) / max(len(cases), 1) * 1000
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{messages:7,} messages, {len(cases)} cases, {events:,} events: reading {reading_s:.1f} s,"
        f" replay {replay_s:6.1f} s ({replay_s / messages * 1000:.2f} ms a message),"
        f" deciding {decide_ms:.2f} ms a case, peak {peak_mb:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", type=int, nargs="*", default=[1_000, 10_000, 50_000])
    for messages in parser.parse_args().messages:
        measure(messages)


if __name__ == "__main__":
    main()
