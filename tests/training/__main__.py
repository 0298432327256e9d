"""python -m tests.training [FOLDER...]: trains the classifier anew and writes its tables.

FOLDER holds further labelled mail (as `tests.accuracy` reads it), which then counts beside the
project's own golden mails. Takes some minutes; the tables are the same at every run.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from agent.reading.automatic import automatic
from agent.reading.classifier import OUTGOING, classifier
from agent.reading.facts import Direction, Kind
from agent.reading.kind_model import INCOMING_KINDS, OUTGOING_KINDS
from agent.reading.mime import parse
from agent.reading.outline import outline, shape
from agent.reading.read import prepare
from agent.reading.weighing import weigh
from tests.training import fit
from tests.training.examples import letters, sentences
from tests.training.whole import Mail, labelled_mails, own_mails

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
    real = list(_examples([*own_mails(), *labelled_mails(folders)]))
    dressed = fit.in_shapes(unseen, [one for _, one in real])
    for name, kinds in (("mails", INCOMING_KINDS), ("own_mails", OUTGOING_KINDS)):
        known = [one for one, _ in real if one.kind in kinds]
        letters_ = [one for one in dressed if one.kind in kinds]
        write(WEIGHTS / f"{name}.tsv", fit.mail_model([*letters_, *known], kinds))
        print(f"{len(letters_)} letters, {len(known)} mails")
        if name == "mails":
            write_confidence(fit.calibrated(letters_, known, kinds))


def write(path: Path, table: fit.Table) -> None:
    """A row a feature, sorted; weights in hundredths."""
    classifier_rows = {"bias": table.bias, **dict(sorted(table.rows.items()))}
    head = "feature\t" + " ".join(table.columns)
    rows = (f"{name}\t{fit.hundredths(row)}" for name, row in classifier_rows.items())
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    print(f"{path.name}: {len(table.rows)} features, {path.stat().st_size:,} bytes")


def write_confidence(points: list[tuple[float, float]]) -> None:
    rows = (f"{share:.3f}\t{right:.3f}" for share, right in points)
    (WEIGHTS / "confidence.tsv").write_text("share\tright\n" + "\n".join(rows) + "\n", "utf-8")


def _examples(mails: list[Mail]) -> Iterator[tuple[fit.Example, fit.Example]]:
    """Each mail in full, and its shape alone; machines' answers are told by other means."""
    for kind, raw, owner in mails:
        material = prepare(parse(raw), owner)
        outgoing = material.direction is Direction.OUTGOING
        if kind == Kind.BOUNCE or outgoing != (kind in OUTGOING) or automatic(material):
            continue
        yield (
            fit.Example(kind, outline(material, weigh(material))),
            fit.Example(kind, shape(material)),
        )


if __name__ == "__main__":
    main()
