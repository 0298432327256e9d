"""Where the password comes from: a file, the environment, a command, or systemd. Never the YAML.

The password is returned and nothing else: it stands in no log line or exception (failures.md T5).
"""

import os
import shlex
import stat
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from agent.errors import OwnerError

COMMAND_TIMEOUT_S = 60.0  # a password manager may ask for its own password first
LONGEST = 10_000  # bytes; no password is longer, many a wrong file is


class Keeper(StrEnum):
    """Who keeps the password; the word is the key in the YAML."""

    FILE = "file"
    ENV = "env"
    COMMAND = "command"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class PasswordSource:
    keeper: Keeper
    name: str  # a path, a variable, a command line, or the name of a systemd credential


def password_of(source: PasswordSource) -> str:
    """The password, without the newline at its end. `OwnerError` where there is none."""
    text = _ASK[source.keeper](source.name).rstrip("\r\n")
    if not text:
        raise OwnerError(f"The {source.keeper} {source.name} holds no password.")
    if "\n" in text or "\0" in text:
        raise OwnerError(f"The {source.keeper} {source.name} holds more than one line.")
    return text


def _from_file(name: str) -> str:
    path = Path(name)
    text = _read(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise OwnerError(f"Others may read the password: chmod 600 {shlex.quote(str(path))}")
    return text


def _from_credential(name: str) -> str:
    """systemd's own permissions protect it (LoadCredential=, systemd.exec(5))."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise OwnerError(
            f"The credential {name} is there only under systemd, with LoadCredential={name}:PATH."
        )
    return _read(Path(folder) / Path(name).name)


def _from_env(name: str) -> str:
    if name not in os.environ:
        raise OwnerError(f"The environment variable {name} for the password is not set.")
    return os.environ[name]


def _from_command(name: str) -> str:
    """Run without a shell; its standard error is the owner's to see, its output is the password."""
    words = _words(name)
    program = words[0]
    try:
        answer = subprocess.run(
            words, stdout=subprocess.PIPE, timeout=COMMAND_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise OwnerError(f"{program} gave no password within {COMMAND_TIMEOUT_S:.0f} s.") from None
    except OSError as error:
        raise OwnerError(f"{program} cannot be run for the password: {error.strerror}.") from error
    if answer.returncode:
        raise OwnerError(f"{program} gave no password: it ended with {answer.returncode}.")
    return _decoded(answer.stdout, program)


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise OwnerError(f"The command for the password cannot be read: {error}.") from None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return _decoded(file.read(LONGEST + 1), str(path))
    except OSError as error:
        raise OwnerError(f"The password in {path} cannot be read: {error.strerror}.") from error


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LONGEST:
        raise OwnerError(f"{name} gives far more than a password.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise OwnerError(f"{name} gives a password that is not UTF-8 text.") from None


_ASK = {
    Keeper.FILE: _from_file,
    Keeper.ENV: _from_env,
    Keeper.COMMAND: _from_command,
    Keeper.CREDENTIAL: _from_credential,
}
