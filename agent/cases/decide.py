"""What is due for one case now, why, and when to look again (DESIGN §6). Pure and total."""

from datetime import UTC, datetime, timedelta

from agent.cases.case import Case, Step
from agent.cases.feedback import feedback_request
from agent.cases.follow_up import nudges
from agent.cases.leaving import departures
from agent.cases.lying import lying_drafts
from agent.cases.phase import standing
from agent.cases.plan import Fix, Plan, Remind, Send, Write, together
from agent.cases.policy import Policy
from agent.cases.questions import questions
from agent.cases.reasons import Reason
from agent.cases.refusal import refusal
from agent.cases.thank_you import thank_yous
from agent.cases.wished import delay_acknowledgement, is_withdrawing, wished
from agent.cases.wording import why

__all__ = ["decide", "refusal"]

AT_LEAST = timedelta(minutes=1)
_LETTERS = Write | Remind | Fix | Send


def decide(case: Case, policy: Policy, now: datetime) -> Plan:
    """Everything that is due at `now` (aware): same case, policy and instant, same plan."""
    stands = standing(case, now, policy)
    if stands.end:
        plans = [
            feedback_request(case, stands.end, policy, now),
            lying_drafts(case, stands, policy, now),
            departures(case, stands, policy, now),
            wished(case, stands, now),
        ]
    else:
        plans = [
            nudges(case, stands, policy, now),
            thank_yous(case, policy, now),
            lying_drafts(case, stands, policy, now),
            departures(case, stands, policy, now),
            questions(case, stands, policy, now),
            wished(case, stands, now),
            delay_acknowledgement(case, stands, policy, now),
        ]
    plan = together(plans)
    if is_withdrawing(case):
        plan = _only_withdrawal(plan)
    if case.held_since:
        plan = _unwritten(plan)
    wake_at = plan.wake_at
    if wake_at is not None:
        wake_at = max(wake_at.astimezone(UTC), now.astimezone(UTC) + AT_LEAST)
    return Plan(plan.actions, plan.why, wake_at)


def _unwritten(plan: Plan) -> Plan:
    """The same without letters and reminders: the owner wants none now."""
    rest = tuple(action for action in plan.actions if not isinstance(action, _LETTERS))
    return Plan(rest, plan.why if rest else why(Reason.HELD_BY_OWNER), plan.wake_at)


def _only_withdrawal(plan: Plan) -> Plan:
    """The same without other letters and reminders: they would contradict it."""
    rest = tuple(
        action
        for action in plan.actions
        if not isinstance(action, _LETTERS) or action.key.step is Step.WITHDRAWAL
    )
    cause = next((action.why for action in rest), why(Reason.WITHDRAWING))
    return plan if rest == plan.actions else Plan(rest, cause, plan.wake_at)
