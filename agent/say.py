"""The commands by which the owner speaks: what no mail shows, what was misread, what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.cases.word import Says
from agent.options import config_option

if TYPE_CHECKING:  # they load what reads mail; a command that needs none of it starts faster
    from agent.cases.policy import Policy
    from agent.cases.saying import Speaker
    from agent.ports import Store

# Those with a command of their own, and what only answers a question.
_ELSEWHERE = frozenset(
    {Says.ADDED, Says.LEAVE, Says.NOTE, Says.HOLD, Says.RESUME, Says.SKIP, Says.LETTER}
    | {Says.APPROVE, Says.CONFIRM, Says.ARRIVED, Says.NOT_ARRIVED}
)
TOLD = [word.replace("_", "-") for word in Says if word not in _ELSEWHERE]


@click.command()
@config_option
@click.argument("case", metavar="CASE")
@click.argument("says", type=click.Choice(TOLD), metavar="WHAT")
@click.argument("values", nargs=-1, metavar="[VALUE]...")
def tell(config_path: Path | None, case: str, says: str, values: tuple[str, ...]) -> None:
    """Say what no mail shows, or what was misread. It counts before all that mails say.

    \b
    Where it stands   answered · rejected · offered · accepted · closed
                      withdrawn · stopped · reopened
    The interview     interview WHEN · called-off · held [DAY] · not-held [DAY]
    What was said     decision-by DAY
    What you did      thanked · asked
    Facts             company NAME · role NAME · country CC[-PART] · contact ADDRESS
                      interviewer NAME · seniority · culture · urgency
    How far it goes   mode draft|approve|send
    Mail              merge CASE · split MAIL · belongs MAIL · foreign MAIL · kind MAIL KIND

    CASE is an id, the beginning of one, or a company. MAIL is a Message-ID, or the id that
    `afterword explain CASE` shows. WHEN is a time as one would write it: "Thursday 2pm".
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        what = Says(says.replace("-", "_"))
        screen.told(telling.tell(store, policy, case, what, values, speaker), policy)


@click.command()
@config_option
@click.argument("case", metavar="CASE")
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
def note(config_path: Path | None, case: str, text: tuple[str, ...]) -> None:
    """Say what was talked about: the thank-you then names it.

    A few words that could follow "we talked about" go into the letter as they are ("the move to
    the new warehouse"); anything longer stands at the marked place, for you to put into words.
    """
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        screen.told(telling.tell(store, policy, case, Says.NOTE, text, speaker), policy)


@click.command()
@config_option
@click.option("--company", required=True, help="The employer.")
@click.option("--role", help="The job.")
@click.option("--interview", metavar="WHEN", help="Its time: 2026-03-05 14:00, Thursday 2pm …")
@click.option("--contact", metavar="ADDRESS", help="Whom to write to: Anna <anna@example.org>.")
def add(
    config_path: Path | None,
    company: str,
    role: str | None,
    interview: str | None,
    contact: str | None,
) -> None:
    """Enter an opportunity that no mail shows, such as an interview agreed by phone."""
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        told = telling.add(
            store,
            policy,
            speaker,
            company=company,
            role=role,
            interview=interview,
            contact=contact,
        )
        screen.told(told, policy)


@click.command()
@config_option
@click.argument("question", metavar="QUESTION")
@click.argument("choice", metavar="ANSWER")
@click.argument("values", nargs=-1, metavar="[VALUE]...")
def answer(config_path: Path | None, question: str, choice: str, values: tuple[str, ...]) -> None:
    """Answer an open question. `afterword status` lists them, each with its answers."""
    from agent import screen, telling

    with speaking(config_path) as (store, policy, speaker):
        screen.told(telling.reply(store, policy, question, choice, values, speaker), policy)


@contextmanager
def speaking(config_path: Path | None) -> Iterator[tuple["Store", "Policy", "Speaker"]]:
    """The database beside a daemon that may run, the policy, and who speaks."""
    from agent import config, daemon
    from agent.cases.saying import Speaker
    from agent.store.sqlite import Access

    settings, now = config.load(config.find(config_path)), daemon.wall_clock()
    with daemon.open_store(settings, Access.SPEAK) as store:
        speaker = Speaker(settings.owner(), now, daemon.new_word_id())
        yield store, settings.policy(store.started_at(now)), speaker
