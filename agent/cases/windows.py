"""When on a day something may be put before the owner, and in whose day it is due (DESIGN §6)."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.cases.business_days import DAY, BusinessDays
from agent.cases.case import Case, Round
from agent.cases.policy import Policy
from agent.cases.reasons import Reason


def why_unseen(due: datetime, case: Case, policy: Policy) -> Reason | None:
    """Why a step that was due then is shown and not drafted: nobody knew of it then (S14)."""
    if policy.started_at and due < policy.started_at:
        return Reason.BEFORE_START
    if case.read_late_at and due < case.read_late_at:
        return Reason.READ_LATE
    return None


def zone_of(round_: Round, policy: Policy) -> tzinfo:
    """The interview's own zone, else the owner's."""
    return own_zone(round_) or policy.zone


def own_zone(round_: Round) -> tzinfo | None:
    """The interview's zone by its name; the offset of its end where no name is known."""
    try:
        return ZoneInfo(round_.zone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        offset = round_.end.utcoffset() if round_.end else None
        return timezone(offset) if offset is not None else None


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """That wall clock as aware UTC; in the fold of a clock change the first."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def office_hour(
    not_before: datetime, zone: tzinfo, business: BusinessDays, policy: Policy
) -> datetime:
    """`not_before`, or the next opening of office hours after it: the owner's hours, on business
    days of `zone`, where the interview was."""
    return _open_from(not_before, policy.zone, zone, business, policy)


def receiving_hour(
    not_before: datetime, zone: tzinfo, business: BusinessDays, policy: Policy
) -> datetime:
    """The same for what is sent: the hours of `zone`, where it is received."""
    return _open_from(not_before, zone, zone, business, policy)


def _open_from(
    at: datetime, hours: tzinfo, days: tzinfo, business: BusinessDays, policy: Policy
) -> datetime:
    for _ in range(60):  # a freeze and its weekends are shorter
        local = at.astimezone(hours)
        if local.time() < policy.office_opens:
            at = instant(local.date(), policy.office_opens, hours)
        elif local.time() >= policy.office_closes or at.astimezone(days).date() not in business:
            at = instant(local.date() + DAY, policy.office_opens, hours)
        else:
            break
    return at


def due_at(
    day: date, clock: time, zone: tzinfo, business: BusinessDays, policy: Policy
) -> datetime:
    """`clock` of the due day by the owner's watch, never before that day has begun in `zone`."""
    begins = max(instant(day, clock, policy.zone), instant(day, time(0), zone))
    return office_hour(begins, zone, business, policy)


def thank_you_at(end: datetime, policy: Policy) -> datetime:
    """Two hours after the end, by day; the next morning where that is evening or night."""
    return _by_day(end + policy.thank_you.after, policy.zone, policy)


def thank_you_hour(not_before: datetime, policy: Policy) -> datetime:
    """`not_before`, or the next morning's hour where that is evening or night; weekends too."""
    return _by_day(not_before, policy.zone, policy)


def thanks_receiving_hour(not_before: datetime, zone: tzinfo, policy: Policy) -> datetime:
    """The same for what is sent: by day in `zone`, where it is received."""
    return _by_day(not_before, zone, policy)


def _by_day(at: datetime, zone: tzinfo, policy: Policy) -> datetime:
    rules = policy.thank_you
    local = at.astimezone(zone)
    if rules.earliest <= local.time() <= rules.latest:
        return at.astimezone(UTC)
    morning = local.date() if local.time() < rules.earliest else local.date() + timedelta(days=1)
    return instant(morning, rules.morning, zone)
