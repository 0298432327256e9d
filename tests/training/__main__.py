"""python -m tests.training [FOLDER...]: trains the classifier anew and writes its tables.

FOLDER holds further labelled mail (as `tests.accuracy` reads it), which then counts beside the
project's own golden mails. Takes some minutes; the tables are the same at every run.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from agent.reading.automatic import automatic
from agent.reading.classifier import OUTGOING, classifier
from agent.reading.facts import Direction, Kind
from agent.reading.kind_model import INCOMING_KINDS, OUTGOING_KINDS
from agent.reading.mime import parse
from agent.reading.outline import outline, shape
from agent.reading.owner import Owner
from agent.reading.read import prepare
from agent.reading.weighing import weigh
from tests.accuracy.labelled import cases, sets_in
from tests.training import fit
from tests.training.examples import letters, sentences

WEIGHTS = Path(__file__).parents[2] / "agent" / "reading" / "weights"
GOLDEN = Path(__file__).parents[1] / "corpus"

Mail = tuple[str, bytes, Owner]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    folders = parser.parse_args().folder
    lines, mails = sentences(), letters()
    print(f"{len(lines)} sentences, {len(mails)} letters")
    write(WEIGHTS / "sentences.tsv", fit.sentence_model([*lines, *fit.labelled(mails)]))
    classifier.cache_clear()
    unseen = fit.examples_of(mails, lines)
    real = list(_examples([*_golden(), *_labelled(folders)]))
    examples = fit.with_shapes(unseen, [one for one, _ in real], [one for _, one in real])
    print(f"{len(examples)} mails")
    own = {kind.value for kind in OUTGOING_KINDS}
    for name, kinds in (("mails", INCOMING_KINDS), ("own_mails", OUTGOING_KINDS)):
        chosen = [one for one in examples if (one.kind in own) == (name == "own_mails")]
        write(WEIGHTS / f"{name}.tsv", fit.mail_model(chosen, [kind.value for kind in kinds]))


def write(path: Path, table: fit.Table) -> None:
    """A row a feature, sorted; weights in hundredths."""
    classifier_rows = {"bias": table.bias, **dict(sorted(table.rows.items()))}
    head = "feature\t" + " ".join(table.columns)
    rows = (f"{name}\t{fit.hundredths(row)}" for name, row in classifier_rows.items())
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    print(f"{path.name}: {len(table.rows)} features, {path.stat().st_size:,} bytes")


def _golden() -> Iterator[Mail]:
    for label_file in sorted(GOLDEN.glob("*/expected.yaml")):
        label = yaml.safe_load(label_file.read_text("utf-8"))
        raw = label_file.with_name("message.eml").read_bytes()
        if "kind" in label:
            yield label["kind"], raw, Owner((label["me"],), ZoneInfo(label["zone"]))


def _labelled(folders: list[Path]) -> Iterator[Mail]:
    for folder in folders:
        for one in sets_in(folder):
            yield from (
                (case.label["kind"], case.path.read_bytes(), case.owner)
                for case in cases(one)
                if case.full
            )


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
