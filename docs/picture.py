"""Draws docs/demo.svg: the first lines of the demo as a terminal shows them. Run: make picture"""

import io
import re
from pathlib import Path

from rich.console import Console

from agent import screen
from agent.cases.event import Event, Happening
from agent.demo.play import perform, show

LAST = 2  # how many drafts the picture shows
FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")  # nothing is fetched to show it


def main() -> None:
    told: list[Event] = []
    perform(told.append, pace_s=0)
    screen.out = Console(record=True, width=100, file=io.StringIO(), highlight=False)
    drafts = 0
    for event in told:
        show(event)
        drafts += event.event is Happening.DRAFTED
        if drafts == LAST:
            break
    svg = FONT_FACE.sub("", screen.out.export_svg(title="make demo"))
    Path(__file__).with_name("demo.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
