"""The command that shows letters before they are drafted, and has one drafted that is wished."""

from pathlib import Path

import click

from agent.cases.case import BY_WISH, Step
from agent.options import config_option
from agent.say import speaking

LETTERS = [step.value for step in Step if step is not Step.PHONE_CALL]


@click.command()
@config_option
@click.option("--draft", is_flag=True, help="Put the letter by wish into Drafts at the next look.")
@click.argument("case", metavar="CASE")
@click.argument("step", type=click.Choice(LETTERS), required=False, metavar="[LETTER]")
def compose(config_path: Path | None, case: str, step: str | None, draft: bool) -> None:
    """The letters to come, as they would be written if no more mail came; or one by wish.

    \b
    Those to come  thank_you · follow_up · final_attempt · feedback_request
    By wish        gracious_reply      to a no, where no feedback is asked
                   delay_acknowledged  to a mail that it takes longer
                   withdrawal          of your application

    Without LETTER, all that are to come. A letter by wish is only shown; with --draft the next look
    puts it into Drafts, once. CASE is an id, the beginning of one, or a company.
    """
    from agent import screen, telling

    wanted = Step(step) if step else None
    by_wish = wanted if wanted in BY_WISH else None
    if draft and by_wish is None:
        raise click.UsageError(f"--draft needs one of {', '.join(BY_WISH)}.")
    _show(config_path, case, wanted)
    if draft and by_wish:
        with speaking(config_path) as (store, policy, speaker):
            screen.told(telling.wish(store, policy, case, by_wish, speaker), policy)


def _show(config_path: Path | None, wanted: str, step: Step | None) -> None:
    from agent import config, daemon, preview, screen, timeline
    from agent.telling import find_case, known_cases

    settings, now = config.load(config.find(config_path)), daemon.wall_clock()
    with daemon.open_store(settings) as store:
        case = find_case(known_cases(store, now), wanted)
        policy = settings.policy(store.started_at(now))
        owner, profile = settings.owner(), settings.profile()
        if step in BY_WISH:
            letters = [preview.letter_by_wish(store, case, policy, owner, profile, now, step)]
        else:
            letters = [*preview.letters_to_come(store, case, policy, owner, profile, now, step)]
        for letter in letters:
            timeline.preview(letter, policy.zone)
        if not letters:
            screen.out.print("No such letter is to come; afterword explain CASE says why.")
