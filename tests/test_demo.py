"""The demo, as `make demo` runs it, but with a clock that does not wait."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_demo_tells_its_story_to_the_end_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agent", "demo", "--pace", "0"],
        env={**os.environ, "TMPDIR": str(tmp_path), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
    story = done.stdout
    endings = story[story.index("The cases") :]
    assert story.count("drafted thank you") == 7
    assert "moved to Fri 13 Mar 2026, 11:00" in story
    assert "You deleted this draft, so it is not made again." in story
    for ending in ("no answer", "offered", "rejected", "position closed", "still open"):
        assert ending in endings
    assert "Coach" not in endings  # a newsletter about interviews is no opportunity
