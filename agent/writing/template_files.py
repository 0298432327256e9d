"""Where the wording comes from: the package's own files, and over them the owner's.

An own file takes the place of the built-in one of the same language and name; what is not there
stays built-in. Reading the owner's folder is for those who may: here its texts are values.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ROOT = files("agent.writing") / "templates"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One file of the owner's own folder, as it was read."""

    language: str  # the folder it lies in, ISO 639-1
    name: str  # "thank_you.txt"
    text: str


@dataclass(frozen=True, slots=True)
class Templates:
    """The owner's files; with none of them, what is built in."""

    own: tuple[TemplateFile, ...] = ()

    def text(self, language: str, name: str) -> str:
        """What to use as this file; "" if there is none."""
        return self.own_text(language, name) or built_in(language, name)

    def own_text(self, language: str, name: str) -> str:
        """The owner's own text of this file; "" if there is none."""
        own = (file.text for file in self.own if (file.language, file.name) == (language, name))
        return next(own, "")

    def languages(self) -> frozenset[str]:
        """Those there are words in."""
        own = {file.language for file in self.own if file.name == "words.yaml"}
        return built_in_languages() | own


BUILT_IN = Templates()


@cache
def built_in(language: str, name: str) -> str:
    """The package's own text of this file; "" if it has none."""
    file = ROOT / language / name
    known = language in built_in_languages() and file.is_file()
    return file.read_text(encoding="utf-8") if known else ""


@cache
def built_in_languages() -> frozenset[str]:
    return frozenset(folder.name for folder in ROOT.iterdir() if folder.is_dir())
