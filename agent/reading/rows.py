"""A table of several candidates, sent to each: only the reader's own row is the reader's."""

from agent.reading.appointments import Setting
from agent.reading.material import Material
from agent.reading.times.vocabulary import folded

LONGEST_ROW = 120


def own_row(usable: tuple[Setting, ...], material: Material) -> tuple[Setting, ...]:
    """The times of the only line that bears the reader's name, else all of them."""
    if len(usable) < 2:
        return usable
    names = [name for name in _names(material) if len(name) > 1]
    mine = {one.order for one in usable if _is_row(one) and _bears(one.sentence, names)}
    if len(mine) != 1:
        return usable
    order = mine.pop()
    others = {one.order for one in usable if _is_row(one)} & {order - 1, order + 1}
    return tuple(one for one in usable if one.order == order) if others else usable


def _is_row(one: Setting) -> bool:
    return one.row and len(one.sentence) <= LONGEST_ROW


def _names(material: Material) -> list[list[str]]:
    """First and last name of the owner, by the settings and by how the mail addresses them."""
    envelope = material.message.envelope
    told = [one.name for one in (*envelope.to, *envelope.cc) if material.owner.is_me(one)]
    local = [address.partition("@")[0].replace(".", " ") for address in material.owner.addresses]
    return [folded(name).split() for name in (material.owner.name, *told, *local) if name]


def _bears(sentence: str, names: list[list[str]]) -> bool:
    words = set(sentence.replace(",", " ").replace("|", " ").split())
    return any(name[0] in words and name[-1] in words for name in names)
