"""The commands about the wording of letters: what there is, copies to change, what is wrong."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent.errors import OwnerError
from agent.options import config_option, json_option

if TYPE_CHECKING:  # it loads the letters themselves
    from agent.template_folder import OwnFolder

NONE_YET = "names no folder for your own letters. Add this line below owner:    templates: letters"


@click.group()
def templates() -> None:
    """The wording of letters: built in, and your own in its place.

    Your own lie in the folder that the YAML names, `templates:` below `owner:`, each as
    FOLDER/de/thank_you.txt. They are proofread before anything is written with them.
    """


@templates.command(name="list")
@config_option
@json_option
def list_files(config_path: Path | None, as_json: bool) -> None:
    """Which letters there are in which language, and which of them are yours."""
    from agent import config, contract, screen, template_folder

    folder = template_folder.folder_of(config.find(config_path))
    own = _read(folder) if folder and folder.is_dir() else template_folder.NO_FOLDER
    rows = tuple(template_folder.every_file(own))
    if not as_json:
        screen.templates(rows)
    for row in rows if as_json else ():
        click.echo(contract.template_line(row))


@templates.command()
@config_option
@click.argument("language", required=False)
@click.argument("letter", required=False)
@json_option
def copy(config_path: Path | None, language: str | None, letter: str | None, as_json: bool) -> None:
    """Copy built-in letters into your own folder, to change them there. Nothing is written over.

    \b
    afterword templates copy                 every letter in every language
    afterword templates copy de              every German letter
    afterword templates copy de thank_you    one, polite and familiar
    afterword templates copy de words        greetings, closings, days, subjects; or: rules
    """
    from agent import config, contract, screen, template_folder

    path = config.find(config_path)
    folder = template_folder.folder_of(path)
    if folder is None:
        raise OwnerError(f"{path} {NONE_YET}")
    files = tuple(template_folder.built_in_files(language, letter))
    if not files:
        raise OwnerError(
            f"Nothing is built in for {' '.join(filter(None, (language, letter)))};"
            " afterword templates list shows what is."
        )
    for copied in template_folder.copy(folder, files):
        click.echo(contract.copy_line(copied)) if as_json else screen.copied(copied)


@templates.command()
@config_option
@json_option
def check(config_path: Path | None, as_json: bool) -> None:
    """Proofread your own letters: what is wrong in which line, and what could be better."""
    from agent import config, contract, screen, template_folder
    from agent.writing.checks import Level
    from agent.writing.proofreading import flaws

    path = config.find(config_path)
    folder = template_folder.folder_of(path)
    if folder is None:
        if not as_json:
            screen.out.print(f"{path} {NONE_YET}", soft_wrap=True)
        return
    own = _read(folder)
    found = flaws(own.templates)
    for flaw in found:
        line = template_folder.line_of(own, flaw)
        click.echo(
            contract.flaw_line(template_folder.path_of(own, flaw), flaw)
        ) if as_json else screen.flaw(line, flaw.level)
    wrong = sum(flaw.level is Level.BLOCK for flaw in found)
    if wrong:
        raise OwnerError(f"{wrong} to mend; until then nothing is written at all.")
    if not as_json:
        screen.out.print(f"The {len(own.templates.own)} files in {folder} can be used.")


def _read(folder: Path) -> "OwnFolder":
    from agent.template_folder import read_folder

    try:
        return read_folder(folder)
    except ValueError as error:
        raise OwnerError(f"{error}.") from error
