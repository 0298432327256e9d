"""The commands a person types. Wires the rooms, parses arguments, prints; decides nothing.

Exit codes: 0 fine, 1 expected failure (one line, no traceback), 2 wrong use, 3 a bug of ours.
"""

import io
import logging
import sys
import traceback
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from agent import __version__
from agent.cases.event import Event
from agent.dead_letters import Retried
from agent.errors import AgentError, OwnerError
from agent.keep import export, forget, import_, log, outbox
from agent.letters import compose
from agent.options import (
    Country,
    When,
    Zone,
    config_option,
    end_of,
    json_option,
    me_option,
    own_zone,
)
from agent.say import add, answer, note, tell
from agent.steer import approve, confirm, hold, pause, resume, skip
from agent.templates import templates

EXPECTED, BUG, INTERRUPTED = 1, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="afterword")
def cli() -> None:
    """Watches a job seeker's mailbox; drafts the thank-you and the follow-up at the right time.

    \b
    Try it, with no account:        afterword demo
    See what a mail says:           afterword read --me you@example.org mail.eml
    See what would have been done:  afterword replay --me you@example.org ~/Maildir
    """


@cli.command()
@me_option
@click.option("--zone", type=Zone(), help="Your time zone. Default: this machine's.")
@json_option
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def read(
    addresses: tuple[str, ...], zone: ZoneInfo | None, as_json: bool, files: tuple[str, ...]
) -> None:
    """What each mail says, in which words. FILE is one RFC 5322 message; - is standard input."""
    from agent import contract, screen
    from agent.mail.sandbox import ParserProcess
    from agent.ports import DeadLetter
    from agent.reading.owner import Owner

    zone = zone or own_zone()
    owner = Owner(tuple(address.lower() for address in addresses), zone)
    with ParserProcess(owner) as parser:
        results = ((name, parser.read(_bytes_of(name))) for name in files)
        for name, result in screen.progress(results, "Reading", total=len(files), shown=as_json):
            if isinstance(result, DeadLetter):
                _tell_unreadable(name, result.reason, as_json=as_json)
            elif as_json:
                click.echo(contract.reading_line(name, result))
            else:
                screen.reading(name, result, zone)


def _tell_unreadable(name: str, reason: str, *, as_json: bool) -> None:
    from agent import contract, screen

    if as_json:
        click.echo(contract.unreadable_line(name, reason))
    else:
        screen.unreadable(name, reason)


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise OwnerError(f"{name}: {error.strerror}") from error


@cli.command()
@config_option
@me_option
@click.option("--zone", type=Zone(), help="Your time zone. Default: this machine's.")
@click.option(
    "--country",
    type=Country(),
    metavar="CC",
    help="Your country, for public holidays: DE, GB, US …",
)
@click.option("--until", type=When(), help="Date or instant. Default: 60 days after the last mail.")
@click.option(
    "--drafts",
    type=click.Choice(["sent", "left"]),
    default="sent",
    show_default=True,
    help="What the owner does with each draft.",
)
@json_option
@click.argument("mailbox", type=click.Path(exists=True, path_type=Path))
def replay(
    config_path: Path | None,
    addresses: tuple[str, ...],
    zone: ZoneInfo | None,
    country: str | None,
    until: date | None,
    drafts: str,
    as_json: bool,
    mailbox: Path,
) -> None:
    """What would have been done over a saved mailbox: an mbox, a Maildir, a folder of .eml files.

    Runs the whole agent at a virtual clock. Nothing is sent or changed.
    """
    from agent import contract, rehearsal, timeline

    identity = rehearsal.identity(config_path, addresses, zone or own_zone(), country)
    ends_at = end_of(until, identity.owner.zone) if until else None
    played = rehearsal.Rehearsal(mailbox, identity, until=ends_at, owner_sends=drafts == "sent")
    if as_json:
        for event in played.events():
            click.echo(contract.event_line(event))
    else:
        timeline.stories(list(played.events()), played.cases(), identity.owner.zone)


@cli.command()
@config_option
def run(config_path: Path | None) -> None:
    """Watch the mailbox until stopped: the daemon, in the foreground."""
    from agent import config, daemon

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    settings = config.load(config.find(config_path))
    with daemon.open_desk(settings, daemon.wall_clock()) as desk:
        watch = daemon.Daemon(desk, poll_s=settings.watch.poll_every.total_seconds())
        daemon.stop_on_signals(watch)
        watch.run()


@cli.command()
@config_option
@json_option
def once(config_path: Path | None, as_json: bool) -> None:
    """Look at the mailbox once, do what is due, and say what was done."""
    from agent import config, daemon, screen

    with daemon.open_desk(config.load(config.find(config_path)), daemon.wall_clock()) as desk:
        with screen.working("Looking at the mailbox", shown=not as_json):
            events = daemon.one_pass(desk, daemon.wall_clock())
        _tell_events(events, as_json=as_json)
        if not events and not as_json:
            screen.out.print("Nothing new, and nothing is due.")


def _tell_events(events: tuple[Event, ...], *, as_json: bool) -> None:
    from agent import contract, timeline

    for event in events:
        click.echo(contract.event_line(event)) if as_json else timeline.event(event)


@cli.command()
@config_option
def status(config_path: Path | None) -> None:
    """How healthy the watching is, what is due next, and what needs you."""
    from agent import config, daemon, screen
    from agent.cases.offers import offers
    from agent.cases.phase import Phase, phase

    settings = config.load(config.find(config_path))
    now = daemon.wall_clock()
    with daemon.open_store(settings) as store:
        policy = settings.policy(store.started_at(now))
        cases = store.cases()
        open_cases = [case for case in cases if phase(case, now, policy) is not Phase.CLOSED]
        screen.resting(store.paused_until(now), policy.zone)
        screen.stopped(settings.state.directory / daemon.STOP_FILE)
        screen.health(
            synced_at=store.synced_at(),
            open_cases=len(open_cases),
            next_wake=store.next_wake(),
            dead=len(store.dead_letters()),
            policy=policy,
            now=now,
        )
        screen.prompts(store.prompts.all(), open_cases, policy, now)
        screen.questions(store.questions())
        screen.offers(offers(cases, policy, now))


@cli.command(name="dead-letters")
@config_option
@click.option("--again", is_flag=True, help="Fetch and read each again, then do what is due.")
@json_option
def list_dead_letters(config_path: Path | None, again: bool, as_json: bool) -> None:
    """Mail that could not be read and was set aside, each with its reason."""
    from agent import config, daemon, screen
    from agent.dead_letters import read_again, set_aside

    settings, now = config.load(config.find(config_path)), daemon.wall_clock()
    zone = settings.owner().zone
    if not again:
        with daemon.open_store(settings) as store:
            _tell_letters(set_aside(store), zone, as_json=as_json)
        return
    with daemon.open_desk(settings, now) as desk:
        with screen.working("Reading again", shown=not as_json):
            letters = read_again(desk, now)
        _tell_letters(letters, zone, as_json=as_json)
        if letters:
            _tell_events(daemon.one_pass(desk, now), as_json=as_json)


def _tell_letters(letters: tuple[Retried, ...], zone: ZoneInfo, *, as_json: bool) -> None:
    from agent import contract, screen

    for letter in letters:
        click.echo(contract.letter_line(letter)) if as_json else screen.dead_letter(letter, zone)
    if not letters and not as_json:
        screen.out.print("Nothing is set aside: all mail could be read.")


@cli.command()
@config_option
def cases(config_path: Path | None) -> None:
    """Every opportunity that is known, and where it stands."""
    from agent import config, daemon, screen

    settings = config.load(config.find(config_path))
    now = daemon.wall_clock()
    with daemon.open_store(settings) as store:
        screen.cases(store.cases(), settings.policy(store.started_at(now)), now)


@cli.command()
@config_option
@click.argument("case", metavar="CASE")
def explain(config_path: Path | None, case: str) -> None:
    """From the words of the mails to what was done, what was not, and why.

    CASE is an id, the beginning of one, or a company.
    """
    from agent import config, daemon, screen, timeline
    from agent.cases.decide import decide
    from agent.cases.offers import offers
    from agent.telling import find_case

    settings = config.load(config.find(config_path))
    now = daemon.wall_clock()
    with daemon.open_store(settings) as store:
        known = store.cases()
        found = find_case(known, case)
        policy = settings.policy(store.started_at(now))
        plan = decide(found, policy, now)
        timeline.explanation(found, store.events(found.id), policy, now, plan)
        screen.offers([offer for offer in offers(known, policy, now) if offer.case == found])


for command in (note, tell, add, answer, approve, confirm, compose, pause, resume, hold, skip):
    cli.add_command(command)
for command in (outbox, log, export, import_, forget, templates):
    cli.add_command(command)


@cli.group(name="config")
def config_group() -> None:
    """The YAML file."""


@config_group.command()
@config_option
def check(config_path: Path | None) -> None:
    """Report every problem of the YAML at once, each with its line."""
    from agent import config, screen
    from agent.password import password_of

    path = config.find(config_path)
    settings = config.load(path)
    settings.profile()  # proofreads the owner's letters
    password_of(settings.mailbox.password)
    if settings.rewording and settings.rewording.key:
        password_of(settings.rewording.key)
    screen.out.print(f"{path} is fine, and the password is there.")


@cli.command()
@click.option("--pace", type=float, default=1.0, show_default=True, help="Seconds a day takes.")
def demo(pace: float) -> None:
    """Six weeks of an invented job search, on servers inside this process, at a fast clock."""
    try:
        from agent.demo import play
    except ImportError as error:
        raise OwnerError(
            f"The demo needs its servers ({error.name}): run `make demo` in a checkout, or install"
            " with them: pip install '.[demo]'"
        ) from error
    play(pace_s=pace)


def main() -> None:
    """Run the command line; never shows a traceback to a person, but for a bug of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows ASCII only
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AgentError as error:
        click.echo(f"afterword: {error}", err=True)
        sys.exit(EXPECTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing is left to say
        sys.exit(EXPECTED)
    except Exception:
        traceback.print_exc()
        click.echo("afterword: this is a bug of ours; the lines above say where.", err=True)
        sys.exit(BUG)
