"""The smaller things a mail says, each with its evidence, and whether the mail is an answer."""

from agent.reading.classifier import INCOMING
from agent.reading.facts import Direction, Evidence, Kind, Sign
from agent.reading.kind_model import OUTGOING_KINDS
from agent.reading.material import Material
from agent.reading.passages import Place
from agent.reading.register import register_of
from agent.reading.shape import by_person
from agent.reading.times.vocabulary import LANGUAGES
from agent.reading.weighing import Finding, Scales, Statement, heard

# Signs that the text says in so many words: found by the cues of that name.
_SAID = (
    Sign.FINAL_ROUND,
    Sign.ON_HOLD,
    Sign.NO_FEEDBACK,
    Sign.NO_CALLS,
    Sign.NO_CONTACT,
    Sign.NO_SHOW,
    Sign.SCAM,
    Sign.AGENCY,
    Sign.NAMES_CONTACT,
    Sign.SURVEY,
    Sign.UNDISCLOSED,
)
_ANSWERS = frozenset({Kind.REJECTION, Kind.OFFER, Kind.HOLDING})
_ANSWERS_AFTER_A_TALK = frozenset({Kind.INVITATION, Kind.REQUEST, Kind.ASSESSMENT, Kind.REPLY})
_ABOUT_PROCESS = frozenset(Kind) - {Kind.REPLY, Kind.CONFIRMATION, Kind.BULK, Kind.OTHER}
_GOES_ON = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.OFFER})
_SILENT = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK})

HELD = 0.7  # share from which a sentence tells of a talk that was held, of a vacancy that is gone
LIKELY = 0.5
_ASKING = INCOMING.index("invitation")

Signs = dict[Sign, Evidence]


def answers(kind: Kind, signs: Signs) -> bool:
    """Whether the employer has responded (DESIGN §3, finer points)."""
    return kind in _ANSWERS or (kind in _ANSWERS_AFTER_A_TALK and Sign.TALK_HELD in signs)


def signs_of(material: Material, scales: Scales, kind: Kind, *, left: bool) -> Signs:
    """The signs of a mail of this kind, each with the words that show it."""
    if kind in OUTGOING_KINDS:
        return _said(scales, Sign.DECLINED)
    if kind in _SILENT:
        return {Sign.LEFT_COMPANY: _evidence(Sign.LEFT_COMPANY, None)} if left else {}
    signs = _said(scales, *_SAID)
    if kind in _GOES_ON:  # "the process had stopped, now we would like to meet you"
        signs.pop(Sign.ON_HOLD, None)
    if kind is Kind.REJECTION:
        signs |= _said(scales, Sign.POSITION_CLOSED) or _closed(scales)
    if talk := _talk(material, scales, kind):
        signs[Sign.TALK_HELD] = talk
    if kind in (Kind.INVITATION, Kind.CONFIRMATION) and Sign.TALK_HELD in signs:
        signs[Sign.NEXT_ROUND] = _evidence(Sign.NEXT_ROUND, scales.best("signs.next_round"))
    if _is_unclear(material):
        signs[Sign.UNCLEAR] = _evidence(Sign.UNCLEAR, None)
    if way := register_of(material.body.new_text, material.language):
        signs[way] = _evidence(way, None)
    if by_person(material):
        signs[Sign.BY_PERSON] = _evidence(Sign.BY_PERSON, None)
    if kind in _ABOUT_PROCESS or scales.has("signs.about_process"):
        signs[Sign.ABOUT_PROCESS] = _evidence(
            Sign.ABOUT_PROCESS, scales.best("signs.about_process")
        )
    return signs | _answering(scales, kind, signs)


def _is_unclear(material: Material) -> bool:
    """No rules were heard, because there are none, or nothing to hear; a calendar part speaks."""
    mute = not any(c.isalpha() for c in material.body.new_text)
    return not material.events and (mute or material.language not in LANGUAGES)


def _closed(scales: Scales) -> Signs:
    """The vacancy itself is gone, as the sentence says that most refuses."""
    said = scales.loudest(Kind.REJECTION, Direction.INCOMING)
    if said is None or said.shares.closed < HELD or said.place is Place.OLD_SUBJECT:
        return {}
    evidence = Evidence(Sign.POSITION_CLOSED, said.words, "classifier.closed", 0.85)
    return {Sign.POSITION_CLOSED: evidence}


def _answering(scales: Scales, kind: Kind, signs: Signs) -> Signs:
    """What depends on the answer: a courtesy decides nothing, but it sounds like one."""
    found: Signs = {}
    if kind in _ANSWERS | _ANSWERS_AFTER_A_TALK and (
        answers(kind, signs) or kind is not Kind.REPLY
    ):
        best = scales.best(f"incoming.{kind}")
        found[Sign.PURPORTS_ANSWER] = _evidence(Sign.PURPORTS_ANSWER, best)
    if kind is Kind.REPLY and answers(kind, signs):
        found[Sign.COURTESY] = _evidence(Sign.COURTESY, scales.best("incoming.reply"))
    return found


def _talk(material: Material, scales: Scales, kind: Kind) -> Evidence | None:
    """Words that show that a talk has taken place: in the new text; for a mere reply also in what
    it answers, which is the owner's thank-you or question.
    """
    now = scales.in_place(Place.TEXT, Place.FORWARDED, Place.SUBJECT, Place.EVENT)
    if best := now.best("signs.talk_held"):
        return _evidence(Sign.TALK_HELD, best)
    told = max(now.statements, key=_tells_of_a_talk, default=None)
    if told and _tells_of_a_talk(told) >= HELD:
        return Evidence(Sign.TALK_HELD, told.words, "classifier.talk_held", 0.85)
    titles = scales.in_place(Place.SUBJECT, Place.EVENT)
    if best := titles.best("signs.later_round"):
        return _evidence(Sign.TALK_HELD, best)
    if kind is not Kind.REPLY:
        return None
    history = heard(material.body.quoted, material.language)
    subject = scales.in_place(Place.OLD_SUBJECT).has("outgoing.thank_you")
    if "outgoing.thank_you" in history or "outgoing.follow_up" in history or subject:
        return Evidence(Sign.TALK_HELD, material.message.envelope.subject, "history.thanks", 0.9)
    return None


def _tells_of_a_talk(said: Statement) -> float:
    """A sentence that asks to a talk names one that is yet to come."""
    asks = said.shares.said[_ASKING] >= LIKELY
    return 0.0 if asks else said.shares.talk_held


def _said(scales: Scales, *wanted: Sign) -> Signs:
    return {
        sign: _evidence(sign, best) for sign in wanted if (best := scales.best(f"signs.{sign}"))
    }


def _evidence(sign: Sign, best: Finding | None) -> Evidence:
    if best is None:
        return Evidence(sign, "", f"signs.{sign}", 0.9)
    return Evidence(sign, best.words, best.rule, round(best.weight, 2))
