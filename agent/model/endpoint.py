"""One question to a server that speaks OpenAI's chat completions: one connection, one try.

Everything is bounded: the whole exchange by one deadline, the answer by its size. No redirect is
followed, no proxy of the environment is used, certificates are always checked.
"""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from agent.errors import Temporary
from agent.writing.rewording import Place, Request, words_without_ground

LONGEST_REPLY = 64 * 1024  # bytes
MOST_TOKENS = 1024  # of the answer: three times our longest letter
TASK = """\
You reword a short letter that a job applicant writes to an employer. Answer with the reworded
letter alone: plain text, no comment, no greeting, no closing, no signature.
- Write in the language "{language}", {register}.
- Keep each ⟦number⟧ exactly as it is, once, in its order and paragraph: a text will stand there.
- Keep the number of paragraphs, questions and negations. From {fewest} to {most} words in all.
- State nothing new. Use only words of the letter and these: {words}
What stands at the numbers:
{places}"""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is; `url` is https, or http on loopback: the YAML is checked for it."""

    url: str  # up to and without /chat/completions
    model: str
    key: Callable[[], str] | None = None
    timeout_s: float = 30.0  # for the whole exchange

    def __call__(self, request: Request) -> str:
        """The model's answer. Raises `Temporary`, and `OwnerError` where the key cannot be had."""
        body = json.dumps(self._question(request)).encode()
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key()}"
        try:
            with self._connection() as connection:
                connection.request(
                    "POST", f"{urlsplit(self.url).path.rstrip('/')}/chat/completions", body, headers
                )
                return _answer(_read(connection.getresponse()))
        except TimeoutError:
            raise Temporary("the language model did not answer in time") from None
        except (OSError, HTTPException) as error:
            why = type(error).__name__
            raise Temporary(f"the language model cannot be reached ({why})") from None
        except (ValueError, LookupError, TypeError, RecursionError):
            raise Temporary("the language model gives no usable answer") from None

    def _question(self, request: Request) -> dict[str, Any]:
        said = [
            {"role": "system", "content": _task(request)},
            {"role": "user", "content": request.body},
        ]
        return {
            "model": self.model,
            "messages": said,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }

    @contextmanager
    def _connection(self) -> Iterator[HTTPConnection]:
        """Cut at the deadline, whatever the server is at: a byte now and then is no answer."""
        parts = urlsplit(self.url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        connection = HTTPConnection(host, port, timeout=self.timeout_s)
        plain = socket.create_connection((host, port), timeout=self.timeout_s)
        ours = _secured(plain, host) if secure else plain
        late = threading.Event()
        timer = threading.Timer(self.timeout_s, _cut, (ours, late))
        timer.start()
        try:
            if isinstance(ours, ssl.SSLSocket):
                ours.do_handshake()
            connection.sock = ours
            yield connection
        except (OSError, HTTPException, ValueError):
            if late.is_set():
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
            ours.close()


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def _cut(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # of TLS, too, only the wire


def _read(response: HTTPResponse) -> bytes:
    if response.status != 200:
        raise Temporary(f"the language model answers with status {response.status}")
    raw = response.read(LONGEST_REPLY + 1)
    if len(raw) > LONGEST_REPLY:
        raise Temporary("the language model's answer is too long")
    return raw


def _answer(raw: bytes) -> str:
    content = json.loads(raw)["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise TypeError
    return content.replace("\r\n", "\n").strip()


def _task(request: Request) -> str:
    fewest, most = request.limits.words
    return TASK.format(
        language=request.language,
        register="familiar (du, tú, tu)" if request.familiar else "polite (Sie, usted, vous)",
        fewest=fewest,
        most=most,
        words=" ".join(sorted(words_without_ground(request))),
        places="\n".join(f"{place.name} {_shown(place)}" for place in request.places),
    )


def _shown(place: Place) -> str:
    return place.text if place.shown else "(the applicant's own words)"
