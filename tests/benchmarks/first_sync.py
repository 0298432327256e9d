"""How long a first look at a large mailbox takes, and how much memory: `python -m
tests.benchmarks.first_sync`.

Fills a real Dovecot with mixed mail, then reads it in a process of its own, whose peak memory is
told. Nothing is asserted: it prints figures.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from agent.mail.imap import ImapMailbox
from tests.dovecot import HOST, PASSWORD, Account, Dovecot

USER = "owner"
AT_ONCE = 250
DAYS = 300
SENTENCES = (
    "Thank you for your order; it will reach you by the end of the week.",
    "We would like to invite you to an interview for the Data Engineer role.",
    "The meeting room on the second floor is closed until Tuesday 14 October.",
    "Please find the minutes attached, and let me know if anything is missing.",
    "Unfortunately we have decided to move forward with other candidates.",
    "Your parcel was handed over to our driver this morning.",
    "Dinner on Friday at 19:30? The usual place, and bring the photographs.",
    "Our new catalogue is here: forty pages of tools for the autumn garden.",
    "I have moved the call to Thursday at 11:00; the link stays the same.",
    "The invoice for September is ready in your account.",
    "Could you send me the slides before the workshop starts?",
    "The library reminds you that two books are due next Monday.",
)


def main() -> None:
    arguments = _arguments()
    if arguments.read_from:
        print(json.dumps(_read(arguments.read_from, arguments.days)))
        return
    server = Dovecot()
    try:
        server.start()
        _fill(server.account(USER), arguments.messages)
        for days in (DAYS + 1, 30):
            _print(days, _measured(server.port, days))
        if arguments.once:
            _time_once(server)
    finally:
        server.remove()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--once", action="store_true", help="time `afterword once` as well")
    parser.add_argument("--read-from", type=int, metavar="PORT", help=argparse.SUPPRESS)
    parser.add_argument("--days", type=int, default=DAYS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _fill(account: Account, count: int) -> None:
    """Mail of the last 300 days, oldest first, in bunches."""
    started_at = time.monotonic()
    mail = _mail(random.Random(7), count)
    bunches = -(-count // AT_ONCE)
    for bunch in range(bunches):
        received_at = datetime.now(UTC) - timedelta(days=DAYS * (bunches - bunch) / bunches)
        account.deliver_all("INBOX", list(islice(mail, AT_ONCE)), received_at=received_at)
    print(f"filled with {count} messages in {time.monotonic() - started_at:.1f} s")


def _mail(chance: random.Random, count: int) -> Iterator[bytes]:
    """Four in five short, one in eight a long page, the rest with attachments of 0.2 to 2 MB."""
    for number in range(count):
        kind = chance.random()
        if kind < 0.8:
            yield _text(chance, number, chance.randint(500, 4_000), "plain")
        elif kind < 0.93:
            yield _text(chance, number, chance.randint(20_000, 60_000), "html")
        else:
            yield _with_file(chance, number, 2_000_000 if kind > 0.998 else 200_000)


def _header(number: int) -> str:
    return (
        f"From: Person {number} <p{number}@company{number % 300}.example>\r\n"
        f"To: owner@home.example\r\nSubject: Message {number} of many\r\n"
        f"Message-ID: <{number}@company.example>\r\nMIME-Version: 1.0\r\n"
    )


def _text(chance: random.Random, number: int, size: int, subtype: str) -> bytes:
    sentences = chance.choices(SENTENCES, k=size // 62)
    paragraphs = (" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
    body = "\r\n\r\n".join(paragraphs)
    return f"{_header(number)}Content-Type: text/{subtype}\r\n\r\n{body}".encode()


def _with_file(chance: random.Random, number: int, size: int) -> bytes:
    text = _text(chance, number, 3_000, "plain").partition(b"\r\n\r\n")[2]
    line = b"A" * 76 + b"\r\n"
    return b"".join(
        [
            _header(number).encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            b"--b\r\nContent-Type: text/plain\r\n\r\n" + text,
            b"\r\n--b\r\nContent-Type: application/pdf; name=cv.pdf\r\n",
            b"Content-Transfer-Encoding: base64\r\n\r\n" + line * (size // len(line)),
            b"--b--\r\n",
        ]
    )


def _measured(port: int, days: int) -> dict[str, float]:
    command = [sys.executable, "-m", __spec__.name, "--read-from", str(port), "--days", str(days)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _read(port: int, days: int) -> dict[str, float]:
    """In the process that is measured: look at every folder once, and then once more."""
    before_mb = _peak_mb()
    mailbox = ImapMailbox(HOST, port, USER, lambda: PASSWORD, "plain")
    since = datetime.now(UTC) - timedelta(days=days)
    cursors = {}
    messages = octets = 0
    started_at = time.monotonic()
    for folder in mailbox.folders():
        for batch in mailbox.new(folder, None, since=since):
            messages += len(batch.arrivals)
            octets += sum(len(arrival.raw) for arrival in batch.arrivals)
            cursors[folder.name] = batch.cursor
    read_at = time.monotonic()
    for folder in mailbox.folders():
        assert not list(mailbox.new(folder, cursors[folder.name], since=since))
    return {
        "messages": messages,
        "megabytes": octets / 1e6,
        "seconds": read_at - started_at,
        "quiet_look_s": time.monotonic() - read_at,
        "imports_mb": before_mb,
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    """Of this program alone: `ru_maxrss` would count what started it, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _print(days: int, figures: dict[str, float]) -> None:
    print(
        f"since {days} days: {figures['messages']:.0f} messages, {figures['megabytes']:.0f} MB"
        f" fetched in {figures['seconds']:.1f} s; peak memory {figures['peak_mb']:.0f} MB, of which"
        f" {figures['imports_mb']:.0f} MB imports; a look that finds nothing new"
        f" {1000 * figures['quiet_look_s']:.0f} ms"
    )


CONFIGURATION = """
owner:
  name: Robin Ashby
  addresses: [owner@home.example]
  zone: Europe/London
  country: GB
mailbox:
  host: {host}
  port: {port}
  security: plain
  user: {user}
  password: {{file: {root}/password}}
state:
  directory: {root}/afterword
"""


def _time_once(server: Dovecot) -> None:
    """The whole product, twice: a first start reads the last 30 days, the next look nothing."""
    password, configuration = server.root / "password", server.root / "config.yaml"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    configuration.write_text(
        CONFIGURATION.format(host=HOST, port=server.port, user=USER, root=server.root)
    )
    command = [sys.executable, "-m", "agent", "once", "--json", "--config", str(configuration)]
    for look in ("first", "second"):
        started_at = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"afterword once, {look} look: {time.monotonic() - started_at:.1f} s;"
            f" its largest process so far {peak_mb:.0f} MB"
        )


if __name__ == "__main__":
    main()
