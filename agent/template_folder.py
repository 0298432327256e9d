"""The owner's own folder of letters: what lies in it, and what is wrong there.

`FOLDER/<language>/<letter>.txt`, as in the package. The texts are read once, when the YAML is, and
are values from then on: what is proofread is what is written with.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.errors import OwnerError
from agent.writing.checks import Level
from agent.writing.proofreading import Flaw, flaws, letter_of_file
from agent.writing.template_files import (
    BUILT_IN,
    TemplateFile,
    Templates,
    built_in,
    built_in_languages,
)
from agent.writing.variables import head
from agent.writing.wording import Letter, bodies
from agent.yaml_source import read_yaml

IGNORED_ENDINGS = ("~", ".md", ".bak", ".swp", ".orig")
MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class OwnFolder:
    """The folder and its files."""

    path: Path | None  # None: the YAML names none
    templates: Templates


NO_FOLDER = OwnFolder(None, BUILT_IN)


def folder_of(config: Path) -> Path | None:
    """The folder that a YAML names, whatever else is wrong with it; None if it names none."""
    values = read_yaml(config).values
    owner = values.get("owner") if isinstance(values, dict) else None
    named = owner.get("templates") if isinstance(owner, dict) else None
    return config.parent / Path(named).expanduser() if isinstance(named, str) and named else None


def read_folder(path: Path) -> OwnFolder:
    """Every file in it, in the order of their names. `ValueError` where it cannot be read."""
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}; afterword templates copy makes it")
    found = sorted(file for file in path.rglob("*") if file.is_file() and not _ignored(file, path))
    if len(found) > MOST_FILES:
        raise ValueError(f"{path} holds {len(found)} files; is it the right folder?")
    return OwnFolder(path, Templates(tuple(_read(file, path) for file in found)))


def mistakes(folder: OwnFolder) -> tuple[str, ...]:
    """All that keeps us from writing with what lies there, each as "file:line: what"."""
    found = (flaw for flaw in flaws(folder.templates) if flaw.level is Level.BLOCK)
    return tuple(line_of(folder, flaw) for flaw in found)


def line_of(folder: OwnFolder, flaw: Flaw) -> str:
    """ "letters/de/thank_you.txt:12: what"."""
    return f"{path_of(folder, flaw)}:{flaw.line}: {flaw.what}"


def path_of(folder: OwnFolder, flaw: Flaw) -> Path:
    return (folder.path or Path()) / flaw.language / flaw.name


def built_in_files(language: str | None, stem: str | None) -> Iterator[TemplateFile]:
    """The package's files of this language and name; without a name its letters, in both
    registers."""
    wished = (stem,) if stem else tuple(Letter)
    names = [f"{one}{ending}" for one in wished for ending in (".txt", ".familiar.txt", ".yaml")]
    for code in (language,) if language else sorted(built_in_languages()):
        found = (TemplateFile(code, name, built_in(code, name)) for name in names)
        yield from (file for file in found if file.text)


@dataclass(frozen=True, slots=True)
class Listed:
    """One file that letters are written with."""

    file: TemplateFile
    path: Path | None  # of the owner's own; None for a built-in one

    @property
    def phrasings(self) -> int | None:
        """How many it holds; None for what is no letter."""
        return len(bodies(self.file.text)) if letter_of_file(self.file.name) else None


def every_file(folder: OwnFolder) -> Iterator[Listed]:
    """What is in use, by language: letters in the order of a case, then words and rules."""
    own = {(file.language, file.name): file for file in folder.templates.own}
    files = {(file.language, file.name): file for file in (*_all_built_in(), *own.values())}
    for key in sorted(files, key=lambda key: (key[0], _rank(key[1]), key[1])):
        path = folder.path / key[0] / key[1] if folder.path and key in own else None
        yield Listed(files[key], path)


def _all_built_in() -> Iterator[TemplateFile]:
    for stem in (None, "words", "rules"):
        yield from built_in_files(None, stem)


def _rank(name: str) -> int:
    letter = letter_of_file(name)
    return list(Letter).index(letter) if letter else len(Letter)


@dataclass(frozen=True, slots=True)
class Copy:
    """One file of the owner's folder; not made where it was there already."""

    path: Path
    made: bool


def copy(folder: Path, files: Iterable[TemplateFile]) -> Iterator[Copy]:
    """Each file into the folder, letters with a head that names what they may use. Nothing is
    written over. `OwnerError` where it cannot be written."""
    for file in files:
        path = folder / file.language / file.name
        letter = letter_of_file(file.name)
        text = f"{head(letter)}\n\n{file.text}" if letter else file.text
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as written:
                written.write(text)
            yield Copy(path, made=True)
        except FileExistsError:
            yield Copy(path, made=False)
        except OSError as error:
            raise OwnerError(f"{path}: cannot be written: {error.strerror}.") from error


def _ignored(file: Path, folder: Path) -> bool:
    """Hidden files, backups, and what is only there to be read."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return hidden or file.name.endswith(IGNORED_ENDINGS)


def _read(file: Path, folder: Path) -> TemplateFile:
    place = file.parent.relative_to(folder).as_posix()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: is not UTF-8 text") from error
    return TemplateFile("" if place == "." else place, file.name, text)
