"""The commands about what is kept: the outbox, the ledger, a copy of everything, an end to it."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from agent.cases.case import EntryStatus
from agent.errors import OwnerError
from agent.options import When, beginning_of, config_option, json_option

WAITING = frozenset(
    {EntryStatus.INTENDED, EntryStatus.DRAFTED, EntryStatus.EDITED, EntryStatus.UNCERTAIN}
)


@click.command()
@config_option
@click.option("--all", "every", is_flag=True, help="Also what was sent, skipped or taken back.")
@json_option
def outbox(config_path: Path | None, every: bool, as_json: bool) -> None:
    """The letters that wait for you in Drafts; with --all every one there ever was."""
    from agent import config, contract, daemon, screen

    settings = config.load(config.find(config_path))
    with daemon.open_store(settings) as store:
        known = {alias: case for case in store.cases() for alias in case.aliases}
        rows = [row for row in store.entries() if every or row.status in WAITING]
        for row in rows:
            case = known.get(row.key.case)
            if as_json:
                click.echo(contract.entry_line(row, case))
            else:
                screen.entry(row, case, settings.owner().zone)
        if not rows and not as_json:
            screen.out.print("No letter waits for you.")


@click.command()
@config_option
@click.option("--since", type=When(), help="A date, meaning its beginning, or an instant.")
@click.argument("case", metavar="[CASE]", required=False)
@json_option
def log(config_path: Path | None, since: date | None, case: str | None, as_json: bool) -> None:
    """What was done and what was left, each with its reason, oldest first."""
    from agent import config, contract, daemon, screen, timeline
    from agent.telling import find_case

    settings = config.load(config.find(config_path))
    with daemon.open_store(settings) as store:
        wanted = find_case(store.cases(), case).id if case else None
        begins = beginning_of(since, settings.owner().zone) if since else None
        events = [e for e in store.events(wanted) if begins is None or e.at >= begins]
        for event in events:
            click.echo(contract.event_line(event)) if as_json else timeline.event(event)
        if not events and not as_json:
            screen.out.print("Nothing has happened yet.")


@click.command()
@config_option
@click.argument("file", metavar="FILE", default="-", type=click.Path(allow_dash=True))
def export(config_path: Path | None, file: str) -> None:
    """Everything that is known, as JSON, one row a line, into FILE or to standard output.

    It holds what your mails say, so FILE is made for you alone. The daemon may run meanwhile.
    """
    from agent import config, screen
    from agent.store.copies import exported

    lines = exported(config.load(config.find(config_path)).state.directory)
    if file == "-":
        for line in lines:
            click.echo(line)
        return
    count = _write_privately(Path(file), lines)
    screen.out.print(f"{count} rows are in {file}.", soft_wrap=True)


def _write_privately(path: Path, lines: Iterator[str]) -> int:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise OwnerError(f"{path} is there already: choose another name.") from error
    except OSError as error:
        raise OwnerError(f"{path}: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        return sum(1 for line in lines if out.write(f"{line}\n")) - 1


@click.command(name="import")
@config_option
@click.argument("file", metavar="FILE", default="-", type=click.File(encoding="utf-8"))
def import_(config_path: Path | None, file: TextIO) -> None:
    """What `export` has written, into a state.directory that holds nothing yet.

    What was due before is shown and not written: another machine may have done it.
    """
    from agent import config, daemon, screen
    from agent.store.copies import imported

    directory = config.load(config.find(config_path)).state.directory
    count = imported(directory, file, file.name, daemon.wall_clock())
    screen.out.print(
        f"{count} rows are in {directory}. What is due from now on is written.", soft_wrap=True
    )


@click.command()
@config_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.argument("case", metavar="CASE")
def forget(config_path: Path | None, yes: bool, case: str) -> None:
    """Remove a case and all that was known of it. Your mail stays as it is.

    Its mails, and answers to them, are not read again, so nothing of it is written any more: if you
    only want that, `tell CASE stopped` keeps the story. Stop the daemon first.
    """
    from agent import config, daemon, screen
    from agent.store.sqlite import Access
    from agent.telling import find_case

    settings = config.load(config.find(config_path))
    with daemon.open_store(settings, Access.ALONE) as store:
        found = find_case(store.cases(), case)
        question = f"Forget {screen.clean(found.name)}, with what {len(found.mentions)} mails said?"
        if yes or click.confirm(question):
            store.forget_case(found)
            screen.out.print("Forgotten. Its mails and drafts are in your mailbox as they were.")
