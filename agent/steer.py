"""The commands by which the owner steers: let it leave, rest, go on, leave a step alone."""

from datetime import date
from pathlib import Path

import click

from agent.cases.case import CADENCE, MAY_LEAVE, Step
from agent.cases.word import Says
from agent.options import When, config_option, end_of
from agent.say import speaking

STEPS = [step.value for step in CADENCE]
LETTERS = [step.value for step in MAY_LEAVE]


@click.command()
@config_option
@click.option("--until", type=When(), help="A date, meaning its end, or an instant.")
def pause(config_path: Path | None, until: date | None) -> None:
    """Write nothing at all for a while. The mailbox is watched on, and drafts that have become
    wrong are taken back.

    Without --until it lasts until `afterword resume`. If nothing else works: a file named `stop` in
    state.directory does the same while it lies there.
    """
    from agent import screen

    with speaking(config_path) as (store, policy, speaker):
        ends_at = end_of(until, speaker.owner.zone) if until else None
        if ends_at and ends_at <= speaker.now:
            raise click.BadParameter("it is over already", param_hint="--until")
        store.pause(ends_at)
        screen.resting(store.paused_until(speaker.now), policy.zone)


@click.command()
@config_option
@click.argument("case", metavar="[CASE]", required=False)
def resume(config_path: Path | None, case: str | None) -> None:
    """Go on after `pause`, or with one CASE after `hold`.

    What fell due meanwhile is judged anew: still welcome, it is written; too late, it is left out.
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        if case:
            screen.told(telling.tell(store, policy, case, Says.RESUME, (), speaker), policy)
        else:
            store.resume()
            screen.out.print("Letters are written again, from the next look on.")


@click.command()
@config_option
@click.argument("case", metavar="CASE")
def hold(config_path: Path | None, case: str) -> None:
    """Write nothing in one CASE until `afterword resume CASE`."""
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        screen.told(telling.tell(store, policy, case, Says.HOLD, (), speaker), policy)


@click.command()
@config_option
@click.argument("case", metavar="CASE")
@click.argument("step", type=click.Choice(STEPS), required=False)
def skip(config_path: Path | None, case: str, step: str | None) -> None:
    """Leave out the step that comes next in a CASE, or the next STEP.

    A draft of it that you have not touched is taken back. Where a follow-up is left out, there is
    no final attempt either.
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        wanted = Step(step) if step else None
        screen.told(telling.skip(store, policy, case, wanted, speaker), policy)


@click.command()
@config_option
@click.argument("case", metavar="CASE")
@click.argument("step", type=click.Choice(LETTERS), required=False)
def approve(config_path: Path | None, case: str, step: str | None) -> None:
    """Let the drafts of a CASE leave as they lie there, or only that of one STEP.

    Needs `mode: approve` or `send` in the YAML. Before a letter leaves, every folder is looked at
    once more, and what you change in the draft meanwhile stops it. Moving a draft into the folder
    Afterword/Approved from any mail program does the same.
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        wanted = Step(step) if step else None
        for told in telling.approve(store, policy, case, wanted, speaker):
            screen.told(told, policy)


@click.command()
@config_option
@click.argument("case", metavar="CASE")
def confirm(config_path: Path | None, case: str) -> None:
    """Say that what is known about a CASE is right: employer, role, interview, people.

    Only then may its letters leave by themselves, and only where the YAML says `mode: send`.
    `afterword explain CASE` shows what is known.
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        screen.told(telling.confirm(store, policy, case, speaker), policy)
