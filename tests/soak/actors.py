"""Who is at work beside the agent: employers who invite and answer, an owner at the phone."""

import random
import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from enum import StrEnum

from imapclient.exceptions import IMAPClientError

from tests.dovecot import Account
from tests.letters import CALENDAR, mail

FIRST = ["Amber", "Birch", "Cedar", "Dune", "Elder", "Fern", "Gale", "Heath", "Iris", "Juniper"]
SECOND = ["Analytics", "Bakery", "Castings", "Dental", "Energy", "Freight", "Gardens", "Homes"]
ROLES = ["Data Engineer", "Buyer", "Nurse", "Welder", "Editor", "Planner", "Analyst", "Cook"]
PEOPLE = ["Ann Abbot", "Bea Baker", "Cleo Cole", "Dora Drew", "Ed Ellis", "Flo Finch", "Gus Grant"]
ENDED_BEFORE = timedelta(hours=1, minutes=57)  # the thank-you is due in three minutes
MARKED = re.compile(r"[^\n]*⟦[^⟧]*⟧[^\n]*\n?")


class Deed(StrEnum):
    """What the owner does with a draft."""

    APPROVED = "approved"  # filled in, and moved
    UNFILLED = "unfilled"  # moved with the marked place left in it
    DELETED = "deleted"
    LEFT = "left"


@dataclass
class Opportunity:
    """One employer, one interview that is over, and what has come of it."""

    number: int
    deed: Deed
    answers: bool
    done_at: float | None = None  # when the owner did it, by the real clock
    answered_at: float | None = None  # when the answer was visible

    @property
    def firm(self) -> str:
        return f"{FIRST[self.number % 10]} {SECOND[self.number // 10 % 8]} {self.number}"

    @property
    def person(self) -> str:
        return PEOPLE[self.number % len(PEOPLE)]

    @property
    def address(self) -> str:
        name = self.person.lower().replace(" ", ".")
        return f"{name}@{'-'.join(self.firm.lower().split())}.example"

    @property
    def role(self) -> str:
        return ROLES[self.number % len(ROLES)]


@dataclass
class World:
    """All that goes on in the mailbox."""

    account: Account
    chance: random.Random
    found: list[Opportunity] = field(default_factory=list)

    def invite(self, now: datetime) -> None:
        """An invitation that came yesterday, to a talk that has just been held."""
        chance = self.chance
        deed = chance.choices([*Deed], weights=[70, 10, 10, 10])[0]
        one = Opportunity(len(self.found), deed, answers=chance.random() < 0.3)
        self.found.append(one)
        sender, at = f"{one.person} <{one.address}>", now - timedelta(days=1)
        start = (now - ENDED_BEFORE - timedelta(hours=1)).replace(second=0, microsecond=0)
        entry = CALENDAR.format(
            method="REQUEST", uid=f"talk-{one.number}@{one.address}", sequence=0, stamp=at,
            start=start, end=start + timedelta(hours=1), status="CONFIRMED",
        )  # fmt: skip
        for old, new in (
            ("Larkspur Analytics", one.firm),
            ("Data Engineer", one.role),
            ("Nadia Brandt", one.person),
            ("nadia.brandt@larkspur.example", one.address),
        ):
            entry = entry.replace(old, new)
        raw = mail(
            f"Dear Robin,\n\nwe would like to invite you to an interview for the {one.role} role"
            f" at\n{one.firm}.\n\nKind regards,\n{one.person}\n",
            at=at,
            message_id=f"<invitation-{one.number}@{one.address}>",
            subject=f"Interview: {one.role} at {one.firm}",
            sender=sender,
            calendar=entry,
        )
        self.account.deliver("INBOX", raw, received_at=at)

    def answer(self, now: datetime) -> None:
        """Some answer after the owner has approved the letter, or before."""
        waiting = [o for o in self.found if o.answers and o.done_at and not o.answered_at]
        for one in waiting:
            if self.chance.random() < 0.3:
                self._refuse(one, now)

    def _refuse(self, one: Opportunity, now: datetime) -> None:
        raw = mail(
            f"Dear Robin,\n\nafter careful consideration we have decided to move forward with"
            f"\nanother candidate for the {one.role} role at {one.firm}.\n\nKind regards,\n"
            f"{one.person}\n",
            at=now,
            message_id=f"<answer-{one.number}@{one.address}>",
            subject=f"Re: Interview: {one.role} at {one.firm}",
            sender=f"{one.person} <{one.address}>",
            reply_to=f"<invitation-{one.number}@{one.address}>",
        )
        folder = self.chance.choice(["INBOX", "INBOX", "Junk", "Archive"])
        self.account.deliver(folder, raw, received_at=now)
        one.answered_at = time.time()

    def look_into_drafts(self) -> None:
        """The owner on the phone: each draft once, as was decided for it."""
        by_address = {one.address: one for one in self.found}
        with self.account.client() as phone:
            phone.select_folder("Drafts")
            for uid, item in phone.fetch(phone.search(), ["BODY.PEEK[]"]).items():
                raw = item[b"BODY[]"]
                one = next((o for a, o in by_address.items() if a.encode() in raw.lower()), None)
                if one is None or one.done_at or one.deed is Deed.LEFT:
                    continue
                try:
                    self._do(phone, uid, raw, one)
                except IMAPClientError:
                    continue  # the folder is not there yet
                one.done_at = time.time()

    def _do(self, phone: object, uid: int, raw: bytes, one: Opportunity) -> None:
        from imapclient import IMAPClient

        assert isinstance(phone, IMAPClient)
        if one.deed is Deed.APPROVED:
            phone.append("Afterword/Approved", filled_in(raw), (b"\\Draft", b"\\Seen"))
        elif one.deed is Deed.UNFILLED:
            phone.append("Afterword/Approved", raw, (b"\\Draft", b"\\Seen"))
        phone.delete_messages([uid])
        phone.uid_expunge([uid])


def filled_in(raw: bytes) -> bytes:
    """The draft without its marked place, as a mail program saves it."""
    message = message_from_bytes(raw, policy=policy.SMTP)
    text = MARKED.sub("", message.get_content())
    message.set_content(re.sub(r"\n{3,}", "\n\n", text))
    return message.as_bytes()
