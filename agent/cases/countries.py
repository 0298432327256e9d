"""In which country a calendar's time zone lies, where it lies in one only."""

from functools import cache
from importlib.resources import files


def country_of_zone(zone: str) -> str | None:
    """ISO 3166-1 code of the country that an IANA zone is named for: Europe/Paris → FR."""
    return _countries().get(zone)


@cache
def _countries() -> dict[str, str]:
    """tzdata's zone.tab: country, coordinates, zone, comment; separated by tabs."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
