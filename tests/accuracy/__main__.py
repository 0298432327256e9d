"""python -m tests.accuracy FOLDER... [--errors] [--keep]

Prints, per labelled set, each figure as a share, and what has changed since the figures that
`figures.yaml` keeps. Ends with 1 if one of them fell. `--keep` writes the new ones there.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.accuracy.judge import marks
from tests.accuracy.labelled import cases, sets_in

KEPT = Path(__file__).with_name("figures.yaml")
Figures = dict[str, dict[str, str]]  # set → figure → "97.2 % (140 of 144)", as the file holds it


@dataclass(slots=True)
class Tally:
    """The marks of one set, added up."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def add(self, figure: str, right: bool) -> None:
        self.right[figure] += right
        self.of[figure] += 1

    def shown(self) -> dict[str, str]:
        return {
            figure: f"{100 * self.right[figure] / of:.1f} % ({self.right[figure]} of {of})"
            for figure, of in sorted(self.of.items())
        }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy")
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="name each mark that was missed")
    parser.add_argument("--keep", action="store_true", help="keep these figures to compare with")
    wanted = parser.parse_args()
    measured = {
        one.name: _measure(one, wanted.errors)
        for folder in wanted.folder
        for one in sets_in(folder)
    }
    known: Figures = yaml.safe_load(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    fell = _report(measured, known)
    if wanted.keep:
        KEPT.write_text(yaml.safe_dump({**known, **measured}, sort_keys=False), "utf-8")
        return 0
    return 1 if fell else 0


def _measure(folder: Path, errors: bool) -> dict[str, str]:
    tally = Tally()
    for case in cases(folder):
        reading = case.reading()
        missed = []
        for mark in marks(case, reading):
            tally.add(mark.figure, mark.right)
            missed += [mark.said] if mark.said and not mark.right else []
        if errors and missed:
            hard = str(case.label.get("hard", ""))
            print(f"{case.path} [{reading.confidence}] {'; '.join(missed)}  ({hard})")
    return tally.shown()


def _report(measured: Figures, known: Figures) -> bool:
    fell = False
    for name, figures in measured.items():
        print(f"\n{name}")
        for figure, value in figures.items():
            before = known.get(name, {}).get(figure)
            worse = before is not None and _share(value) < _share(before)
            fell = fell or (worse and not figure.startswith(("precision", "share")))
            change = f"   was {before}" if before not in (None, value) else ""
            print(f"  {figure:28} {value}{change}{'   WORSE' if worse else ''}")
    return fell


def _share(value: str) -> float:
    return float(value.partition(" ")[0])


if __name__ == "__main__":
    sys.exit(main())
