"""How long to wait: the cadence of DESIGN §6 as values, from the YAML or as recommended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.cases.case import CADENCE, Mode, Step


@dataclass(frozen=True, slots=True)
class ThankYou:
    after: timedelta = timedelta(hours=2)  # after the end of the interview
    earliest: time = time(8)  # owner's zone
    latest: time = time(20)
    morning: time = time(8, 30)  # what falls outside goes out the next morning
    within: timedelta = timedelta(hours=24)  # after it, reworded
    expires: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FollowUp:
    business_days: int = 5
    at: time = time(10)
    promise_grace_days: int = 2  # business days after a promised date
    floor: timedelta = timedelta(hours=48)  # never sooner after the end (A2-1)
    fewest_days: int = 3
    most_days: int = 15


@dataclass(frozen=True, slots=True)
class FinalAttempt:
    business_days: int = 7
    at: time = time(10)
    fewest_days: int = 5
    most_days: int = 10


@dataclass(frozen=True, slots=True)
class FeedbackRequest:
    business_days: int = 1
    at: time = time(10)
    floor: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything `decide` may depend on beside the case and the clock."""

    zone: ZoneInfo  # the owner's
    country: str | None = None  # the owner's, ISO 3166-1 alpha-2
    subdivision: str | None = None  # "BY", only where set
    steps: frozenset[Step] = frozenset(CADENCE)  # those switched on
    modes: Mapping[Step, Mode] = field(default_factory=dict, hash=False)  # where not `draft`
    thank_you: ThankYou = field(default_factory=ThankYou)
    follow_up: FollowUp = field(default_factory=FollowUp)
    final_attempt: FinalAttempt = field(default_factory=FinalAttempt)
    feedback_request: FeedbackRequest = field(default_factory=FeedbackRequest)
    acknowledge_delay: bool = False  # unasked; by wish it can always be written
    office_opens: time = time(9)
    office_closes: time = time(17)
    close_after_days: int = 10  # business days after the final attempt
    remind_unsent_days: int = 2  # business days that a draft may lie before a reminder
    withdraw_unsent_days: int = 5
    most_nudges: int = 4  # follow-ups and final attempts in a case's life
    per_day: int = 10  # messages in all
    question_mails: bool = False  # ask the owner by mail how an interview went
    started_at: datetime | None = (
        None  # first start: steps due before it are shown, not drafted (S14)
    )
