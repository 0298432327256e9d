"""Which of the times in a mail are interviews, and what becomes of them (DESIGN §3).

Every mail is of Monday 2 March 2026, nine in the morning; its reader lives in London.
"""

from pathlib import Path

import pytest

from agent.reading.facts import Kind, Source
from agent.reading.interviews import Interviews, interviews
from agent.reading.mime import parse
from agent.reading.read import read
from tests.reading.mail_of import OWNER, Mail, raw_of
from tests.reading.said import material_of, verdict

SAID = Path(__file__).with_name("times_of_mails.txt").read_text("utf-8")
QUOTED = """
On Mon, 2 Mar 2026 at 08:00, Kim Lee <kim@employer.example> wrote:
> - Thursday 5 March, 2pm
> - Friday 6 March, 10am
> It will take half an hour.
"""


def found(kind: Kind, text: str, **more: object) -> Interviews:
    return interviews(material_of(text, **more), verdict(kind))  # type: ignore[arg-type]


def shown(result: Interviews) -> list[str]:
    """ "03-05 14:00-14:30 proposed" for each."""
    return [
        f"{one.start:%m-%d %H:%M}{f'-{one.end:%H:%M}' if one.end else ''} {one.status}"
        for one in result.found
    ]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        pytest.param(
            Kind.INVITATION,
            "You are invited to an interview on Tuesday 10 March, 11:00 - 12:00.",
            ["03-10 11:00-12:00 scheduled"],
            id="one-time",
        ),
        pytest.param(
            Kind.INVITATION,
            "Are you free on Thursday at 2pm or Friday at 10am? It takes 45 minutes.",
            ["03-05 14:00-14:45 proposed", "03-06 10:00-10:45 proposed"],
            id="two-slots",
        ),
        pytest.param(
            Kind.INVITATION,
            "We would like to meet you.\n\n- Thursday 5 March, 10am\n- Thursday 5 March, 2pm\n"
            "- Thursday 5 March, 4pm\n\nIt will take half an hour. Which of them suits you?",
            [f"03-05 {clock} proposed" for clock in ("10:00-10:30", "14:00-14:30", "16:00-16:30")],
            id="slots-of-one-day-are-of-one-kind",
        ),
        pytest.param(
            Kind.RESCHEDULE,
            "Could we do Thursday 5 March at 2pm instead? It is noted in our calendars.",
            ["03-05 14:00 scheduled"],
            id="what-they-have-entered-is-set",
        ),
        pytest.param(
            Kind.RESCHEDULE,
            "Could we do Thursday 5 March at 2pm instead? I am sorry about this.",
            ["03-05 14:00 proposed"],
            id="what-they-only-ask-is-not",
        ),
        pytest.param(
            Kind.INVITATION,
            "Could you come in on Thursday 5 March at 2pm?",
            ["03-05 14:00 proposed"],
            id="one-time-as-a-question",
        ),
        pytest.param(
            Kind.INVITATION,
            "Your interview is on Thursday 5 March at 2pm. Please confirm that this is fine.",
            ["03-05 14:00 scheduled"],
            id="please-confirm",
        ),
        pytest.param(
            Kind.CONFIRMATION,
            "Tuesday, March 10\n9:00 - 9:45 Ann Roe\n10:00 - 10:30 Bob Poe\n",
            ["03-10 09:00-09:45 scheduled", "03-10 10:00-10:30 scheduled"],
            id="sessions-of-a-day",
        ),
        pytest.param(
            Kind.RESCHEDULE,
            "We must move it from Tuesday 10 March at 11:00 to Thursday 12 March at 2pm.",
            ["03-10 11:00 cancelled", "03-12 14:00 scheduled"],
            id="moved",
        ),
        pytest.param(
            Kind.RESCHEDULE,
            "I can no longer make Tuesday at 11. Could we do Wednesday at 3pm instead?",
            ["03-03 11:00 cancelled", "03-04 15:00 proposed"],
            id="asks-to-move",
        ),
        pytest.param(
            Kind.CANCELLATION,
            "I'm afraid we have to cancel your interview on Tuesday 10 March at 11:00.",
            ["03-10 11:00 cancelled"],
            id="called-off",
        ),
        pytest.param(
            Kind.REJECTION,
            "We chose somebody else. Your interview on Tuesday 10 March at 11:00 is cancelled.",
            ["03-10 11:00 cancelled"],
            id="refusal-that-calls-off",
        ),
        pytest.param(
            Kind.RESCHEDULE,
            "Leider müssen wir das Gespräch vom Dienstag, 10.03., 14 Uhr auf Donnerstag, 12.03.,"
            " 16 Uhr verschieben. Mit freundlichen Grüßen",
            ["03-10 14:00 cancelled", "03-12 16:00 scheduled"],
            id="moved-in-german",
        ),
        pytest.param(
            Kind.INVITATION,
            "Nous vous proposons un entretien le mardi 10 mars à 14h30 ou le jeudi 12 mars à 9h."
            " Quel créneau vous convient ?",
            ["03-10 14:30 proposed", "03-12 09:00 proposed"],
            id="slots-in-french",
        ),
        pytest.param(
            Kind.INVITATION,
            "Nous souhaitons vous rencontrer. Nos disponibilités :\n\n- mardi 10 mars, 14h30\n"
            "- mardi 10 mars, 16h\n\nLaquelle préférez-vous ?",
            ["03-10 14:30 proposed", "03-10 16:00 proposed"],
            id="a-wish-to-meet-fixes-nothing",
        ),
    ],
)
def test_the_words_say_what_a_time_is(kind: Kind, text: str, expected: list[str]) -> None:
    assert shown(found(kind, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Please let me know by Wednesday 4 March at 5pm which week suits you.",
        "Please reply by Friday, 6 March, 12:00.",
        "Our office hours on Thursday 5 March are from 9:00 to 17:00.",
        "The closing date is 13 March 2026 at 23:59.",
        "You can reach me on 020 7946 0732 until 5pm.",
    ],
)
def test_other_times_are_no_interviews(text: str) -> None:
    assert shown(found(Kind.INVITATION, text)) == []


@pytest.mark.parametrize("kind", [Kind.BULK, Kind.OTHER, Kind.AUTO_REPLY, Kind.ACKNOWLEDGEMENT])
def test_noise_and_machines_state_no_interview(kind: Kind) -> None:
    assert shown(found(kind, "The interview is on Tuesday 10 March at 11:00.")) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Friday works for me.", ["03-06 10:00-10:30 scheduled"]),
        ("The first slot would be perfect.", ["03-05 14:00-14:30 scheduled"]),
        ("2pm is fine.", ["03-05 14:00-14:30 scheduled"]),
        ("I will be there on Friday 6 March at 10am.", ["03-06 10:00-10:30 scheduled"]),
        ("Thank you, I will think about it.", []),
    ],
)
def test_an_acceptance_is_resolved_against_the_slots_it_quotes(
    answer: str, expected: list[str]
) -> None:
    result = found(Kind.ACCEPTANCE, f"Hi Kim,\n\n{answer}\n\nJo\n{QUOTED}", own=True)

    assert shown(result) == expected


def test_quoted_times_alone_decide_nothing() -> None:
    result = found(Kind.INVITATION, f"Hi Jo,\n\nmore on this soon.\n\nKim\n{QUOTED}")

    assert shown(result) == []


def test_a_calendar_part_beats_the_prose_beside_it() -> None:
    calendar = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@employer.example\n"
        "DTSTART:20260310T140000Z\nDTEND:20260310T150000Z\nSUMMARY:Interview\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )

    result = found(Kind.INVITATION, "See you on Tuesday 10 March at 11:00.", calendar=calendar)

    assert shown(result) == ["03-10 14:00-15:00 scheduled"]
    assert result.confidence < 0.9  # they contradict each other


def test_a_calendar_programs_subject_tells_the_time() -> None:
    subject = "Invitation: Interview @ Tue 10 Mar 2026 14:00 - 14:30 (GMT)"

    result = found(Kind.INVITATION, "You have been invited.", subject=subject)

    assert shown(result) == ["03-10 14:00-14:30 scheduled"]
    assert result.found[0].source is Source.SUBJECT


@pytest.mark.parametrize(
    ("written", "zone", "assumed"),
    [
        pytest.param("Mon, 02 Mar 2026 09:00:00 +0000", "Europe/London", True, id="same-offset"),
        pytest.param("Mon, 02 Mar 2026 09:00:00 -0500", "America/New_York", True, id="sender's"),
    ],
)
def test_a_time_without_a_zone_is_the_senders(written: str, zone: str, assumed: bool) -> None:
    (one,) = found(
        Kind.CONFIRMATION, "Your interview is on Tuesday 10 March at 2pm.", written=written
    ).found

    assert (one.zone, one.zone_assumed) == (zone, assumed)


def test_a_zone_stated_for_all_times_counts_for_each() -> None:
    text = "Your interview is on Tuesday 10 March at 10:00. All times are in CET."

    (one,) = found(Kind.CONFIRMATION, text).found

    assert (one.zone, one.zone_assumed) == ("Europe/Berlin", False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Your interview is on Monday 10 March at 11:00.", id="a-tuesday"),
        pytest.param("Your interview is on Sunday 29 March at 1:30am.", id="skipped-by-the-clocks"),
    ],
)
def test_a_contradiction_is_never_sure(text: str) -> None:
    assert (
        not found(Kind.CONFIRMATION, text).found or found(Kind.CONFIRMATION, text).confidence < 0.9
    )


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Thank you for speaking with me yesterday.", "2026-03-01"),
        ("Thank you for meeting us on Friday.", "2026-02-27"),
        ("Thank you for the interview this morning.", "2026-03-02"),
        ("We look forward to seeing you on Friday.", None),
    ],
)
def test_a_talk_that_took_place_is_held(text: str, on: str | None) -> None:
    held = found(Kind.REPLY, text).held

    assert (str(held.on) if held else None) == on


@pytest.mark.parametrize("line", SAID.splitlines()[2:])
def test_the_words_of_everyday_mail_tell_which_times_are_interviews(line: str) -> None:
    kind, times, text = line.split(" | ", 2)
    expected = [] if times == "none" else times.split(", ")

    result = found(Kind(kind), text.replace("⏎", "\n"), own=kind == "withdrawal")

    assert sorted(shown(result)) == sorted(expected)


@pytest.mark.parametrize(
    ("answer", "offer", "expected"),
    [
        (
            "Thursday, the one at 11, please.",
            "- Thursday 5 March, 9am\n> - Thursday 5 March, 11am",
            "03-05 11:00",
        ),
        (
            "Thursday morning, please.",
            "- Thursday 5 March, 9am\n> - Thursday 5 March, 3pm",
            "03-05 09:00",
        ),
        (
            "Thursday works.",
            "All times are Berlin time.\n> - Thursday 5 March, 15:00",
            "03-05 15:00",
        ),
    ],
)
def test_an_answer_picks_the_only_slot_that_fits_day_and_hour(
    answer: str, offer: str, expected: str
) -> None:
    quoted = f"On Mon, 2 Mar 2026 at 08:00, Kim Lee <kim@employer.example> wrote:\n> {offer}\n"

    result = found(Kind.ACCEPTANCE, f"{answer}\n\n{quoted}", own=True)

    assert shown(result) == [f"{expected} scheduled"]


def test_a_confirmation_whose_time_stands_elsewhere_is_doubtful() -> None:
    text = "Your interview is tomorrow. Please open the HTML version for the details."

    result = found(Kind.CONFIRMATION, text)

    assert not result.found
    assert result.confidence < 0.9


@pytest.mark.parametrize(
    ("words", "end"),
    [("1510-1640", "16:40"), ("0645-0750", "07:50"), ("15:10-16:40", "16:40")],
)
def test_four_figures_on_either_side_of_a_dash_are_the_start_and_the_end(
    words: str, end: str
) -> None:
    text = f"This is to confirm your interview for the clerk role: Tuesday 10 February {words}."

    [told] = read(parse(raw_of(Mail("Your interview", text))), OWNER).interviews

    assert told.end is not None
    assert f"{told.end:%H:%M}" == end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We have to cancel the interview on Tuesday at 9 am. Your new appointment is Thursday "
            "5 March at 10 am.",
            ["03-03 09:00 cancelled", "03-05 10:00 scheduled"],
        ),
        (
            "We must call off Tuesday's interview; we could see you on Thursday 5 March at 10 am "
            "instead.",
            ["03-05 10:00 scheduled"],
        ),
        (
            "I'm afraid Tuesday's interview is cancelled. In its place we can offer Thursday at "
            "10 am.",
            ["03-05 10:00 proposed"],
        ),
        (
            "Das Gespräch am 3.3. sagen wir leider ab. Ersatzweise schlage ich Ihnen Montag, "
            "9. März, 16 Uhr vor.",
            ["03-09 16:00 proposed"],
        ),
        (
            "Wir müssen Ihren Termin absagen, können Ihnen aber Montag, den 9. März um 16 Uhr "
            "anbieten.",
            ["03-09 16:00 proposed"],
        ),
        (
            "L'entretien de mardi à 10 h doit être annulé. Il se tiendra le lundi 9 mars à 16 h.",
            ["03-03 10:00 cancelled", "03-09 16:00 scheduled"],
        ),
        (
            "La entrevista del martes queda anulada. En su lugar le proponemos el lunes 9 de marzo "
            "a las 16:00.",
            ["03-09 16:00 proposed"],
        ),
        (
            "A entrevista de terça foi cancelada. A nova data é segunda-feira, 9 de março, às 16h.",
            ["03-09 16:00 scheduled"],
        ),
        (
            "Il colloquio di martedì alle 9 è annullato. Si terrà invece lunedì 9 marzo alle 16.",
            ["03-03 09:00 cancelled", "03-09 16:00 scheduled"],
        ),
        (
            "Het gesprek van dinsdag gaat niet door. In plaats daarvan kunnen we u maandag 9 maart "
            "om 16 uur aanbieden.",
            ["03-09 16:00 proposed"],
        ),
    ],
)
def test_what_stands_for_a_time_called_off_is_not_called_off(
    text: str, expected: list[str]
) -> None:
    assert shown(found(Kind.CANCELLATION, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We have to cancel your interview on Monday 9 March at 4 pm and will offer you a new date.",
        "We have to cancel Monday 9 March at 4 pm. We will propose another time soon.",
        "Leider müssen wir den Termin am 9. März um 16 Uhr absagen und nennen bald einen neuen.",
        "Der neue Termin am 9. März um 16 Uhr muss leider ebenfalls abgesagt werden.",
        "Votre entretien du lundi 9 mars à 16 h est annulé. Nous proposerons une nouvelle date.",
        "La entrevista del lunes 9 de marzo a las 16:00 queda cancelada; le daremos otra fecha.",
        "Il colloquio di lunedì 9 marzo alle 16 è annullato. Le proporremo una nuova data.",
    ],
)
def test_a_new_date_to_come_does_not_save_the_time_called_off(text: str) -> None:
    assert shown(found(Kind.CANCELLATION, text)) == ["03-09 16:00 cancelled"]


@pytest.mark.parametrize(
    "text",
    [
        "We suggest another date for the interview: Monday 9 March at 4 pm.",
        "Nous vous proposons une autre date pour l'entretien : le lundi 9 mars à 16 h.",
        "Le proponemos otra fecha para la entrevista: el lunes 9 de marzo a las 16:00.",
        "Le proponiamo una nuova data per il colloquio: lunedì 9 marzo alle 16.",
    ],
)
def test_another_date_behind_a_colon_is_the_new_one(text: str) -> None:
    assert shown(found(Kind.RESCHEDULE, text)) == ["03-09 16:00 proposed"]


@pytest.mark.parametrize(
    "text",
    [
        "Reminder: your interview is on Tuesday 3 March at 2 pm (14:00). See you tomorrow at two!",
        "Ihr Gespräch ist morgen, Dienstag, 3. März, um 14 Uhr. Wir sehen uns also morgen um zwei.",
        "Rappel : entretien demain à 14 h, soit mardi 3 mars à 14 h 00.",
        "Le recordamos la entrevista de mañana a las 14:00. Nos vemos a las dos de la tarde.",
        "Le ricordiamo il colloquio di domani, martedì 3 marzo, ore 14. A domani alle 14:00!",
        "Lembramos a entrevista de amanhã, terça-feira, às 14h. Até amanhã às 14h00!",
        "Uw gesprek is morgen, dinsdag 3 maart, om 14.00 uur. Tot morgen om twee uur!",
    ],
)
def test_a_reminder_may_say_its_time_twice(text: str) -> None:
    assert shown(found(Kind.CONFIRMATION, text)) == ["03-03 14:00 scheduled"]


def test_a_reminder_without_a_clock_time_names_none() -> None:
    text = (
        "A reminder of your interview tomorrow. Please bring a passport and be ten minutes early."
    )
    assert shown(found(Kind.CONFIRMATION, text)) == []


def test_a_move_without_a_length_has_no_end() -> None:
    text = "The interview moves to Thursday 10:00."
    assert shown(found(Kind.RESCHEDULE, text)) == ["03-05 10:00 scheduled"]
