"""Whether a letter has left is known, or known not to be known: phase by phase on a real socket."""

from dataclasses import replace

import pytest

from agent.errors import AgentError, LoginRefused, Permanent, Temporary, Uncertain
from agent.mail.server import Security, Server
from agent.mail.smtp import SmtpSender, SmtpTimeouts
from agent.ports import Outgoing
from tests.mail.submission import (
    BODY,
    CUT,
    DATA,
    DOT,
    EHLO,
    GREETING,
    MAIL,
    QUIT,
    RCPT,
    RESET,
    SILENCE,
    Submission,
)

QUICK = SmtpTimeouts(connect=2, command=2, data=2, final_dot=2)
LETTER = Outgoing(
    b"From: a@x.example\r\nTo: b@y.example\r\n\r\nHello\r\n.a dot first\r\n",
    sender="a@x.example",
    recipient="b@y.example",
)


class Begun:
    """Counts how often the text was about to begin."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def send(server: Submission, letter: Outgoing = LETTER, begin: Begun | None = None) -> str:
    place = Server("127.0.0.1", server.port, Security.PLAIN)
    return SmtpSender(place, "", lambda: "", QUICK).send(letter, begin or Begun())


def what_came_of_it(server: Submission, begin: Begun | None = None) -> type[AgentError] | None:
    try:
        send(server, begin=begin)
    except AgentError as error:
        return type(error)
    return None


def test_a_letter_that_is_taken_arrives_byte_for_byte_to_one_recipient() -> None:
    with Submission().serving() as server:
        said = send(server)

    assert server.taken == [LETTER.raw]
    assert said == "2.0.0 taken"
    assert server.commands[1:3] == [b"MAIL FROM:<a@x.example>\r\n", b"RCPT TO:<b@y.example>\r\n"]


@pytest.mark.parametrize("how", [CUT, RESET, SILENCE], ids=["FIN", "RST", "silence"])
@pytest.mark.parametrize("phase", [GREETING, EHLO, MAIL, RCPT, DATA])
def test_what_breaks_before_the_text_has_surely_not_left(phase: str, how: bytes) -> None:
    """A1: the same exception of the library means two things; where it was decides."""
    with Submission(says={phase: how}).serving() as server:
        came = what_came_of_it(server)

    assert came is Temporary
    assert server.taken == []


@pytest.mark.parametrize("how", [CUT, RESET, SILENCE], ids=["FIN", "RST", "silence"])
def test_what_breaks_after_the_last_dot_is_uncertain_and_never_called_unsent(how: bytes) -> None:
    with Submission(says={DOT: how}).serving() as server:
        came = what_came_of_it(server)

    assert came is Uncertain
    assert len(server.taken) == 1  # it was: to call it unsent would have sent it twice


@pytest.mark.parametrize("half", [b"25", b"250-more to come\r\n", b"hello\r\n", b"999 what\r\n"])
def test_a_broken_reply_to_the_letter_is_uncertain(half: bytes) -> None:
    with Submission(says={DOT: half}).serving() as server:
        assert what_came_of_it(server) is Uncertain


@pytest.mark.parametrize("reply", [CUT, RESET, SILENCE, b"421 closing\r\n", b"garbage\r\n"])
def test_nothing_that_happens_after_the_reply_counts(reply: bytes) -> None:
    """A10."""
    with Submission(says={QUIT: reply}).serving() as server:
        assert what_came_of_it(server) is None


def test_a_connection_lost_within_the_text_is_never_called_sent() -> None:
    with Submission(says={BODY: CUT}).serving() as server:
        came = what_came_of_it(server)

    assert came in (Temporary, Uncertain)
    assert server.taken == []


@pytest.mark.parametrize(
    ("phase", "reply", "came"),
    [
        (GREETING, b"554 5.7.1 no service for you\r\n", Permanent),
        (GREETING, b"421 4.3.2 too busy\r\n", Temporary),
        (MAIL, b"553 5.7.1 not your address\r\n", Permanent),
        (MAIL, b"452 4.3.1 no space\r\n", Temporary),
        (RCPT, b"550 5.1.1 no such user\r\n", Permanent),
        (RCPT, b"450 4.2.1 greylisted, try again\r\n", Temporary),
        (RCPT, b"550 5.4.5 Daily user sending limit exceeded\r\n", Temporary),
        (RCPT, b"552 5.2.2 mailbox over quota\r\n", Temporary),
        (DATA, b"554 5.7.1 not accepted\r\n", Permanent),
        (DATA, b"451 4.7.1 later\r\n", Temporary),
        (DOT, b"554 5.7.1 message refused\r\n", Permanent),
        (DOT, b"451 4.3.0 try later\r\n", Temporary),
        (DOT, b"550 5.4.5 Daily sending quota exceeded\r\n", Temporary),
    ],
)
def test_a_reply_code_is_definite_in_every_phase(
    phase: str, reply: bytes, came: type[AgentError]
) -> None:
    """A11: 4xx may be tried again, 5xx not, but a limit is over tomorrow."""
    with Submission(says={phase: reply}).serving() as server:
        assert what_came_of_it(server) is came

    assert server.taken == []


def test_the_text_begins_only_after_everything_is_agreed() -> None:
    refused, taken = Begun(), Begun()
    with Submission(says={RCPT: b"550 5.1.1 nobody\r\n"}).serving() as server:
        what_came_of_it(server, refused)
    with Submission().serving() as server:
        what_came_of_it(server, taken)

    assert (refused.times, taken.times) == (0, 1)


def test_what_the_last_look_forbids_never_begins() -> None:
    def forbid() -> None:
        raise Temporary("the owner has just said stop")

    with Submission().serving() as server:
        place = Server("127.0.0.1", server.port, Security.PLAIN)
        with pytest.raises(Temporary, match="said stop"):
            SmtpSender(place, "", lambda: "", QUICK).send(LETTER, forbid)

    assert b"DATA\r\n" not in server.commands
    assert server.taken == []


def test_a_server_that_nobody_can_reach_costs_a_try() -> None:
    with Submission().serving() as server:
        port = server.port
    gone = SmtpSender(Server("127.0.0.1", port, Security.PLAIN), "", lambda: "", QUICK)

    with pytest.raises(Temporary, match="could not connect"):
        gone.send(LETTER, Begun())


def test_a_server_that_offers_no_login_is_not_sent_the_password() -> None:
    with Submission().serving() as server:
        place = Server("127.0.0.1", server.port, Security.PLAIN)
        with pytest.raises(Temporary, match="could not log in"):
            SmtpSender(place, "robin", lambda: "secret", QUICK).send(LETTER, Begun())

    assert not any(b"secret" in line or b"AUTH" in line for line in server.commands)


@pytest.mark.parametrize(
    ("reply", "came"),
    [(b"535 5.7.8 wrong\r\n", LoginRefused), (b"454 4.7.0 too many logins\r\n", Temporary)],
)
def test_a_refused_login_is_told_apart_from_a_server_that_is_busy(
    reply: bytes, came: type[AgentError]
) -> None:
    """A12."""
    says = {EHLO: b"250-there\r\n250 AUTH PLAIN\r\n", "auth": reply}
    with Submission(says=says).serving() as server:
        place = Server("127.0.0.1", server.port, Security.PLAIN)
        with pytest.raises(came):
            SmtpSender(place, "robin", lambda: "secret", QUICK).send(LETTER, Begun())


def test_line_ends_that_could_end_the_text_early_are_refused_before_they_are_sent() -> None:
    """H10: a bare line feed and a dot would begin commands of their own."""
    smuggled = Outgoing(
        LETTER.raw + b"\n.\nMAIL FROM:<x@z.example>\r\n", "a@x.example", "b@y.example"
    )

    with Submission().serving() as server, pytest.raises(AgentError):
        send(server, smuggled)

    assert server.taken == []


def test_an_address_that_holds_a_command_is_refused() -> None:
    hostile = replace(LETTER, recipient="b@y.example>\r\nDATA\r\n")

    with Submission().serving() as server, pytest.raises(AgentError):
        send(server, hostile)

    assert b"DATA\r\n" not in server.commands
