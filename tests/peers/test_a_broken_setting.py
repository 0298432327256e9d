"""A setting that is misspelt, unreadable or missing never allows more than drafts (MeshWeaver)."""

from pathlib import Path

import pytest

from agent.config import load
from agent.config_values import Mode
from agent.errors import ConfigError

ENOUGH = """\
owner:
  name: Robin Ashby
  addresses: [robin@ashby.example]
  zone: Europe/London
mailbox:
  host: imap.ashby.example
  user: robin
  password: {env: MAIL_PASSWORD}
"""


def test_d29_without_the_key_mode_there_are_only_drafts(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(ENOUGH, encoding="utf-8")

    assert load(path).mode is Mode.DRAFT


@pytest.mark.parametrize("mode", ["Draft", "sned", "SEND", "yes", "[send]", "1"])
def test_d29_a_misspelt_mode_starts_nothing(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"{ENOUGH}mode: {mode}\n", encoding="utf-8")

    with pytest.raises(ConfigError):
        load(path)


def test_d29_an_unreadable_file_starts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xff\xfe\x00mode: send")

    with pytest.raises(ConfigError):
        load(path)
