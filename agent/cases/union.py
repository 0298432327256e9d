"""Disjoint sets of names: what certainly belongs together."""


class Union:
    """Two sets that bear different requisitions are never made one (F-41) but by the owner."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._requisition: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for the set of `name`."""
        parent = self._parent.setdefault(name, name)
        while parent != self._parent[parent]:
            self._parent[name] = parent = self._parent[parent]
        return parent

    def bear(self, name: str, requisition: str | None) -> None:
        """Its set is about this requisition, unless it is about another one already."""
        if requisition:
            self._requisition.setdefault(self.root(name), requisition)

    def tie(self, one: str, other: str, *, by_owner: bool = False) -> tuple[str, str] | None:
        """Make one set of two. Returns the root that stays and the one that is none any more."""
        stays, goes = self.root(one), self.root(other)
        mine, theirs = self._requisition.get(stays), self._requisition.get(goes)
        if stays == goes or (mine and theirs and mine != theirs and not by_owner):
            return None
        self._parent[goes] = stays
        if theirs and not mine:
            self._requisition[stays] = theirs
        return stays, goes
