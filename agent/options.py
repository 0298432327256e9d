"""What the commands take: the kinds of values, and the options that several share."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click


class Zone(click.ParamType[ZoneInfo]):
    """An IANA time zone."""

    name = "zone"

    def convert(
        self, value: str | ZoneInfo, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        if isinstance(value, ZoneInfo):
            return value
        if value not in available_timezones():
            self.fail(f"{value!r} is no IANA time zone, such as Europe/Berlin.", param, ctx)
        return ZoneInfo(value)


class When(click.ParamType[date]):
    """A date in the owner's zone, or an ISO 8601 instant."""

    name = "when"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is neither a date nor an ISO 8601 instant.", param, ctx)


def beginning_of(when: date, zone: ZoneInfo) -> datetime:
    """The instant that it names; of a date its first."""
    return _instant(when, zone) or datetime.combine(when, time.min, tzinfo=zone)


def end_of(when: date, zone: ZoneInfo) -> datetime:
    """The instant that it names; of a date its last."""
    return _instant(when, zone) or datetime.combine(when, time.max, tzinfo=zone)


def _instant(when: date, zone: ZoneInfo) -> datetime | None:
    if not isinstance(when, datetime):
        return None
    return when if when.tzinfo else when.replace(tzinfo=zone)


class Country(click.ParamType[str]):
    """A country whose holidays are known."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from agent.config_values import country

        try:
            return country(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}.", param, ctx)


class OwnAddress(click.ParamType[str]):
    """An address alone, without a name."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from agent.config_values import address

        try:
            return address(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}.", param, ctx)


def own_zone() -> ZoneInfo:
    """The zone of this machine; UTC where it tells none."""
    from tzlocal import get_localzone_name

    name = get_localzone_name()
    return ZoneInfo(name if name in available_timezones() else "UTC")


me_option = click.option(
    "--me",
    "addresses",
    type=OwnAddress(),
    multiple=True,
    metavar="ADDR",
    help="An address of yours; repeatable.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="AFTERWORD_CONFIG",
    help="The YAML file. Default: ~/.config/afterword/config.yaml, then /etc/afterword/config.yaml",
)
