"""The kind of incoming mail by the listed turns of phrase: noise and calendar first, then the text.

The order is that of domain.md C0: a decision without condition beats whatever stands around it.
"""

from dataclasses import replace

from agent.reading.choice import Choice, found
from agent.reading.facts import Kind
from agent.reading.material import Material
from agent.reading.noise import noise
from agent.reading.passages import Place
from agent.reading.shape import by_person, from_system
from agent.reading.systems import SystemKind
from agent.reading.weighing import Finding, Scales

SURE, LIKELY = 0.8, 0.5
_HELD = "signs.talk_held"

_PRECEDENCE = (
    Kind.REJECTION,
    Kind.OFFER,
    Kind.RESCHEDULE,
    Kind.CANCELLATION,
    Kind.INVITATION,
    Kind.CONFIRMATION,
    Kind.ASSESSMENT,
    Kind.HOLDING,
    Kind.REQUEST,
    Kind.ACKNOWLEDGEMENT,
    Kind.REPLY,
)
# Of these, the one that a mail says first is what it is about; the other is said along the way.
_FIRST_COMES_FIRST = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.ASSESSMENT, Kind.REQUEST})


def by_cues(material: Material, scales: Scales) -> Choice:
    """The kind of incoming mail by the cues that stand in it, and how much they prove."""
    if unwanted := noise(material, scales):
        return Choice(unwanted.kind, unwanted.confidence, unwanted.words, unwanted.rule)
    return _employer(material, scales)


def _employer(material: Material, scales: Scales) -> Choice:
    """Incoming mail of a person or a hiring system: what the sender adds above a forward wins."""
    scales = _with_calendar(material, scales)
    above = scales.in_place(Place.TEXT)
    if any(finding.place is Place.FORWARDED for finding in scales.findings):
        choice = _by_text(material, above)
        if choice.confidence >= LIKELY and choice.kind not in (Kind.REPLY, Kind.ACKNOWLEDGEMENT):
            return choice
    return _by_text(material, scales)


def _by_text(material: Material, scales: Scales) -> Choice:
    strengths = {kind: scales.strength(f"incoming.{kind}") for kind in _PRECEDENCE}
    sure = [kind for kind in _PRECEDENCE if strengths[kind] >= SURE]
    likely = [kind for kind in _PRECEDENCE if LIKELY <= strengths[kind] < SURE]
    if waits := _waits(scales):
        return found(Kind.HOLDING, waits, 0.9)
    if not sure and not likely:
        return Choice(Kind.REPLY if by_person(material) else Kind.ACKNOWLEDGEMENT, 0.7)
    if sure == [Kind.REPLY]:  # kind words stand around everything: a weaker word of news wins
        sure, likely = (sure, []) if not likely else ([], likely)
    kind = _settle(sure or likely, scales)
    rivals = set(sure) - {kind, Kind.ACKNOWLEDGEMENT, Kind.REPLY}
    confidence = (0.97 if kind in sure else 0.8) - 0.06 * len(rivals)
    return found(kind, scales.best(f"incoming.{kind}"), confidence)


def _waits(scales: Scales) -> Finding | None:
    """Words that say what silence will mean, where else the mail but thanks for a talk: not decided
    yet. "Thank you for the interview on Friday" invites to none.
    """
    held = {finding.order for finding in scales.sentences(_HELD)}
    news = {*_PRECEDENCE} - {Kind.ACKNOWLEDGEMENT, Kind.REPLY}
    said = (found for kind in news for found in scales.sentences(f"incoming.{kind}"))
    if not held or any(found.weight >= LIKELY and found.order not in held for found in said):
        return None
    receipts = scales.sentences(f"incoming.{Kind.ACKNOWLEDGEMENT}")
    if any(receipt.weight >= SURE for receipt in receipts):
        return None
    return scales.best("markers.silence")


def _settle(kinds: list[Kind], scales: Scales) -> Kind:
    """The kind that wins where several are said: by precedence, but for what depends on order."""
    kind = kinds[0]
    if kind is Kind.REJECTION and Kind.HOLDING in kinds and _weight(scales, kind) < 1.0:
        kind = Kind.HOLDING
    if kind is Kind.REJECTION and Kind.RESCHEDULE in kinds and _only_moved(scales):
        kind = Kind.RESCHEDULE
    if kind is Kind.RESCHEDULE and _weight(scales, kind) < _weight(scales, Kind.CANCELLATION):
        kind = Kind.CANCELLATION
    if kind is Kind.RESCHEDULE and _called_off(scales):
        kind = Kind.CANCELLATION
    if kind in _FIRST_COMES_FIRST:
        rivals = [other for other in kinds if other in _FIRST_COMES_FIRST]
        kind = min(rivals, key=lambda other: _first(scales, other))
    if kind is Kind.INVITATION and Kind.CONFIRMATION in kinds and _titled_confirmed(scales):
        kind = Kind.CONFIRMATION
    if kind is Kind.REQUEST and Kind.ACKNOWLEDGEMENT in kinds and _weight(scales, kind) < 1.0:
        kind = Kind.ACKNOWLEDGEMENT
    if kind is Kind.ACKNOWLEDGEMENT and _weight(scales, kind) < 1.0 and scales.has(_HELD):
        kind = Kind.REPLY  # thanks for a talk are no receipt of an application
    if kind is Kind.HOLDING and Kind.ACKNOWLEDGEMENT in kinds:
        receipt_first = _first(scales, Kind.ACKNOWLEDGEMENT) < _first(scales, kind)
        if receipt_first and not scales.has(_HELD):
            kind = Kind.ACKNOWLEDGEMENT
    return kind


def _only_moved(scales: Scales) -> bool:
    """Whether the refusal is that of a time ("cannot go ahead"), and another sentence moves it."""
    moved = {f.order for f in scales.sentences("incoming.reschedule") if f.weight >= SURE}
    refused = {f.order for f in scales.sentences("incoming.rejection") if f.weight >= SURE}
    return refused < moved


def _titled_confirmed(scales: Scales) -> bool:
    """Whether both subject and text confirm: the talk that is wished for is agreed."""
    places = {f.place for f in scales.sentences("incoming.confirmation") if f.weight >= SURE}
    return {Place.SUBJECT, Place.TEXT} <= places


def _called_off(scales: Scales) -> bool:
    return any(
        finding.rule.startswith("calendar.")
        for finding in scales.sentences("incoming.cancellation")
    )


def _weight(scales: Scales, kind: Kind) -> float:
    best = scales.best(f"incoming.{kind}")
    return best.weight if best else 0.0


def _first(scales: Scales, kind: Kind) -> tuple[float, int]:
    best = scales.best(f"incoming.{kind}")
    return (-best.weight, best.order) if best else (0.0, 0)


def _with_calendar(material: Material, scales: Scales) -> Scales:
    """The scales with what the calendar part itself says: it is about one event, beyond doubt."""
    event = next((event for event in material.events if event.start or event.on), None)
    if event is None:
        return scales
    kind, weight = Kind.INVITATION, 0.9
    if event.cancelled:
        kind, weight = Kind.CANCELLATION, 1.0
    elif event.method == "COUNTER" or (event.method == "REQUEST" and event.sequence > 0):
        kind, weight = Kind.RESCHEDULE, 0.8
    elif event.method == "REPLY" or from_system(material, SystemKind.SCHEDULER):
        kind, weight = Kind.CONFIRMATION, 0.9
    finding = Finding(
        f"incoming.{kind}",
        weight,
        event.summary or event.uid,
        f"calendar.{(event.method or 'event').lower()}",
        Place.EVENT,
        len(material.sentences) + 1_000,
    )
    return replace(scales, findings=(*scales.findings, finding))
