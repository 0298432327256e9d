"""What kind of mail it is: machines first, then what all its sentences say together.

Two opinions are joined. `kind_model` weighs all sentences and the shape of the mail, and knows
wordings that nobody listed; `by_cues` goes by the listed turns of phrase in the order of domain.md
C0, and is surer of ordinary mail.
"""

from dataclasses import dataclass
from math import log

from agent.reading.automatic import Automatic
from agent.reading.by_cues import by_cues
from agent.reading.choice import DEFAULT, Choice
from agent.reading.classifier import INCOMING, OUTGOING, softmax
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Evidence, Kind, Sign
from agent.reading.kind_model import confidence_of, kind_model
from agent.reading.material import Material
from agent.reading.outline import outline
from agent.reading.own import declines_a_time, own_kind
from agent.reading.passages import Place
from agent.reading.reserve import in_reserve
from agent.reading.signs import answers, signs_of
from agent.reading.weighing import Scales, weigh

SURE = 0.7  # of the model, where the owner's own mail has no cue
BEYOND_DOUBT = 0.9  # share
HALF = 0.5  # confidence in a refusal below which nothing is written on its strength
REFUSAL_HEARD = 0.2  # share from which a refusal counts, whatever else is likelier
RESERVED = 0.93  # confidence in the delay where the reader is the second choice
FAINTLY = 0.04  # share from which a sentence may be a refusal
SURELY_AUTOMATIC = 0.9  # share
CUE_IS_SURE = 0.9
OF_SURE_CUES, OF_CUES = 3.5, 2.5  # log odds that cues add to the kind they speak for
LEAST = 1e-6  # share of what is as good as ruled out
_TOLD = ("phrases.", "calendar.")
_REFUSES = INCOMING.index("rejection")
_ARRANGED = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a mail with all that follows from its wording."""

    kind: Kind
    answers: bool
    confidence: float
    signs: frozenset[Sign]
    evidence: tuple[Evidence, ...]


def classify(material: Material, machine: Automatic | None) -> Verdict:
    """The kind of the mail, whether it counts as an answer, and its signs (DESIGN §3)."""
    scales = weigh(material)
    choice = _choose(material, machine, scales)
    signs = signs_of(material, scales, choice.kind, left=bool(machine and machine.left_company))
    if choice.kind is Kind.REJECTION and choice.confidence < HALF:
        signs[Sign.HALF_HEARD] = Evidence(Sign.HALF_HEARD, choice.words, choice.rule, HALF)
    evidence = Evidence("kind", choice.words, choice.rule, round(choice.confidence, 2))
    return Verdict(
        kind=choice.kind,
        answers=answers(choice.kind, signs),
        confidence=choice.confidence,
        signs=frozenset(signs),
        evidence=(evidence, *signs.values()),
    )


def _choose(material: Material, machine: Automatic | None, scales: Scales) -> Choice:
    if machine:
        return Choice(machine.kind, 0.98, machine.evidence.words, machine.evidence.rule)
    if material.direction is Direction.OUTGOING:
        return _of_own_mail(material, scales)
    if never := scales.best("noise.never") or scales.best("signs.scam"):
        return Choice(Kind.OTHER, 0.96, never.words, never.rule)
    if reserve := in_reserve(scales):
        return Choice(Kind.HOLDING, RESERVED, reserve.words, reserve.rule)
    return _likeliest(material, scales)


def _of_own_mail(material: Material, scales: Scales) -> Choice:
    """By its cues, which are surer here; the model where there are none and it has no doubt."""
    if cue := own_kind(material, scales):
        name = cue.topic.removeprefix("outgoing.")
        kind = Kind(name) if name in OUTGOING else Kind.OWN_OTHER
        return Choice(kind, 0.95, cue.words, cue.rule)
    choice = _likeliest(material, scales)
    if choice.kind is Kind.ACCEPTANCE and declines_a_time(material, scales):
        return Choice(Kind.OWN_OTHER, 0.8)
    return choice if choice.confidence >= SURE else Choice(Kind.OWN_OTHER, 0.8)


def _likeliest(material: Material, scales: Scales) -> Choice:
    shares = kind_model(material.direction).shares(outline(material, scales))
    kind = max(shares, key=shares.__getitem__)
    if material.direction is Direction.INCOMING:
        cues = by_cues(material, scales)
        shares = leaning(shares, cues)
        if not _refuses(scales):
            shares = {**shares, Kind.REJECTION: 0.0}
        kind = _chosen(shares, cues)
    words, rule = _evidence(scales, kind, material)
    return Choice(kind, confidence_of(shares[kind]), words, rule)


def _refuses(scales: Scales) -> bool:
    """Whether any words refuse: without them a mail is none, however much it looks like one."""
    if scales.has("incoming.rejection"):
        return True
    loudest = scales.loudest(Kind.REJECTION, Direction.INCOMING)
    return loudest is not None and loudest.shares.said[_REFUSES] >= FAINTLY


def _chosen(shares: dict[Kind, float], cues: Choice) -> Kind:
    """The likeliest, but that stop signals need recall and act signals precision.

    Of an employer's mail that may well refuse, the refusal: to hear one too many costs silence, to
    miss one a letter after the answer. A date that the cues take for anybody's is an interview's
    only beyond doubt: else a lift's maintenance would be thanked for.
    """
    kind = max(shares, key=shares.__getitem__)
    if kind in _ARRANGED and cues.kind in NOISE and shares[kind] < BEYOND_DOUBT:
        return cues.kind
    harmless = NOISE | AUTOMATIC | {Kind.OFFER, Kind.CANCELLATION}  # after them nothing is written
    if kind not in harmless and shares[Kind.REJECTION] >= REFUSAL_HEARD:
        return Kind.REJECTION
    return kind


def leaning(shares: dict[Kind, float], cues: Choice) -> dict[Kind, float]:
    """The shares of the model with what the cues say: a second opinion, of a weight of its own.

    A machine's answer has other signs than its words (`automatic`): by those alone it must be sure.
    """
    odds = {kind: log(share + LEAST) for kind, share in shares.items()}
    if shares[Kind.AUTO_REPLY] < SURELY_AUTOMATIC:
        odds[Kind.AUTO_REPLY] = log(LEAST)
    if cues.rule != DEFAULT and cues.kind in odds:
        told = cues.rule.startswith(_TOLD) and cues.confidence >= CUE_IS_SURE
        odds[cues.kind] += OF_SURE_CUES if told else OF_CUES
    return dict(zip(odds, softmax(tuple(odds.values())), strict=True))


def _evidence(scales: Scales, kind: Kind, material: Material) -> tuple[str, str]:
    """The sentence that says most of the kind, and the cue in it, if one stands there."""
    name = "courtesy" if kind is Kind.REPLY else kind.value
    best = scales.loudest(name, material.direction)
    if best is None or best.place is Place.OLD_SUBJECT:
        return "", f"kinds.{kind}"
    topics = (f"incoming.{kind}", f"outgoing.{kind}", f"noise.{kind}")
    beside = (found for found in scales.findings if found.order == best.order)
    cue = next((found for found in beside if found.topic in topics), None)
    return best.words, cue.rule if cue else f"classifier.{name}"
