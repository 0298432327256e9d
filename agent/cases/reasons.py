"""Every reason for which something is done or left, as a code with its sentence."""

from enum import StrEnum


class Reason(StrEnum):
    """The code stands in the ledger and in `--json`; its sentence begins what `because` says."""

    # What happened.
    NEW_CASE = "new_case"
    REOPENED = "reopened"
    TIME_SET = "time_set"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ANSWERED = "answered"
    NEXT_ROUND = "next_round"
    # Why a step is due.
    INTERVIEW_OVER = "interview_over"
    INTERVIEW_OVER_LATE = "interview_over_late"
    NO_ANSWER_YET = "no_answer_yet"
    PROMISE_PASSED = "promise_passed"
    STILL_NO_ANSWER = "still_no_answer"
    CALL_MAY_HELP = "call_may_help"
    FEEDBACK_MAY_HELP = "feedback_may_help"
    DELAY_NAMED = "delay_named"
    WISHED = "wished"
    LIES_UNSENT = "lies_unsent"
    # Why nothing is done now.
    NO_INTERVIEW_YET = "no_interview_yet"
    INTERVIEW_AHEAD = "interview_ahead"
    OWNERS_MOVE = "owners_move"
    WAITING = "waiting"
    ON_HOLD = "on_hold"
    AWAY = "away"
    DOUBT = "doubt"
    NOT_HELD = "not_held"
    NOTHING_DUE = "nothing_due"
    HELD_BY_OWNER = "held_by_owner"
    APPROVED = "approved"
    UNCERTAIN = "uncertain"
    WITHDRAWING = "withdrawing"
    # Why a step will not happen.
    DONE_BY_OWNER = "done_by_owner"
    NOT_SENT = "not_sent"
    DECLINED_BY_OWNER = "declined_by_owner"
    SKIPPED_BY_OWNER = "skipped_by_owner"
    TOO_LATE = "too_late"
    BEFORE_START = "before_start"
    READ_LATE = "read_late"
    ALREADY_WRITTEN = "already_written"
    WRITTEN_ONCE = "written_once"
    FEEDBACK_ASKED = "feedback_asked"
    NOT_REFUSED = "not_refused"
    NO_DELAY = "no_delay"
    TOO_SOON_AGAIN = "too_soon_again"
    NO_CONTACT_WISHED = "no_contact_wished"
    NOBODY_TO_WRITE_TO = "nobody_to_write_to"
    ENOUGH = "enough"
    SWITCHED_OFF = "switched_off"
    TEXT_REFUSED = "text_refused"
    DRAFT_FOUND = "draft_found"
    MAIL_REFUSED = "mail_refused"
    DID_NOT_LEAVE = "did_not_leave"
    CHANGED_SINCE = "changed_since"
    # Why a case is closed: the endings of DESIGN §4.
    REJECTED = "rejected"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    POSITION_CLOSED = "position_closed"
    STOPPED = "stopped"
    STALE = "stale"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Reason.NEW_CASE: "A mail about a new opportunity has come.",
    Reason.REOPENED: "The employer has written again after the case was closed; it is their move.",
    Reason.TIME_SET: "The time of an interview is known.",
    Reason.MOVED: "The interview has been moved.",
    Reason.CANCELLED: "The interview has been called off.",
    Reason.ANSWERED: "The employer has answered.",
    Reason.NEXT_ROUND: "The employer invites to a next round.",
    Reason.INTERVIEW_OVER: "The interview is over; thanks are due within 24 hours.",
    Reason.INTERVIEW_OVER_LATE: "The interview was over a day ago; thanks are late, not too late.",
    Reason.NO_ANSWER_YET: "No answer has been seen since.",
    Reason.PROMISE_PASSED: "The day by which they promised to answer has passed.",
    Reason.STILL_NO_ANSWER: "The follow-up has not been answered.",
    Reason.CALL_MAY_HELP: "So late in the process a call may do more than a mail.",
    Reason.FEEDBACK_MAY_HELP: "They said no after an interview; once, one may ask why.",
    Reason.DELAY_NAMED: "They have written that it takes longer; a line of thanks answers it.",
    Reason.WISHED: "You wish this letter.",
    Reason.LIES_UNSENT: "The draft still lies in Drafts.",
    Reason.NO_INTERVIEW_YET: "No interview has been held.",
    Reason.INTERVIEW_AHEAD: "The interview is still to come.",
    Reason.OWNERS_MOVE: "It is your move: they wait for an answer of yours.",
    Reason.WAITING: "It is their move, and it is too early to ask.",
    Reason.ON_HOLD: "They have put the position on hold.",
    Reason.AWAY: "The person to write to is away.",
    Reason.DOUBT: "Only you can say what this means.",
    Reason.NOT_HELD: "The interview did not take place.",
    Reason.NOTHING_DUE: "Nothing more is due.",
    Reason.HELD_BY_OWNER: "You want nothing written in this case until you resume it.",
    Reason.APPROVED: "It may leave, and is looked at once more before it does.",
    Reason.UNCERTAIN: "Nobody knows whether it has left; it is not sent again.",
    Reason.WITHDRAWING: "You wish to withdraw; nothing else is written meanwhile.",
    Reason.DONE_BY_OWNER: "You have written this yourself.",
    Reason.NOT_SENT: "The draft was not sent in time.",
    Reason.DECLINED_BY_OWNER: "You deleted this draft, so it is not made again.",
    Reason.SKIPPED_BY_OWNER: "You do not want this step.",
    Reason.TOO_LATE: "It is too late for this to be welcome.",
    Reason.BEFORE_START: "It was due before this program was first started.",
    Reason.READ_LATE: "It was due before a mail about it, set aside at first, could be read.",
    Reason.ALREADY_WRITTEN: "This person has been thanked for that day.",
    Reason.WRITTEN_ONCE: "This letter has been made once; it is not made again.",
    Reason.FEEDBACK_ASKED: "They are asked for feedback, in a letter that thanks them.",
    Reason.NOT_REFUSED: "They have not said no.",
    Reason.NO_DELAY: "The last that a person wrote is not that it takes longer.",
    Reason.TOO_SOON_AGAIN: "This person was written to less than five business days ago.",
    Reason.NO_CONTACT_WISHED: "They have asked not to be contacted.",
    Reason.NOBODY_TO_WRITE_TO: "No address is known to which one may write.",
    Reason.ENOUGH: "They have been asked often enough.",
    Reason.SWITCHED_OFF: "This step is switched off.",
    Reason.TEXT_REFUSED: "The text broke a rule of ours.",
    Reason.MAIL_REFUSED: "A mail server refuses it for good.",
    Reason.DID_NOT_LEAVE: "It has not left, as you say; it is not sent again by itself.",
    Reason.CHANGED_SINCE: "The draft is not what you have approved any more.",
    Reason.DRAFT_FOUND: "A draft of this lies in Drafts already; no second one is made.",
    Reason.REJECTED: "They have said no.",
    Reason.OFFERED: "They have made an offer.",
    Reason.WITHDRAWN: "You have withdrawn.",
    Reason.NO_ANSWER: "No answer has come; nothing more will be written.",
    Reason.POSITION_CLOSED: "The position is filled or closed.",
    Reason.STOPPED: "You have stopped this case.",
    Reason.STALE: "Nothing has happened for a long time.",
}
