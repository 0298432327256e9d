"""When an interview is, and what is counted from it: defects seen at peers."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Happening
from agent.cases.policy import Policy
from agent.reading.facts import Kind, Status
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from tests.jobs.fakes import INBOX, Agent
from tests.letters import invitation, london, mail
from tests.peers.letters import INVITED, THANK_YOU_DUE, drafted, invited, reading, status

ZONES = (
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
DAYS = {
    "winter": date(2026, 1, 13),
    "after the American spring change": date(2026, 3, 9),
    "after the European spring change": date(2026, 3, 30),
    "after the New Zealand autumn change": date(2026, 4, 6),
    "after the New Zealand spring change": date(2026, 9, 28),
    "after the European autumn change": date(2026, 10, 26),
    "after the American autumn change": date(2026, 11, 2),
}

TALKS = {  # the day of a talk, and the fifth business day after it
    "over the American spring change": (date(2026, 3, 5), date(2026, 3, 12)),
    "over the European spring change": (date(2026, 3, 26), date(2026, 4, 2)),
    "over the New Zealand autumn change": (date(2026, 4, 2), date(2026, 4, 9)),
    "over the New Zealand spring change": (date(2026, 9, 24), date(2026, 10, 1)),
    "over the European autumn change": (date(2026, 10, 22), date(2026, 10, 29)),
    "over the American autumn change": (date(2026, 10, 29), date(2026, 11, 5)),
}


def living_in(zone: ZoneInfo) -> Agent:
    """An agent whose owner lives there, in no country that is known."""
    agent = Agent()
    owner = Owner(("robin@ashby.example",), zone, name="Robin Ashby")
    agent.desk = replace(
        agent.desk,
        owner=owner,
        policy=Policy(zone),
        read=lambda arrival: read(parse(arrival.raw, received_at=arrival.received_at), owner),
    )
    return agent


def test_d6_three_slots_are_no_agreed_date() -> None:
    raw = mail(
        "Dear Robin,\n\nwe would like to invite you to an interview for the Data Engineer role at\n"
        "Larkspur Analytics. Which of these times suits you?\n\n- Monday 9 March, 10:00\n"
        "- Tuesday 10 March, 14:00\n- Wednesday 11 March, 16:00\n\nKind regards,\nNadia Brandt\n",
        at=INVITED,
        message_id="<slots@larkspur.example>",
    )
    agent = Agent()
    agent.mailbox.deliver(INBOX, raw, INVITED)

    agent.at(INVITED)
    agent.at(london("2026-03-12 12:00"))

    found = reading(raw, INVITED).interviews
    assert [i.status for i in found] == [Status.PROPOSED] * 3
    assert agent.mailbox.appends == 0
    assert status(agent, Step.THANK_YOU) is None


def test_d6_a_time_without_a_zone_is_marked_as_assumed() -> None:
    """K4."""
    raw = mail(
        "Dear Robin,\n\nyour interview takes place on Thursday 5 March at 14:00.\n\nNadia Brandt\n",
        at=INVITED,
        message_id="<zoneless@larkspur.example>",
    )

    [found] = reading(raw, INVITED).interviews

    assert found.zone_assumed


def test_d8_the_thank_you_counts_from_the_interview_not_from_the_application() -> None:
    agent = Agent()
    applied = london("2026-02-03 09:00")
    receipt = mail(
        "Dear Robin,\n\nthank you for applying as Data Engineer at Larkspur Analytics. We have\n"
        "received your application.\n\nKind regards,\nNadia Brandt\n",
        at=applied,
        message_id="<receipt@larkspur.example>",
        subject="Your application as Data Engineer at Larkspur Analytics",
    )
    agent.mailbox.deliver(INBOX, receipt, applied)
    start, end = london("2026-03-05 14:00"), london("2026-03-05 15:00")
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=start, end=end), INVITED)

    before = [drafted(agent.at(applied + timedelta(days=days))) for days in range(30)]

    assert not any(before)
    assert drafted(agent.at(THANK_YOU_DUE)) == [Step.THANK_YOU]


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("zone", ZONES)
def test_d26_a_time_written_at_half_past_eleven_at_night_is_that_day_in_any_zone(
    zone: str, day: date
) -> None:
    local = ZoneInfo(zone)
    owner = Owner(("robin@ashby.example",), local)
    written = datetime(day.year, day.month, day.day, 23, 30, tzinfo=local) - timedelta(days=3)
    raw = mail(
        f"Dear Robin,\n\nyour interview takes place on {day:%A}, {day.day} {day:%B %Y} at 14:00.\n"
        "\nKind regards,\nNadia Brandt\n",
        at=written,
        message_id="<fixed@larkspur.example>",
    )

    [found] = read(parse(raw, received_at=written), owner).interviews

    assert found.start == datetime(day.year, day.month, day.day, 14, tzinfo=local)
    assert (
        found.start.utcoffset()
        == datetime(day.year, day.month, day.day, 14, tzinfo=local).utcoffset()
    )
    assert found.status is Status.SCHEDULED


@pytest.mark.parametrize("zone", ZONES)
def test_d26_tomorrow_at_half_past_eleven_at_night_is_the_senders_tomorrow(zone: str) -> None:
    local = ZoneInfo(zone)
    written = datetime(2026, 3, 4, 23, 30, tzinfo=local)
    raw = mail(
        "Dear Robin,\n\nyour interview takes place tomorrow at 14:00.\n\nNadia Brandt\n",
        at=written,
        message_id="<tomorrow@larkspur.example>",
    )

    [found] = read(
        parse(raw, received_at=written), Owner(("robin@ashby.example",), local)
    ).interviews

    assert found.start == datetime(2026, 3, 5, 14, tzinfo=local)


@pytest.mark.parametrize(("held", "due"), TALKS.values(), ids=TALKS)
@pytest.mark.parametrize("zone", ZONES)
def test_d26_a_talk_until_half_past_eleven_at_night_counts_from_that_day_in_its_zone(
    zone: str, held: date, due: date
) -> None:
    local = ZoneInfo(zone)
    agent = living_in(local)
    written = datetime(held.year, held.month, held.day, 9, tzinfo=local) - timedelta(days=2)
    raw = mail(
        "Dear Robin,\n\nyour interview for the Data Engineer role at Larkspur Analytics takes\n"
        f"place on {held:%A}, {held.day} {held:%B %Y}, from 22:30 to 23:30.\n\n"
        "Kind regards,\nNadia Brandt\n",
        at=written,
        message_id="<late-talk@larkspur.example>",
    )
    agent.mailbox.deliver(INBOX, raw, written)
    agent.at(written)

    ten = datetime(due.year, due.month, due.day, 10, tzinfo=local)

    agent.at(datetime(held.year, held.month, held.day, 8, 30, tzinfo=local) + timedelta(days=1))
    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED
    assert Step.FOLLOW_UP not in drafted(agent.at(ten - timedelta(minutes=1)))
    assert Step.FOLLOW_UP in drafted(agent.at(ten))


@pytest.mark.parametrize("zone", ZONES)
def test_d26_a_weekday_that_does_not_fit_its_date_is_never_surely_known(zone: str) -> None:
    """K1."""
    local = ZoneInfo(zone)
    written = datetime(2026, 3, 3, 23, 30, tzinfo=local)
    raw = mail(
        "Dear Robin,\n\nyour interview takes place on Monday, 5 March 2026 at 14:00.\n\n"
        "Kind regards,\nNadia Brandt\n",
        at=written,
        message_id="<mismatch@larkspur.example>",
    )

    told = read(parse(raw, received_at=written), Owner(("robin@ashby.example",), local))

    assert told.confidence < 0.9


def test_d22_a_request_whose_status_is_cancelled_calls_the_steps_off() -> None:
    agent = invited()
    raw = invitation(
        at=london("2026-03-04 09:00"),
        start=london("2026-03-05 14:00"),
        end=london("2026-03-05 15:00"),
        sequence=1,
        status="CANCELLED",
    )

    agent.mailbox.deliver(INBOX, raw, london("2026-03-04 09:00"))
    events = agent.at(london("2026-03-04 09:00"))
    agent.at(THANK_YOU_DUE)

    assert Happening.CANCELLED in [event.event for event in events]
    assert agent.mailbox.appends == 0


@pytest.mark.parametrize(
    "words", ["Analytics topics for you", "Politics, statistics and basics", "Graphics jobs"]
)
def test_d28_the_letters_ics_in_a_job_alert_are_no_interview(words: str) -> None:
    raw = mail(
        f"{words}\n\n12 new jobs match your search: Analytics Engineer, Robotics Lead.\n"
        "See all jobs: https://jobs.example/topics\nUnsubscribe from these alerts.\n",
        at=INVITED,
        message_id="<alert@jobs.example>",
        subject=f"Job alert: {words}",
        sender="Job alerts <alerts@jobs.example>",
    )

    told = reading(raw, INVITED)

    assert told.interviews == ()
    assert told.kind in (Kind.BULK, Kind.OTHER)
