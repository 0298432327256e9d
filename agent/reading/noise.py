"""Mail that is no employer's: mass mail, and interviews that are no job interviews (C: K33-K43)."""

from dataclasses import dataclass, replace

from agent.reading.facts import Kind
from agent.reading.material import Material
from agent.reading.passages import Place
from agent.reading.shape import from_system, greets_owner, in_thread, mass_mail
from agent.reading.systems import SystemKind
from agent.reading.weighing import Finding, Scales, heard

BULK, OTHER = 0.75, 0.75
BULK_UNADDRESSED = 0.47  # where nothing in the mail is about this reader
BULK_AGAINST_EVIDENCE = 0.93  # where the text also seems to invite the owner
SURE = 1.0
ABOUT_A_JOB = 0.6
LIKELY = 0.5
_ASKING = ("REQUEST", "COUNTER")
_SYSTEMS = (SystemKind.ATS, SystemKind.ASSESSMENT, SystemKind.SCHEDULER)
_DECISIVE = ("rejection", "offer", "acknowledgement")
_JOB_WORDS = frozenset({"context.job", "context.hiring", "context.work"})
# These speak of work even where no other word does; an appointment may be anybody's.
_PLAIN_SPEECH = (*_DECISIVE, "holding", "request")
# Dates are called off and agreed by everybody: these must speak of the interview themselves.
_ANYBODYS = ("cancellation", "confirmation")
_ARRANGED = ("invitation", "reschedule", "cancellation")
_PROCESS = (*_DECISIVE, "invitation", "confirmation", "cancellation", "reschedule", "assessment")


@dataclass(frozen=True, slots=True)
class Noise:
    kind: Kind  # BULK or OTHER
    confidence: float
    words: str
    rule: str


def noise(material: Material, scales: Scales) -> Noise | None:
    """What makes this mail none of an employer's, or None."""
    scales = _without_hunt(scales)
    if never := scales.best("noise.never") or scales.best("signs.scam"):
        return _noise(Kind.OTHER, 0.96, never)
    elsewhere = scales.best("noise.elsewhere")
    if elsewhere and elsewhere.weight >= LIKELY and not scales.has("context.work"):
        return _noise(Kind.OTHER, 0.93, elsewhere)
    if _hiring_event(material, scales):
        return None
    survey = scales.best("signs.survey")
    if survey and not _outweighs(survey, scales):
        return _noise(Kind.OTHER, 0.9, survey)
    if bulk := _bulk(material, scales):
        return bulk
    other = scales.best("noise.other")
    about_a_job = scales.strength("context.job") >= ABOUT_A_JOB
    about_hiring = scales.has("context.hiring")
    about_this = about_a_job or about_hiring or _answers_about_a_job(material)
    if other and not about_this and scales.strength("noise.other") >= OTHER:
        return _noise(Kind.OTHER, 0.93, other)
    if not _any_context(material, scales) and not _speaks_plainly(scales):
        return Noise(Kind.OTHER, 0.85, "", "kinds.no_job_context")
    if not about_a_job and not in_thread(material) and _says_nothing(material, scales):
        return Noise(Kind.OTHER, 0.8, "", "kinds.no_application")
    return None


def _without_hunt(scales: Scales) -> Scales:
    """The scales without the job words of friends, who ask how the search for one is going."""
    hunt = {finding.order for finding in scales.sentences("noise.hunt")}
    if not hunt:
        return scales
    kept = (f for f in scales.findings if f.topic not in _JOB_WORDS or f.order not in hunt)
    return replace(scales, findings=tuple(kept))


def _outweighs(survey: Finding, scales: Scales) -> bool:
    """Whether the mail says more than the survey it asks for: a decision, or a receipt that does
    not merely thank for what the survey is about.
    """
    if _says(scales, "rejection", "offer"):
        return True
    asked = {finding.order for finding in scales.sentences("signs.survey")}
    receipts = {f.order for f in scales.sentences("incoming.acknowledgement") if f.weight >= SURE}
    about_that = survey.place is Place.SUBJECT or len(asked) > 1 or scales.has("signs.talk_held")
    return bool(receipts - asked) and not about_that


def _hiring_event(material: Material, scales: Scales) -> bool:
    """Whether a calendar asks the owner to an interview, or calls it off: no mail to many does."""
    if not any(event.cancelled or event.method in _ASKING for event in material.events):
        return False
    titles = scales.in_place(Place.SUBJECT, Place.EVENT)
    return titles.has("context.hiring") and not titles.has("noise.bulk")


def _bulk(material: Material, scales: Scales) -> Noise | None:
    shape = mass_mail(material.message)
    strength = 1.0 - (1.0 - scales.strength("noise.bulk")) * (1.0 - shape)
    if strength >= BULK_UNADDRESSED and not _about_the_reader(material, scales):
        return Noise(Kind.BULK, 0.9, "", "shape.mass_mail")
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
    if from_system(material, *_SYSTEMS):
        return True
    if in_thread(material) or _meets_remotely(scales):
        return True
    return _answers_about_a_job(material)


def _answers_about_a_job(material: Material) -> bool:
    """Whether what it quotes is about a job: "your appointment" is then no dentist's."""
    history = heard(material.body.quoted, material.language)
    return bool(history & {"context.job", "context.hiring"})


def _meets_remotely(scales: Scales) -> bool:
    """Whether a talk by video is moved, called off or proposed: private talks are seldom that."""
    if not scales.has("context.remote"):
        return False
    talks = {finding.order for finding in scales.sentences("context.talk")}
    acts = (finding for kind in _ARRANGED for finding in scales.sentences(f"incoming.{kind}"))
    return any(finding.order in talks and finding.weight >= SURE for finding in acts)


def _says_nothing(material: Material, scales: Scales) -> bool:
    """Whether no cue tells what a person's mail, outside any thread, wants of the owner."""
    if material.events or scales.has("context.own") or from_system(material, *_SYSTEMS):
        return False
    if scales.has("markers.silence") and scales.has("signs.talk_held"):
        return False
    told = {*_PLAIN_SPEECH, *_PROCESS, "reply"} - {*_ANYBODYS}
    if any(scales.strength(f"incoming.{kind}") >= LIKELY for kind in told):
        return False
    hiring = scales.sentences("context.hiring")
    if any(finding.place is Place.SUBJECT for finding in hiring):
        return not any(scales.strength(f"incoming.{kind}") >= LIKELY for kind in _ANYBODYS)
    orders = {finding.order for finding in hiring}
    acts = (finding for kind in _ANYBODYS for finding in scales.sentences(f"incoming.{kind}"))
    return not any(finding.order in orders and finding.weight >= LIKELY for finding in acts)


def _about_the_reader(material: Material, scales: Scales) -> bool:
    """Whether a mail to many is about this reader's own application all the same: a system of
    hiring sent it (peers.md D13), it greets them by name, or it names what they applied for.
    """
    if material.events or scales.has("context.own") or from_system(material, *_SYSTEMS):
        return True
    return in_thread(material) or greets_owner(material)


def _noise(kind: Kind, confidence: float, best: Finding) -> Noise:
    return Noise(kind, confidence, best.words, best.rule)
