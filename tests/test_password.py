"""The password comes from its keeper, and goes nowhere else."""

import sys
from pathlib import Path

import pytest

from agent.errors import OwnerError
from agent.password import Keeper, PasswordSource, password_of


def a_file(folder: Path, content: bytes = b"pass word \n", mode: int = 0o600) -> Path:
    path = folder / "password"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_file_keeps_it_and_only_the_newline_at_its_end_goes(tmp_path: Path) -> None:
    path = a_file(tmp_path)

    assert password_of(PasswordSource(Keeper.FILE, str(path))) == "pass word "


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = a_file(tmp_path, mode=mode)

    with pytest.raises(OwnerError, match=f"chmod 600 {path}"):
        password_of(PasswordSource(Keeper.FILE, str(path)))


def test_the_environment_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")

    assert password_of(PasswordSource(Keeper.ENV, "MAIL_PASSWORD")) == "hunter2"


def test_a_command_prints_it_and_no_shell_reads_the_line() -> None:
    line = f"{sys.executable} -c 'print(\"a $HOME b\")'"

    assert password_of(PasswordSource(Keeper.COMMAND, line)) == "a $HOME b"


def test_systemd_keeps_it_whatever_the_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(tmp_path, b"hunter2", mode=0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert password_of(PasswordSource(Keeper.CREDENTIAL, "password")) == "hunter2"


@pytest.mark.parametrize(
    ("keeper", "name"),
    [
        (Keeper.FILE, "/nowhere/password"),
        (Keeper.ENV, "NOT_SET_ANYWHERE"),
        (Keeper.CREDENTIAL, "not-given"),
        (Keeper.COMMAND, "no-such-program-anywhere"),
        (Keeper.COMMAND, "false"),
        (Keeper.COMMAND, "true"),
        (Keeper.COMMAND, "echo 'unclosed"),
    ],
)
def test_a_keeper_without_it_is_named(
    keeper: Keeper, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    with pytest.raises(OwnerError):
        password_of(PasswordSource(keeper, name))


@pytest.mark.parametrize("content", [b"hunter2\nhunter2\n", b"hunter2\xff", b"hunter2" * 2000])
def test_what_is_no_password_is_refused_and_not_repeated(tmp_path: Path, content: bytes) -> None:
    path = a_file(tmp_path, content)

    with pytest.raises(OwnerError) as caught:
        password_of(PasswordSource(Keeper.FILE, str(path)))

    assert "hunter2" not in str(caught.value)
