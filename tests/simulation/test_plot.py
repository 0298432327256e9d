"""A search is a function of its seed, and its truth is reckoned by the rules of DESIGN §6."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.simulation.careful import Calendar, correspondent, follow_up_due, wishes
from tests.simulation.histories import ANNA, TALK, a_run, at, said
from tests.simulation.life import Life
from tests.simulation.play import play
from tests.simulation.plot import search
from tests.simulation.silences import silences
from tests.simulation.truth import MEANS, Said
from tests.simulation.words import language
from tests.simulation.workdays import add, between, is_workday


def test_the_same_seed_is_the_same_search() -> None:
    assert search(11) == search(11)
    assert search(11) != search(12)


def test_the_same_seed_writes_the_same_bytes() -> None:
    once, again = _bytes_of(11), _bytes_of(11)

    assert once == again
    assert len(once) >= 5


def test_no_two_mails_of_a_search_bear_the_same_message_id() -> None:
    """Two drafts are edited here, one while the other still waits to be sent."""
    run = play(search(217))

    mails = [one.message_id for c in run.chronicles for one in (*c.said, *c.wrote)]

    assert len(mails) == len({*mails})


def test_who_asks_whether_a_time_suits_is_answered_before_it() -> None:
    life = Life(search(5039))
    while (now := life.next_at()) is not None:
        life.advance(now)

    chronicle = life.chronicles[0]
    asked = next(said for said in chronicle.said if said.act == "invite_text")
    agreed = [wrote.at for wrote in chronicle.wrote if wrote.act == "own_accept"]

    assert any(asked.at < at < asked.times[0].start for at in agreed)


def test_where_an_agency_is_between_its_people_are_asked_whoever_wrote_last() -> None:
    last = replace(said("courtesy", at(5)), by="tom@client.example")
    chronicle = a_run(heard=[last]).chronicles[0]
    employer = replace(chronicle.opportunity.employer, agency_domain="nordlicht.example")
    through = replace(chronicle, opportunity=replace(chronicle.opportunity, employer=employer))

    assert correspondent(chronicle, at(6)) == last.by
    assert correspondent(through, at(6)) == ANNA.address


def test_every_language_has_words_for_every_act() -> None:
    for code in ("en", "de", "fr", "es"):
        acts = language(code).table["acts"]
        assert set(MEANS) - {"bounce"} <= set(acts)


def test_the_freeze_and_public_holidays_are_no_business_days() -> None:
    assert not is_workday(date(2025, 12, 29), "GB")
    assert not is_workday(date(2026, 10, 3), "DE") and not is_workday(date(2026, 5, 1), "DE")
    assert add(date(2025, 12, 23), 1, "GB") == date(2026, 1, 2)
    assert between(date(2026, 3, 6), date(2026, 3, 9), "GB") == 1


def test_a_follow_up_is_due_on_the_fifth_business_day_at_ten() -> None:
    assert _follow_up_due() == [at(10)]


def test_a_promise_puts_it_off_to_the_second_business_day_after() -> None:
    promise = said("promise_after", at(3, 16))
    promise = replace(promise, promised_on=date(2026, 3, 12))

    assert _follow_up_due(promise)[-1] == at(16)


def test_kind_words_put_it_off_by_five_business_days() -> None:
    assert _follow_up_due(said("courtesy", at(5))) == [at(12)]


def test_nothing_is_due_where_silence_means_no_or_contact_is_unwelcome() -> None:
    run = a_run(heard=[said("no_contact", at(3, 16))])

    steps = [wish.step for wish in wishes(run.search, run.chronicles[0], run.ended_at)]

    assert steps == ["thank_you"]


def _follow_up_due(*heard: Said) -> list[datetime | None]:
    run = a_run(talks=[TALK], heard=heard)
    calendar = Calendar(run.search, run.chronicles[0])
    return [follow_up_due(calendar, silence) for silence in silences(run.chronicles[0])]


def _bytes_of(seed: int) -> list[bytes]:
    """All that is delivered where no agent is."""
    life = Life(search(seed))
    now = life.next_at()
    while now is not None:
        life.advance(now)
        now = life.next_at()
    return [
        arrival.raw
        for folder in life.folders()
        for batch in life.new(folder, None, since=life.now - timedelta(days=9999))
        for arrival in batch.arrivals
    ]
