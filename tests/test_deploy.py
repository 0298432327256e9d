"""The unit that systemd starts: it parses, and can do as little harm as possible (failures N8)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "afterword.service"
ANALYZE = shutil.which("systemd-analyze")
ALL = bool(os.environ.get("AFTERWORD_TEST_ALL"))  # then a missing program is a failure, not a skip

needs_systemd = pytest.mark.skipif(
    not ANALYZE and not ALL, reason="systemd-analyze is missing: apt-get install systemd"
)


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ANALYZE or "systemd-analyze", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def setting(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)


@needs_systemd
def test_systemd_has_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    installed = tmp_path / UNIT.name  # the program is not installed where the tests run
    unit = UNIT.read_text(encoding="utf-8")
    installed.write_text(unit.replace("/opt/afterword/bin/afterword", sys.executable))

    verdict = analyze("verify", "--man=no", str(installed))

    assert (verdict.returncode, verdict.stdout + verdict.stderr) == (0, "")


@needs_systemd
def test_the_exposure_of_the_service_stays_below_two() -> None:
    verdict = analyze("security", "--offline=true", "--threshold=20", "--no-pager", str(UNIT))

    assert verdict.returncode == 0, verdict.stdout[-400:]


def test_it_starts_what_the_readme_installs() -> None:
    readme = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")

    assert setting("ExecStart") == [
        "/opt/afterword/bin/afterword run --config /etc/afterword/config.yaml"
    ]
    assert "python3 -m venv /opt/afterword\n" in readme
    assert " /etc/afterword/config.yaml\n" in readme
    assert " /etc/afterword/password\n" in readme


def test_it_is_started_again_whatever_ended_it() -> None:
    assert setting("Restart") == ["always"]
    assert setting("RestartSec") == ["30"]
    assert setting("StartLimitIntervalSec") == ["0"]


def test_the_password_comes_as_a_credential_and_never_in_the_environment() -> None:
    assert setting("LoadCredential") == ["password:/etc/afterword/password"]
    assert setting("Environment") == setting("EnvironmentFile") == []
