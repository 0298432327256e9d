"""`python -m tests.soak --minutes N [--seed N]`: at the end a ledger against the servers.

Exit code 1 if a letter left twice, after an answer, without approval, or was lost.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from agent.cases.case import EntryStatus
from agent.store.sqlite import Access, SqliteStore
from tests.dovecot import Dovecot, why_not
from tests.mail.submission import CUT, DATA, DOT, RCPT, RESET, Submission
from tests.soak.actors import Deed, Opportunity, World
from tests.soak.process import clock_since

SETTLES_S = 45  # without faults, for what is under way: back-off and the second look included
SEEN_AND_SENT_S = 2.0  # a last look and the dialogue after it take no longer (S2)
FAULTS = ({}, {}, {}, {RCPT: b"450 4.2.1 later\r\n"}, {DATA: RESET}, {DOT: CUT}, {DOT: RESET})
ENDED = {
    EntryStatus.SENT,
    EntryStatus.UNCERTAIN,
    EntryStatus.WITHDRAWN,
    EntryStatus.SKIPPED,
    EntryStatus.DECLINED,
    EntryStatus.REFUSED,
    EntryStatus.EDITED,
    EntryStatus.DRAFTED,
}


class Soak:
    """The servers, the process, and what happens to them."""

    def __init__(self, server: Dovecot, folder: Path, chance: random.Random) -> None:
        self.server = server
        self.account = server.account(f"soak-{chance.randrange(10**9)}")
        self.world = World(self.account, chance)
        self.submission = Submission()
        self.state = folder / "state"
        self.chance = chance
        self.began = time.time()
        self.happened: Counter[str] = Counter()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, minutes: float) -> None:
        """Everything at once, then quiet."""
        with self.submission.serving():
            until = time.time() + minutes * 60
            while time.time() < until:
                self._second(faulty=True)
            self.submission.says.clear()
            until = time.time() + SETTLES_S
            while time.time() < until:
                self._second(faulty=False)
            self._kill()

    def _second(self, *, faulty: bool) -> None:
        self._keep_running()
        now, chance = clock_since(self.began), self.chance
        if faulty and len(self.world.found) < 400:
            self.world.invite(now)
        self.world.answer(now)
        self.world.look_into_drafts()
        if faulty:
            self.submission.says.clear()
            self.submission.says.update(chance.choice(FAULTS))
        time.sleep(chance.uniform(0.2, 1.0))
        if faulty and chance.random() < 0.5:
            self._kill()
            self.happened["kills"] += 1
        elif faulty and chance.random() < 0.05:
            self.happened["server restarts"] += 1
            with self.server.down():
                time.sleep(0.5)

    def _keep_running(self) -> None:
        if self._process and self._process.poll() is None:
            return
        place = [str(self.server.port), self.account.user, self.account.password]
        rest = [str(self.submission.port), str(self.state), str(self.began)]
        command = [sys.executable, "-m", "tests.soak.process", *place, *rest]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.happened["starts"] += 1
        time.sleep(1.2)  # it loads what it needs

    def _kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def judge(self) -> list[str]:
        """What went wrong, by what the servers hold."""
        with closing(SqliteStore(self.state, Access.READ)) as store:
            rows = {entry.key.recipient: entry for entry in store.entries()}
        wrong = []
        for one in self.world.found:
            taken = self._taken(one)
            row = rows.get(one.address)
            self.happened[f"{one.deed}: {row.status if row else 'none'}"] += 1
            if len(taken) > 1:
                wrong.append(f"{one.address}: left {len(taken)} times")
            if taken and one.deed is not Deed.APPROVED:
                wrong.append(f"{one.address}: left, though {one.deed}")
            if taken and one.answered_at and taken[0] > one.answered_at + SEEN_AND_SENT_S:
                wrong.append(f"{one.address}: left {taken[0] - one.answered_at:.1f} s after")
            if row and row.status not in ENDED:
                wrong.append(f"{one.address}: still {row.status}")
            if row and row.status is EntryStatus.SENT and not taken:
                wrong.append(f"{one.address}: said to be sent, and is not")
            approved = one.deed is Deed.APPROVED and one.done_at and not one.answers
            if approved and row and row.status in (EntryStatus.EDITED, EntryStatus.DRAFTED):
                wrong.append(f"{one.address}: approved, and only {row.status} ({row.because})")
        return wrong

    def _taken(self, one: Opportunity) -> list[float]:
        to = f"To: {one.person} <{one.address}>".encode()
        pairs = zip(self.submission.taken_at, self.submission.taken, strict=True)
        return [at for at, raw in pairs if to in raw]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    reason = why_not()
    if reason:
        sys.exit(reason)
    server = Dovecot()
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder:
            soak = Soak(server, Path(folder), random.Random(options.seed))
            soak.run(options.minutes)
            wrong = soak.judge()
    finally:
        server.remove()
    for what, count in sorted(soak.happened.items()):
        print(f"{count:6} {what}")
    print(f"{len(soak.submission.taken):6} letters taken for {len(soak.world.found)} interviews")
    print("\n".join(wrong) or "Nothing left twice, after an answer or unapproved; nothing is lost.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
