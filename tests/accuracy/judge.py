"""One reading held against its label: what was right, what was missed, what was made up."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.reading.facts import AUTOMATIC, NOISE, Kind, Reading
from tests.accuracy.labelled import Case, Label

STOPS = {"rejection", "offer", "withdrawal"}
OWN = {"acceptance", "withdrawal", "thank_you", "follow_up", "own_other"}
SURE = 0.9

_LEGAL = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|sa|sas|bv|plc|corp|co|limited|s\.?l|spa|kg|srl|e\.?v)\b\.?"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a reading had to get right."""

    figure: str
    right: bool
    said: str = ""  # "kind: rejection, seen holding"


def marks(case: Case, reading: Reading) -> Iterator[Mark]:
    if case.full:
        yield from _full(case.label, reading)
    else:
        yield from _public(case, reading)


# Labels of the whole contract


def _full(label: Label, reading: Reading) -> Iterator[Mark]:
    wrong = False
    for mark in (*_kind(label, reading), *_answers(label, reading), *_times(label, reading)):
        wrong = wrong or not mark.right
        yield mark
    yield from _names(label, reading)
    yield from _contact(label, reading)
    sure = reading.confidence >= SURE
    yield Mark("share at 0.9", sure)
    if sure:
        yield Mark("right at 0.9", not wrong)
        yield Mark("times right at 0.9", _instants(label) == _found(reading))


def _kind(label: Label, reading: Reading) -> Iterator[Mark]:
    want, seen = label["kind"], reading.kind.value
    said = f"kind: {want}, seen {seen} ({reading.evidence[0].rule if reading.evidence else ''})"
    yield Mark("kind", seen == want, said)
    yield Mark(f"recall of {want}", seen == want)
    yield Mark(f"precision of {seen}", seen == want)
    if want in STOPS:
        stopped = seen in STOPS or (want != "withdrawal" and reading.answers)
        yield Mark("stop signals", stopped, f"stop: {want}, seen {seen}")
    else:
        yield Mark("no false stop", seen not in STOPS, f"false stop: {seen}")


def _answers(label: Label, reading: Reading) -> Iterator[Mark]:
    if label["kind"] not in OWN:
        right = reading.answers == label["answers"]
        yield Mark("answers", right, f"answers: {label['answers']}, seen {reading.answers}")


def _times(label: Label, reading: Reading) -> Iterator[Mark]:
    want, seen = _instants(label), _found(reading)
    said = f"times: {_shown(want)}, seen {_shown(seen)}"
    yield Mark("times" if want else "no time made up", want == seen, said)
    for instant in seen:
        yield Mark("precision of instants", instant in want)
    for instant in want:
        yield Mark("recall of instants", instant in seen)
    if want:
        told = {(_utc(one["start"]), one["status"]) for one in label["interviews"]}
        heard = {(one.start.astimezone(UTC), one.status.value) for one in reading.interviews}
        yield Mark("times and status", told == heard, f"status: {_stated(told)}, {_stated(heard)}")
    by = (label.get("decision_by") or "")[:10]
    on = reading.decision_by.isoformat() if reading.decision_by else ""
    if by or on:
        yield Mark("promise" if by else "no promise made up", by == on, f"promise: {by}, seen {on}")


def _names(label: Label, reading: Reading) -> Iterator[Mark]:
    for key, seen in (("company", reading.company), ("role", reading.role)):
        if label.get(key):
            right = _alike(label[key], seen)
            yield Mark(key, right, f"{key}: {label[key]!r}, seen {seen!r}")
        elif seen and label["kind"] not in OWN:
            yield Mark(f"no {key} made up", False, f"{key}: none, seen {seen!r}")
    want = {_plain(name) for name in label.get("interviewers", ())}
    seen_names = {_plain(name) for name in reading.interviewers}
    if want:
        said = f"interviewers: {sorted(want)}, seen {sorted(seen_names)}"
        yield Mark("interviewers", want == seen_names, said)
    elif seen_names:
        yield Mark("no interviewer made up", False, f"interviewers: none, seen {seen_names}")


def _contact(label: Label, reading: Reading) -> Iterator[Mark]:
    if "contact" in label and Kind(label["kind"]) not in NOISE | AUTOMATIC:
        seen = reading.contact.address if reading.contact else ""
        want = (label["contact"] or "").lower()
        yield Mark("contact", want == seen, f"contact: {want}, seen {seen}")


# Labels of the public collections, each of one fact


def _public(case: Case, reading: Reading) -> Iterator[Mark]:
    label = case.label["expect"]
    match case.set:
        case "dates":
            yield from _dates(label, reading, case.label["tags"])
        case "calendar":
            seen = {one.start.astimezone(UTC) for one in reading.interviews}
            yield Mark("instant", seen == {_utc(label["start"])}, f"{_shown(seen)}")
        case "kinds":
            yield from _kinds(label, reading)
        case "automatic":
            seen_class = reading.kind.value if reading.kind in AUTOMATIC else "neither"
            want = label["class"]
            yield Mark(f"recall of {want}", seen_class == want, f"{want}, seen {seen_class}")
        case "quoting":
            texts = {" ".join(text.split()) for text in label["new_text"]}
            yield Mark("new text", " ".join(reading.new_text.split()) in texts, "new text")
        case "mime":
            yield from _mime(label, reading)
    if case.set != "automatic":
        yield Mark("not automatic", reading.kind not in AUTOMATIC, f"seen {reading.kind}")


def _dates(label: Label, reading: Reading, tags: list[str]) -> Iterator[Mark]:
    found = list(reading.interviews)
    if label["type"] == "none":
        yield Mark("no time made up", not found, f"none, seen {found[:1]}")
    elif label["type"] == "flag":
        open_ = reading.confidence < SURE or all(one.status != "scheduled" for one in found)
        yield Mark("contradictions kept open", open_, "contradiction")
    elif "next-weekday" not in tags:
        wall = label["rule"] == "wall"
        seen = {one.start.replace(tzinfo=None) if wall else one.start for one in found}
        want = {datetime.fromisoformat(text) for text in label["starts"]}
        want = {one.replace(tzinfo=None) for one in want} if wall else want
        right = seen == want if label["need"] == "all" else bool(seen) and seen <= want
        yield Mark("time", right, f"{_shown(want)}, seen {_shown(seen)}")


def _kinds(label: Label, reading: Reading) -> Iterator[Mark]:
    kind = reading.kind.value
    right = kind in label["kinds"] if label.get("kinds") else kind not in label["not"]
    yield Mark("kind", right, f"{label.get('kinds') or label.get('not')}, seen {kind}")
    yield Mark("no false invitation", kind != "invitation", "false invitation")
    if label.get("answers") is not None:
        yield Mark("answers", reading.answers == label["answers"], f"answers {label['answers']}")


def _mime(label: Label, reading: Reading) -> Iterator[Mark]:
    if label["text"]:
        words = re.findall(r"\w+", label["text"])
        there = set(re.findall(r"\w+", reading.new_text))
        yield Mark("text", sum(word in there for word in words) >= 0.8 * len(words), "text")
    if label["subject"]:
        want = " ".join(label["subject"].split())
        yield Mark("subject", want == " ".join(reading.envelope.subject.split()), "subject")


# How things are compared


def _instants(label: Label) -> set[datetime]:
    return {_utc(one["start"]) for one in label.get("interviews", ())}


def _found(reading: Reading) -> set[datetime]:
    return {one.start.astimezone(UTC) for one in reading.interviews}


def _utc(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _shown(instants: set[datetime]) -> str:
    return ", ".join(f"{at:%Y-%m-%d %H:%M}" for at in sorted(instants)) or "none"


def _stated(times: set[tuple[datetime, str]]) -> str:
    return ", ".join(f"{at:%d %H:%M} {status}" for at, status in sorted(times))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", _LEGAL.sub("", letters)).strip()


def _alike(want: str, seen: str | None) -> bool:
    one, other = _plain(want), _plain(seen or "")
    return one == other or (bool(one) and bool(other) and (one in other or other in one))
