"""Meeting rooms among the guests of a calendar entry, told from people who bear such names."""

import pytest

from agent.reading.rooms import is_room


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("CHI Conf Room Bobbin (12)", "chi-bobbin"),
        ("LON-4.12-Meeting Room", "lon-412"),
        ("Boardroom", "boardroom"),
        ("The Bobbin Room [VC]", "bobbin"),
        ("NYC-9-Bobbin (12)", "nyc9bobbin"),
        ("Besprechungsraum 3.14 (8)", "b314"),
        ("Sitzungszimmer Säntis", "saentis"),
        ("HH Raum 12", "hh12"),
        ("Raum Berlin", "raum-berlin"),
        ("Salle Vauban", "vauban"),
        ("Lyon - Salle Vauban (10)", "vauban"),
        ("PAR2-Salle Vauban", "vauban"),
        ("Salle de réunion Monet", "monet"),
        ("Sala de juntas 2", "juntas2"),
        ("Sala de reuniões Tejo", "tejo"),
        ("Sala Riunioni Verde", "verde"),
        ("Vergaderzaal Rembrandt", "rembrandt"),
        ("Kamer 2.14", "k214"),
        ("", "conf-room-3"),
    ],
)
def test_a_room_is_one_wherever_the_word_stands(name: str, local: str) -> None:
    assert is_room(name, f"{local}@employer.example")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Peter Hall", "peter.hall"),
        ("Petra Raum", "petra.raum"),
        ("Petra Raum (2)", "petra.raum2"),
        ("Raum, Petra", "petra.raum"),
        ("Raum Petra", "p.raum"),
        ("Anna Müller-Raum", "a.mueller-raum"),
        ("Jörg Zimmer", "joerg.zimmer"),
        ("Marco Sala", "m.sala"),
        ("Sala Marco", "marco.sala"),
        ("Jan van de Kamer", "j.vandekamer"),
        ("Emma Room", "emma.room"),
        ("John Smith (2)", "john.smith2"),
        ("dkowalski2", "dkowalski2"),
        ("3CX Recruiting", "anna"),
        ("", "peter.kamer"),
    ],
)
def test_a_person_who_bears_such_a_name_is_none(name: str, local: str) -> None:
    assert not is_room(name, f"{local}@employer.example")
