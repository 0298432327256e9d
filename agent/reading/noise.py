"""Mail that is no employer's: mass mail, and interviews that are no job interviews (C: K33-K43)."""

from dataclasses import dataclass

from agent.reading.facts import Kind
from agent.reading.material import Material
from agent.reading.shape import from_system, mass_mail
from agent.reading.systems import SystemKind
from agent.reading.weighing import Finding, Scales, heard, is_reply

BULK, OTHER = 0.75, 0.75
BULK_AGAINST_EVIDENCE = 0.93  # where the text also seems to invite the owner
SURE = 1.0
ABOUT_A_JOB = 0.6
_DECISIVE = ("rejection", "offer", "acknowledgement")
# These speak of work even where no other word does; an appointment may be anybody's.
_PLAIN_SPEECH = (*_DECISIVE, "holding", "request")
_PROCESS = (*_DECISIVE, "invitation", "confirmation", "cancellation", "reschedule", "assessment")


@dataclass(frozen=True, slots=True)
class Noise:
    kind: Kind  # BULK or OTHER
    confidence: float
    words: str
    rule: str


def noise(material: Material, scales: Scales) -> Noise | None:
    """What makes this mail none of an employer's, or None."""
    if never := scales.best("noise.never") or scales.best("signs.scam"):
        return _noise(Kind.OTHER, 0.96, never)
    survey = scales.best("signs.survey")
    if survey and not _says(scales, *_DECISIVE):
        return _noise(Kind.OTHER, 0.9, survey)
    if bulk := _bulk(material, scales):
        return bulk
    other = scales.best("noise.other")
    about_a_job = scales.strength("context.job") >= ABOUT_A_JOB
    about_hiring = scales.has("context.hiring")
    if other and not about_a_job and not about_hiring and scales.strength("noise.other") >= OTHER:
        return _noise(Kind.OTHER, 0.93, other)
    if not _any_context(material, scales) and not _speaks_plainly(scales):
        return Noise(Kind.OTHER, 0.85, "", "kinds.no_job_context")
    return None


def _bulk(material: Material, scales: Scales) -> Noise | None:
    shape = mass_mail(material.message)
    strength = 1.0 - (1.0 - scales.strength("noise.bulk")) * (1.0 - shape)
    if strength < BULK or _says(scales, *_DECISIVE):
        return None
    if _says(scales, *_PROCESS) and strength < BULK_AGAINST_EVIDENCE:
        return None
    best = scales.best("noise.bulk")
    return _noise(Kind.BULK, 0.95, best) if best else Noise(Kind.BULK, 0.9, "", "shape.mass_mail")


def _says(scales: Scales, *kinds: str) -> bool:
    """Whether the text says one of these kinds for sure."""
    found = (scales.best(f"incoming.{kind}") for kind in kinds)
    return any(best is not None and best.weight >= SURE for best in found)


def _speaks_plainly(scales: Scales) -> bool:
    """Whether what it says is enough by itself; an invitation at least names somebody's work."""
    works = scales.has("context.job") and _says(scales, "invitation")
    return works or _says(scales, *_PLAIN_SPEECH)


def _any_context(material: Material, scales: Scales) -> bool:
    """Whether anything in the mail, its history or its sender has to do with looking for work."""
    about_a_job = scales.strength("context.job") > ABOUT_A_JOB  # a job title alone is anybody's
    if about_a_job or scales.has("context.hiring") or scales.has("signs.talk_held"):
        return True
    if from_system(material, SystemKind.ATS, SystemKind.ASSESSMENT, SystemKind.SCHEDULER):
        return True
    envelope = material.message.envelope
    if envelope.in_reply_to or envelope.references or is_reply(envelope.subject):
        return True
    history = heard(material.body.quoted, material.language)
    return bool(history & {"context.job", "context.hiring"})


def _noise(kind: Kind, confidence: float, best: Finding) -> Noise:
    return Noise(kind, confidence, best.words, best.rule)
