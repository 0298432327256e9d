"""Days and clock times as people write them, in seven languages.

Written on Wednesday 4 March 2026 at 09:15; the owner lives in Berlin unless the test says so.
"""

import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from agent.reading.material import Moment
from agent.reading.owner import Owner
from agent.reading.times import moments

BERLIN = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"))
LONDON = Owner(("jo@home.example",), ZoneInfo("Europe/London"))
NEW_YORK = Owner(("jo@home.example",), ZoneInfo("America/New_York"))
WRITTEN = datetime(2026, 3, 4, 9, 15, tzinfo=ZoneInfo("Europe/Berlin"))


def read(text: str, language: str = "en", owner: Owner = BERLIN) -> tuple[Moment, ...]:
    base = WRITTEN.replace(tzinfo=owner.zone)
    return moments(text, base=base, language=language, owner=owner)


def shown(moment: Moment) -> str:
    """ "2026-03-12 14:30-15:15", with what is not told left out."""
    on = moment.on.isoformat() if moment.on else ""
    clock = moment.clock.strftime("%H:%M") if moment.clock else ""
    until = f"-{moment.until:%H:%M}" if moment.until else ""
    return f"{on} {clock}{until}".strip()


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("en", "Thursday 12 March at 2.30pm", "2026-03-12 14:30"),
        ("en", "on Thu, Mar 12 from 2 to 2:45 pm", "2026-03-12 14:00-14:45"),
        ("en", "tomorrow at noon", "2026-03-05 12:00"),
        ("en", "Monday week at half past ten", "2026-03-16 10:30"),
        ("en", "Tuesday of next week at 11", "2026-03-10 11:00"),
        ("en", "10-11 am on Friday", "2026-03-06 10:00-11:00"),
        ("en", "the 17th at 1300 hrs", "2026-03-17 13:00"),
        ("en", "2026-03-18T16:00", "2026-03-18 16:00"),
        ("en", "March 9th, quarter to four", "2026-03-09 15:45"),
        ("en", "Friday at 3 o'clock", "2026-03-06 15:00"),
        ("en", "11.30am-1pm, Monday 9 March", "2026-03-09 11:30-13:00"),
        ("de", "Do., 12.3., 14.30 Uhr", "2026-03-12 14:30"),
        ("de", "am Freitag, den 13. März, um halb drei", "2026-03-13 14:30"),
        ("de", "übermorgen um Viertel nach 3", "2026-03-06 15:15"),
        ("de", "nächste Woche Dienstag um 9 Uhr", "2026-03-10 09:00"),
        ("de", "12.03.2026 zwischen 10 und 11 Uhr", "2026-03-12 10:00-11:00"),
        ("fr", "jeudi 12 mars à 14 h 30", "2026-03-12 14:30"),
        ("fr", "demain à 9h", "2026-03-05 09:00"),
        ("fr", "le 16 mars de 10h à 11h", "2026-03-16 10:00-11:00"),
        ("fr", "mardi prochain à midi", "2026-03-10 12:00"),
        ("es", "el martes 10 a las 10", "2026-03-10 10:00"),
        ("es", "jueves 12 de marzo, a las cuatro de la tarde", "2026-03-12 16:00"),
        ("es", "mañana a las 9:30", "2026-03-05 09:30"),
        ("pt", "quinta-feira, dia 12, às 14h", "2026-03-12 14:00"),
        ("pt", "amanhã às 10h30", "2026-03-05 10:30"),
        ("it", "giovedì 12 marzo alle 15", "2026-03-12 15:00"),
        ("it", "domani alle ore 11.15", "2026-03-05 11:15"),
        ("nl", "donderdag 12 maart om 15.00 uur", "2026-03-12 15:00"),
        ("nl", "morgen om kwart over tien", "2026-03-05 10:15"),
        ("nl", "vrijdag om half drie", "2026-03-06 14:30"),
    ],
)
def test_a_day_and_its_clock_time_are_one_moment(language: str, phrase: str, expected: str) -> None:
    found = read(f"{phrase}.", language)

    assert [shown(moment) for moment in found] == [expected]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", "Date: Thursday 12 March 2026\nTime: 14:30"),
        ("en", "When: Thursday, March 12\n2:30pm"),
        ("de", "Datum: 12.03.2026\nUhrzeit: 14.30 Uhr"),
        ("fr", "Date : jeudi 12 mars\nHeure : 14h30"),
        ("es", "Fecha: jueves 12 de marzo\nHora: 14:30"),
        ("it", "Data: 12 marzo 2026\nOrario: 14:30"),
    ],
)
def test_labelled_lines_are_joined(language: str, lines: str) -> None:
    assert [shown(moment) for moment in read(lines, language)] == ["2026-03-12 14:30"]


def test_several_clock_times_share_their_day() -> None:
    found = read("Could you do Friday 13 March at 9:30 or at 11:00?")

    assert [shown(moment) for moment in found] == ["2026-03-13 09:30", "2026-03-13 11:00"]


def test_several_days_share_their_clock_time() -> None:
    found = read("Would Tuesday or Wednesday at 10 suit you?")

    assert [shown(moment) for moment in found] == ["2026-03-10 10:00", "2026-03-11 10:00"]


def test_each_line_of_a_list_keeps_its_own_time() -> None:
    found = read("- Mon 9 March, 10am\n- Tue 10 March, 2pm\n- Wed 11 March, 4:15pm")

    assert [shown(moment) for moment in found] == [
        "2026-03-09 10:00",
        "2026-03-10 14:00",
        "2026-03-11 16:15",
    ]


@pytest.mark.parametrize(
    ("phrase", "zone"),
    [
        ("Thursday 12 March at 2pm ET", "America/New_York"),
        ("Thursday 12 March at 2pm Pacific Time", "America/Los_Angeles"),
        ("Thursday 12 March, 14:00-15:00 (CET)", "Europe/Berlin"),
        ("Thursday 12 March at 14:00 UTC+5:30", "UTC+05:30"),
        ("Thursday 12 March at 2pm London time", "Europe/London"),
        ("Thursday 12 March at 2pm", None),
    ],
)
def test_the_zone_beside_a_clock_time_belongs_to_it(phrase: str, zone: str | None) -> None:
    (moment,) = read(phrase)

    assert moment.zone == zone


def test_one_time_told_in_two_zones_is_one_moment() -> None:
    found = read("Thursday 12 March at 10:30 AM PT / 1:30 PM ET")

    assert [(shown(moment), moment.zone) for moment in found] == [
        ("2026-03-12 10:30", "America/Los_Angeles")
    ]


def test_two_zones_that_contradict_each_other_are_uncertain() -> None:
    (moment,) = read("Thursday 12 March at 10:30 AM PT / 11:30 AM ET")

    assert not moment.certain


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Friday at 10:00, it will take 45 minutes.", 45),
        ("A one-hour call on Friday at 10:00.", 60),
        ("Friday at 10:00 for an hour and a half.", 90),
        ("Friday at 10:00. Please come 15 minutes early.", None),
    ],
)
def test_a_stated_length_counts_for_the_clock_time(text: str, minutes: int | None) -> None:
    assert [moment.minutes for moment in read(text)] == [minutes]


@pytest.mark.parametrize(
    ("phrase", "owner", "on", "certain"),
    [
        pytest.param("03/05 at 10:00", NEW_YORK, "2026-03-05", True, id="american"),
        pytest.param("05/03 at 10:00", LONDON, "2026-03-05", True, id="british"),
        pytest.param("13/03 at 10:00", NEW_YORK, "2026-03-13", True, id="no-other-reading"),
        pytest.param("5.3. 10:00", LONDON, "2026-03-05", True, id="full-stops"),
    ],
)
def test_the_order_of_day_and_month_is_the_senders(
    phrase: str, owner: Owner, on: str, certain: bool
) -> None:
    (moment,) = read(phrase, owner=owner)

    assert (str(moment.on), moment.certain) == (on, certain)


def test_an_order_that_nobody_can_know_is_uncertain() -> None:
    american = datetime(2026, 3, 4, 9, 15, tzinfo=timezone(timedelta(hours=-5)))

    (moment,) = moments("04/05 at 10:00", base=american, language="en", owner=LONDON)

    assert not moment.certain


@pytest.mark.parametrize(
    ("written", "phrase", "on"),
    [
        ("2025-12-22", "Tuesday, January 6 at 10:00", "2026-01-06"),
        ("2026-01-05", "your mail of 28 December", "2025-12-28"),
        ("2026-12-30", "5.1. um 10:00 Uhr", "2027-01-05"),
        ("2026-12-31", "tomorrow at 10:00", "2027-01-01"),
    ],
)
def test_a_missing_year_is_the_nearest_one(written: str, phrase: str, on: str) -> None:
    base = datetime.fromisoformat(f"{written}T23:30:00+01:00")

    (moment,) = moments(phrase, base=base, language="en", owner=BERLIN)

    assert str(moment.on) == on


def test_a_weekday_that_is_not_that_date_is_uncertain() -> None:
    (moment,) = read("Monday 12 March at 10:00")  # a Thursday

    assert not moment.certain


def test_a_part_of_the_day_that_is_not_that_hour_is_uncertain() -> None:
    (moment,) = read("am 12.3.2026 früh morgens um 16:45 Uhr", "de")

    assert not moment.certain


@pytest.mark.parametrize(
    "text",
    [
        "Call 030 5550 1234 or 020 7946 0732.",
        "The salary is £32,076 to £34,834.",
        "We may and we should; please do so.",
        "Our offices on 3 floors seat 12 people.",
        "Version 2.14 of 24/7 support.",
        "Room 2.14, 31 Cantonment Link #08-02",
        "Meeting ID: 341 208 559 71",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1 1 " * 10_000,
        "12:12:" * 10_000,
        "march march " * 4_000,
        "mon, " * 10_000,
        "at at at " * 8_000,
        "1." * 25_000,
        "\n" * 40_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_takes_a_moment_only(text: str) -> None:
    started = time.process_time()

    read(text)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        ("en", "Friday 3ish", "2026-03-06 15:00"),
        ("en", "Friday, 2pm-ish", "2026-03-06 14:00"),
        ("en", "Friday afternoon, say 2.30", "2026-03-06 14:30"),
        ("en", "at 7.30 on Thursday evening", "2026-03-05 19:30"),
        ("en", "ten past two on Friday", "2026-03-06 14:10"),
        ("en", "How's Fri at 1:15 PM", "2026-03-06 13:15"),
        ("en", "2pm Thurs.", "2026-03-05 14:00"),
        ("en", "a week on Tuesday at 10am", "2026-03-17 10:00"),
        ("en", "Friday, 0930hrs", "2026-03-06 09:30"),
        ("en", "6 March 🕐 2:30 pm → 3:15 pm", "2026-03-06 14:30-15:15"),
        ("en", "6 March, 10.00 hrs", "2026-03-06 10:00"),
        ("de", "am 17. lernen wir Sie kennen, Beginn 9 Uhr", "2026-03-17 09:00"),
        ("de", "Donnerstagnachmittag um 3", "2026-03-05 15:00"),
        ("de", "morgen um zehn nach zwei", "2026-03-05 14:10"),
        ("de", "Freitag, 10 Uhr 30", "2026-03-06 10:30"),
        ("fr", "vendredi à quatorze heures trente", "2026-03-06 14:30"),
        ("fr", "lundi en huit, 10 heures et demie", "2026-03-16 10:30"),
        ("es", "el viernes a las 5 y cuarto de la tarde", "2026-03-06 17:15"),
        ("pt", "sexta às 5 e meia da tarde", "2026-03-06 17:30"),
        ("it", "venerdì verso le 17.30", "2026-03-06 17:30"),
        ("it", "il 12 marzo alle ore 10,30", "2026-03-12 10:30"),
        ("nl", "vrijdagochtend om kwart voor elf", "2026-03-06 10:45"),
    ],
)
def test_a_time_said_as_people_say_it_is_one_day_and_clock(
    language: str, phrase: str, expected: str
) -> None:
    found = read(f"{phrase}.", language)

    assert [shown(moment) for moment in found] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Be there at 9:45 for 10 on Friday", ["2026-03-06 10:00"]),
        ("en", "Friday at 10 for 30 minutes", ["2026-03-06 10:00"]),
        ("en", "6 March\nStart: 10:00\nFinish: 11:15", ["2026-03-06 10:00-11:15"]),
        ("de", "6. März, Beginn 13.00 Uhr, Ende 14.30 Uhr", ["2026-03-06 13:00-14:30"]),
        ("de", "6. März\nVon: 13:00\nBis: 14:00", ["2026-03-06 13:00-14:00"]),
        ("en", "6 March, 10:00 / 11:00", ["2026-03-06 10:00", "2026-03-06 11:00"]),
    ],
)
def test_an_arrival_an_end_and_another_choice_are_told_apart(
    language: str, text: str, expected: list[str]
) -> None:
    found = read(text, language)

    assert [shown(moment) for moment in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Room B1.07 is on the left",
        "Reference 233/2022, section 12",
        "Department 21 on Friday",
        "Fridays from 4pm",
        "every Monday at 10",
        "Monday to Friday from 9 to 5",
        "from Monday 9 to Friday 13 March, 9am to 5pm",
    ],
)
def test_numbers_of_other_things_and_habits_are_no_clock_time_of_a_day(text: str) -> None:
    found = read(f"{text}.")

    assert not [moment for moment in found if moment.on and moment.clock]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Friday 6 March, 3:30 PM - 4:15 PM SGT (London 7:30 AM)"),
        ("en", "Friday 6 March at 3pm CET (2pm for you)"),
        ("de", "am Freitag um 15.30 Uhr deutscher Zeit, bei Ihnen in London also um 14.30 Uhr"),
        ("pt", "Hora em Lisboa Hora em Brasília\n06/03/2026 11:00 08:00"),
    ],
)
def test_one_time_told_in_two_zones_is_one_time(language: str, text: str) -> None:
    found = read(text, language, LONDON)

    assert len(found) == 1
    assert found[0].certain


def test_a_weekday_behind_a_date_of_another_week_is_of_that_week() -> None:
    found = read("Monday 16 March at 10 or Tuesday at 2", "en")

    assert [shown(moment) for moment in found] == ["2026-03-16 10:00", "2026-03-17 14:00"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on Thursday 12 March from 2:00 pm{}to 3:30 pm, in our office"),
        ("en", "on Thursday 12 March from 2:00 pm to{}3:30 pm, in our office"),
        ("en", "on Thursday,{}12 March at 2 pm - 3:30 pm"),
        ("en", "on Thursday, 12{}March 2026 between 2{}and 3:30 pm"),
        ("de", "am Donnerstag, den{}12. März von 14 Uhr bis{}15.30 Uhr"),
        ("de", "am Donnerstag, den 12.03.2026, 14:00{}Uhr{}bis 15:30{}Uhr"),
        ("fr", "le jeudi 12 mars, de 14 h 00{}à 15 h 30"),
        ("fr", "le jeudi{}12{}mars entre 14 h{}et 15 h 30"),
        ("es", "el jueves 12 de{}marzo de 14:00 h{}a 15:30 h"),
        ("pt", "na quinta-feira,{}12 de março, das 14h00{}às 15h30"),
        ("it", "giovedì{}12 marzo dalle{}ore 14:00{}alle 15:30"),
        ("nl", "donderdag{}12 maart van 14.00{}tot 15.30{}uur"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "  ", "\u00a0", " \r\n"])
def test_a_line_end_inside_a_time_is_a_space(language: str, text: str, gap: str) -> None:
    found = read(text.replace("{}", gap), language)
    assert [shown(one) for one in found] == ["2026-03-12 14:00-15:30"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Thursday 12 March:\n2 pm\n3 pm", ["2026-03-12 14:00", "2026-03-12 15:00"]),
        ("en", "Thu 12 March\n- 2 pm\n- 3 pm", ["2026-03-12 14:00", "2026-03-12 15:00"]),
        ("en", "12 March 2pm\n13 March 3pm", ["2026-03-12 14:00", "2026-03-13 15:00"]),
        ("fr", "mardi 10 mars\nà 10 h\nà 14 h", ["2026-03-10 10:00", "2026-03-10 14:00"]),
        ("de", "Di 10.3., 10 Uhr\nMi 11.3., 14 Uhr", ["2026-03-10 10:00", "2026-03-11 14:00"]),
    ],
)
def test_a_list_of_slots_stays_a_list(language: str, text: str, expected: list[str]) -> None:
    assert [shown(one) for one in read(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "una segunda entrevista el jueves a las 10", ["2026-03-05 10:00"]),
        ("es", "la quinta ronda, el viernes a las 9:00", ["2026-03-06 09:00"]),
        ("es", "invitarle a una segunda reunión el jueves a las 10:30", ["2026-03-05 10:30"]),
        ("es", "el jueves a la una", ["2026-03-05 13:00"]),
        ("pt", "convidá-la a uma segunda entrevista na quinta às 10h", ["2026-03-05 10:00"]),
        ("pt", "na quinta à uma da tarde", ["2026-03-05 13:00"]),
        ("it", "giovedì all'una", ["2026-03-05 13:00"]),
        ("es", "sexta fase: lunes a las 12:00", ["2026-03-09 12:00"]),
        ("it", "la quarta prova è giovedì alle 10", ["2026-03-05 10:00"]),
        ("pt", "uma segunda conversa na terça às 10h", ["2026-03-10 10:00"]),
        ("pt", "a quarta e última etapa, na sexta às 15h", ["2026-03-06 15:00"]),
        ("pt", "na segunda e na terça às 10h", ["2026-03-09", "2026-03-10 10:00"]),
        ("pt", "na quarta via Teams às 9h", ["2026-03-11 09:00"]),
    ],
)
def test_an_ordinal_is_no_weekday(language: str, text: str, expected: list[str]) -> None:
    assert [shown(one) for one in read(text, language)] == expected
