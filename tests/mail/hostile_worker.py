"""The parser's process with a reader that misbehaves as the mail tells it to: for test_sandbox."""

import os
import socket
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from agent.mail.worker import serve
from agent.reading.facts import Direction, Kind, Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner


def hostile(raw: bytes, received_at: datetime | None, owner: Owner) -> Reading:
    words = raw.rpartition(b"\n")[2].decode()
    reading = Reading(
        envelope=parse(raw, received_at=received_at).envelope,
        direction=Direction.INCOMING,
        kind=Kind.OTHER,
        language="en",
        new_text=words,
        confidence=1.0,
    )
    match words:
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "allocate":
            hoard = bytearray(1 << 30)
            return replace(reading, new_text=str(len(hoard)))
        case "crash":
            os.abort()
        case "raise":
            raise ValueError("with words of the mail")
        case "print":
            print("out of turn", flush=True)
        case "environment":
            return replace(reading, new_text=" ".join(sorted(os.environ)))
        case "connect":
            socket.create_connection(("127.0.0.1", 9))
        case "send":
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))
        case "resolve":
            socket.getaddrinfo("localhost", 9)
        case "spawn":
            os.posix_spawn("/bin/true", ["true"], {})
        case "write":
            Path("/dev/shm/escaped").write_text("x")
        case "remove":
            Path("/dev/shm/nobody-has-this").unlink(missing_ok=True)
        case "shout":
            raise type("Two lines\n\x1b[2J" + "!" * 1000, (Exception,), {})
        case "garble":
            return replace(reading, new_text=5)  # type: ignore[arg-type]
    return reading


serve(hostile)
