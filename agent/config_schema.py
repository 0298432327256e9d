"""The sections and keys of the YAML, with their types, limits and defaults.

What each is for stands in config.example.yaml; the defaults of the cadence are those of the Policy.
"""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from holidays import list_supported_countries
from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from agent.cases.policy import FeedbackRequest, FinalAttempt, FollowUp, Policy, ThankYou
from agent.config_values import (
    LOOPBACK,
    Address,
    Clock,
    Count,
    Country,
    Days,
    Duration,
    FilePath,
    HowFar,
    Language,
    Letters,
    Line,
    ModelUrl,
    Port,
    Protection,
    Security,
    Skill,
    Source,
    VoiceTone,
    Zone,
)
from agent.template_folder import NO_FOLDER
from agent.writing.draft import Strength


def _refuse_unless(right: bool, what: str) -> None:
    if not right:
        raise ValueError(what)


class Section(BaseModel):
    """Keys that are left empty count as left out; keys that are not known are problems."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: item for key, item in value.items() if item is not None or key not in known}

    def values(self) -> dict[str, Any]:
        """Its own keys, named as the fields of the Policy; not those of sections below."""
        own = {n: getattr(self, n) for n in type(self).model_fields if n not in ("enabled", "mode")}
        return {name: value for name, value in own.items() if not isinstance(value, Section)}


class OwnerSection(Section):
    name: Line
    addresses: Annotated[tuple[Address, ...], Strict(False), Field(min_length=1)]
    zone: Zone
    country: Country | None = None
    subdivision: Line | None = None
    signature: str = ""
    language: Language | None = None
    languages: Annotated[tuple[Language, ...], Strict(False)] = ()
    tone: VoiceTone | None = None
    strengths: Annotated[tuple[Skill, ...], Strict(False)] = ()
    templates: Letters = NO_FOLDER

    @model_validator(mode="after")
    def _a_part_of_the_country(self) -> "OwnerSection":
        parts = list_supported_countries().get(self.country or "", [])
        known = self.subdivision is None or self.subdivision in parts
        _refuse_unless(known, f"subdivision should be one of {', '.join(parts) or 'none'}")
        return self

    def written(self) -> tuple[str, ...]:
        """The languages to write in, the usual one first; () for any."""
        return (self.language,) if self.language else self.languages

    def known_strengths(self) -> tuple[Strength, ...]:
        """Each with its language: the one it names, else the usual one."""
        usual = next(iter(self.written()), "en")
        return tuple(replace(one, language=one.language or usual) for one in self.strengths)


class MailboxSection(Section):
    host: Line
    security: Protection = Security.TLS
    insecure: bool = False
    port: Port = Field(default_factory=lambda known: _usual_port(known.get("security")))
    user: Line
    password: Source
    ca_file: FilePath | None = None
    exclude_folders: Annotated[tuple[str, ...], Strict(False)] = ()

    @model_validator(mode="after")
    def _not_readable_on_the_way(self) -> "MailboxSection":
        _refuse_readable(self.security, self.host, insecure=self.insecure)
        return self


def _refuse_readable(security: Security, host: str, *, insecure: bool) -> None:
    readable = security is Security.PLAIN and host not in LOOPBACK
    _refuse_unless(
        not readable or insecure,
        "security: plain lets everybody on the way read the password. Use tls or starttls",
    )


def _usual_port(security: object) -> int:
    return 993 if security in (Security.TLS, None) else 143


SUBMISSION: dict[object, int] = {None: 465, Security.TLS: 465}  # else 587 (RFC 8314)


class SendingSection(Section):
    host: Line
    security: Protection = Security.TLS
    insecure: bool = False
    port: Port = Field(default_factory=lambda known: SUBMISSION.get(known.get("security"), 587))
    user: Line | None = None
    password: Source | None = None
    ca_file: FilePath | None = None

    @model_validator(mode="after")
    def _not_readable_on_the_way(self) -> "SendingSection":
        _refuse_readable(self.security, self.host, insecure=self.insecure)
        return self


class ThankYouSection(Section):
    enabled: bool = True
    mode: HowFar | None = None
    after: Duration = ThankYou().after
    earliest: Clock = ThankYou().earliest
    latest: Clock = ThankYou().latest
    morning: Clock = ThankYou().morning
    within: Duration = ThankYou().within
    expires: Duration = ThankYou().expires

    @model_validator(mode="after")
    def _in_order(self) -> "ThankYouSection":
        _refuse_unless(self.earliest < self.latest, "earliest should be before latest")
        _refuse_unless(self.earliest <= self.morning <= self.latest, "morning is not between them")
        _refuse_unless(self.after <= self.within <= self.expires, "after ≤ within ≤ expires")
        return self


class FollowUpSection(Section):
    enabled: bool = True
    mode: HowFar | None = None
    business_days: Days = FollowUp().business_days
    at: Clock = FollowUp().at
    promise_grace_days: Days = FollowUp().promise_grace_days
    floor: Duration = FollowUp().floor
    fewest_days: Days = FollowUp().fewest_days
    most_days: Days = FollowUp().most_days

    @model_validator(mode="after")
    def _in_order(self) -> "FollowUpSection":
        inside = self.fewest_days <= self.business_days <= self.most_days
        _refuse_unless(inside, "business_days should lie between fewest_days and most_days")
        return self


class FinalAttemptSection(Section):
    enabled: bool = True
    mode: HowFar | None = None
    business_days: Days = FinalAttempt().business_days
    at: Clock = FinalAttempt().at
    fewest_days: Days = FinalAttempt().fewest_days
    most_days: Days = FinalAttempt().most_days

    @model_validator(mode="after")
    def _in_order(self) -> "FinalAttemptSection":
        inside = self.fewest_days <= self.business_days <= self.most_days
        _refuse_unless(inside, "business_days should lie between fewest_days and most_days")
        return self


class FeedbackRequestSection(Section):
    enabled: bool = True
    business_days: Days = FeedbackRequest().business_days
    at: Clock = FeedbackRequest().at
    floor: Duration = FeedbackRequest().floor


class PhoneCallSection(Section):
    enabled: bool = True


DEFAULTS = Policy(ZoneInfo("UTC"))


class CadenceSection(Section):
    thank_you: ThankYouSection = ThankYouSection()
    follow_up: FollowUpSection = FollowUpSection()
    final_attempt: FinalAttemptSection = FinalAttemptSection()
    feedback_request: FeedbackRequestSection = FeedbackRequestSection()
    phone_call: PhoneCallSection = PhoneCallSection()
    acknowledge_delay: bool = DEFAULTS.acknowledge_delay
    office_opens: Clock = DEFAULTS.office_opens
    office_closes: Clock = DEFAULTS.office_closes
    close_after_days: Days = DEFAULTS.close_after_days
    remind_unsent_days: Days = DEFAULTS.remind_unsent_days
    withdraw_unsent_days: Days = DEFAULTS.withdraw_unsent_days
    most_nudges: Count = DEFAULTS.most_nudges
    per_day: Count = DEFAULTS.per_day

    @model_validator(mode="after")
    def _in_order(self) -> "CadenceSection":
        _refuse_unless(
            self.office_opens < self.office_closes, "office_opens should be before office_closes"
        )
        return self


def state_directory() -> Path:
    """Where systemd says, else where the XDG base directory specification says."""
    given = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    if given:
        return Path(given)
    home = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(home).expanduser() / "afterword"


class RewordingSection(Section):
    url: ModelUrl
    model: Line
    key: Source | None = None
    timeout: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=1))] = (
        timedelta(seconds=30)
    )


class StateSection(Section):
    directory: FilePath = Field(default_factory=state_directory)


class WatchSection(Section):
    poll_every: Annotated[Duration, Field(ge=timedelta(seconds=10), le=timedelta(minutes=2))] = (
        timedelta(minutes=1)
    )
