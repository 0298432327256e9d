"""python -m tests.training [FOLDER...]: trains the classifier anew and writes its tables.

FOLDER holds further labelled mail (as `tests.accuracy` reads it), which then counts beside the
project's own golden mails. Takes some minutes; the tables are the same at every run.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from agent.reading.automatic import automatic
from agent.reading.by_cues import by_cues
from agent.reading.classifier import OUTGOING, classifier
from agent.reading.facts import Direction, Kind
from agent.reading.kind_model import INCOMING_KINDS, OUTGOING_KINDS
from agent.reading.mime import parse
from agent.reading.outline import outline, shape
from agent.reading.read import prepare
from agent.reading.weighing import weigh
from tests.training import fit
from tests.training.examples import letters, sentences
from tests.training.whole import LABELLED, Mail, golden_mails, labelled_mails, shown_mails

WEIGHTS = Path(__file__).parents[2] / "agent" / "reading" / "weights"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    folders = parser.parse_args().folder
    lines, mails = sentences(), letters()
    print(f"{len(lines)} sentences, {len(mails)} letters")
    write(WEIGHTS / "sentences.tsv", fit.sentence_model([*lines, *fit.labelled(mails)]))
    classifier.cache_clear()
    unseen = fit.examples_of(mails, lines)
    shown = list(_examples([*shown_mails(), *labelled_mails(folders)]))
    whole = list(_examples([*labelled_mails([LABELLED]), *golden_mails()]))
    dressed = fit.in_shapes(unseen, [shape for _, shape in (*shown, *whole)])
    for name, kinds in (("mails", INCOMING_KINDS), ("own_mails", OUTGOING_KINDS)):
        others = [one for one in (*dressed, *_mails(shown)) if one.kind in kinds]
        known = [one for one in _mails(whole) if one.kind in kinds]
        write(WEIGHTS / f"{name}.tsv", fit.mail_model([*others, *known], kinds))
        if name == "mails":
            write_confidence(*fit.calibrated(others, known, kinds))


def _mails(pairs: list[tuple[fit.Example, fit.Example]]) -> list[fit.Example]:
    return [mail for mail, _ in pairs]


def write(path: Path, table: fit.Table) -> None:
    """A row a feature, sorted; weights in hundredths."""
    classifier_rows = {"bias": table.bias, **dict(sorted(table.rows.items()))}
    head = "feature\t" + " ".join(table.columns)
    rows = (f"{name}\t{fit.hundredths(row)}" for name, row in classifier_rows.items())
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    print(f"{path.name}: {len(table.rows)} features, {path.stat().st_size:,} bytes")


def write_confidence(slope: float, base: float) -> None:
    rows = f"figure\tvalue\nslope\t{slope:.3f}\nbase\t{base:.3f}\n"
    (WEIGHTS / "confidence.tsv").write_text(rows, "utf-8")


def _examples(mails: list[Mail]) -> Iterator[tuple[fit.Example, fit.Example]]:
    """Each mail in full, and its shape alone; machines' answers are told by other means."""
    for kind, raw, owner in mails:
        material = prepare(parse(raw), owner)
        outgoing = material.direction is Direction.OUTGOING
        if kind == Kind.BOUNCE or outgoing != (kind in OUTGOING) or automatic(material):
            continue
        scales = weigh(material)
        cues = None if outgoing else by_cues(material, scales)
        mail = fit.Example(kind, outline(material, scales), cues)
        yield mail, fit.Example(kind, shape(material))


if __name__ == "__main__":
    main()
