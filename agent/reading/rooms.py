"""Meeting rooms among the guests of a calendar entry that does not mark them as such (CUTYPE).

"CHI Conf Room Bobbin (12)", "LON-4.12-Meeting Room", "Besprechungsraum 3.14", "Salle Vauban"; but
Peter Hall, Petra Raum and Sala, Marco are people.
"""

import re

from agent.reading.folding import folded
from agent.reading.names import is_given, person_name

# These name rooms wherever they stand, in a name or in the address of a room's mailbox.
_ROOM = re.compile(
    r"(?:meeting|conf(?:erence)?|board|huddle|focus|interview|training|seminar|breakout|video)"
    r"[ ._-]?(?:room|rm)s?(?![^\W\d_])"
    r"|(?:mtg|conf)\.?[ ._-]?(?:room|rm)(?![^\W\d_])"
    r"|(?:besprechungs|konferenz|sitzungs|seminar|schulungs|meeting|tagungs|gruppen|projekt)"
    r"[ ._-]?(?:raum|zimmer|saal)(?![^\W\d_])"
    r"|salle de (?:reunion|conference|visio|formation)|sala de (?:juntas|reunio|conferenc|formac)"
    r"|sala[ ._-]?(?:riunion|conferenz|meeting)"
    r"|(?:vergader|overleg|spreek|bespreek|conferentie)[ ._-]?(?:zaal|ruimte|kamer)(?![^\W\d_])"
    r"|auditorium(?!\w)|notetaker"
)
# These are surnames too.
_WORD = r"(?:room|rm|raum|zimmer|saal|salle|sala|zaal|aula|ruimte|kamer|lokaal)"
_BEGINS = re.compile(rf"(?:.{{0,40}}\s[-–|/]\s|.{{0,40}}[|/:]\s?)?{_WORD}(?![\w,'’-]|\s*,)")
_BEHIND_CODE = re.compile(rf"(?<![^\W_])[A-Z\d][A-Z\d.]{{1,9}}[-_/ ]{_WORD}(?!\w)", re.IGNORECASE)
_CODE = re.compile(r"(?<![^\W_])(?:[A-Z]{2,}\d*|\d[\d.]*[A-Z]?)[-_/ ]")
_ENDS = re.compile(r"[ -]room(?: ?[(\[][^)\]]*[)\]])?$")
_SEATS = re.compile(r"[(\[]\d{1,3}[)\]]\s*$|^[A-Z]{2,}\d*[-_.]\d")
_NUMBER = re.compile(r"\d")
_ANY = re.compile(rf"(?<!\w){_WORD}(?!\w)")
_MAILBOX = re.compile(r"(?:rooms?|rm|salle|raum|zaal)[._-]?(?:\d|[._-]\w)")


def is_room(name: str, address: str) -> bool:
    """True where a calendar guest of that display name and address is a room, not a person."""
    plain, local = folded(name), folded(address.partition("@")[0])
    if _ROOM.search(plain) or _ROOM.search(local) or _MAILBOX.match(local):
        return True
    word = _ANY.search(plain)
    if word is None:
        return _is_numbered(name, plain, local)
    if _is_of_a_person(plain, word.group(), local):
        return False
    return bool(
        _BEGINS.match(plain)
        or _ENDS.search(plain)
        or _NUMBER.search(plain)
        or (_CODE.match(name) and _BEHIND_CODE.search(name))
    )


def _is_numbered(name: str, plain: str, local: str) -> bool:
    """ "NYC-9-Bobbin", "Bobbin (12)": with a code or its seats, and no person's name."""
    if not _SEATS.search(name) or "@" in name or plain == local:
        return False
    return person_name(re.sub(r"\d+", "", name)) is None


def _is_of_a_person(plain: str, surname: str, local: str) -> bool:
    """ "Petra Raum (2)", "Raum Petra" of p.raum@, "Raum, Petra"."""
    if re.match(rf"[^\W\d_]+ {surname}(?!\w)", plain) and is_given(plain):
        return surname not in ("room", "rm") or not local.startswith(surname)
    others = [word for word in re.findall(r"[^\W\d_]+", plain) if word != surname]
    if len(others) != 1:
        return False
    (other,) = others
    if {f"{other}.{surname}", f"{other[0]}.{surname}", f"{other[0]}{surname}"} & {local}:
        return True
    return is_given(other) and not local.startswith(surname) and surname not in ("room", "rm")
