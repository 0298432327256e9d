"""The single values of the YAML: how each is spelt, and what is said where it is spelt wrong."""

import re
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from holidays import list_supported_countries
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationInfo

from agent.cases.case import Mode
from agent.password import Keeper, PasswordSource
from agent.template_folder import OwnFolder, read_folder
from agent.writing.draft import Strength, Tone
from agent.writing.strengths import unfit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MODEL_URL = re.compile(r"https?://[\w.:\[\]-]{1,255}(?:/[\w./~-]{0,200})?\Z", re.ASCII)
SKILL_KEYS = frozenset({"skill", "need", "language"})
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
DURATION = re.compile(r"([0-9]{1,6}) ?([smhd])\Z")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})\Z")
ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,253}\Z")


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


def _duration(value: object) -> timedelta:
    found = DURATION.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("should be a length of time, such as 45m, 2h or 7d")
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def _clock(value: object) -> time:
    found = CLOCK.match(value) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError('should be a time of day, such as "09:30"')
    return time(int(found[1]), int(found[2]))


def _zone(value: object) -> ZoneInfo:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError("should be an IANA time zone, such as Europe/Berlin")
    return ZoneInfo(value)


def _path(value: object) -> Path:
    """Never relative: under systemd the working directory is another one than in a shell."""
    if not isinstance(value, str) or not value.startswith(("/", "~/")):
        raise ValueError("should be a path that begins with / or ~/")
    return Path(value).expanduser()


def _templates(value: object, info: ValidationInfo) -> OwnFolder:
    """Relative to the YAML: the letters lie beside it, wherever it lies."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("should be a folder, such as letters; it is looked for beside this file")
    return read_folder((info.context or {}).get("beside", Path()) / Path(value).expanduser())


def address(value: str) -> str:
    if not ADDRESS.match(value):
        raise ValueError("should be an address alone, such as you@example.org")
    return value.lower()


def country(value: str) -> str:
    if value.upper() == "UK":
        raise ValueError("should be GB (ISO 3166-1) for the United Kingdom")
    if not re.fullmatch(r"[A-Za-z]{2}", value) or value.upper() not in list_supported_countries():
        raise ValueError("should be a country of two letters (ISO 3166-1), such as DE or GB")
    return value.upper()


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", value):
        raise ValueError("should be a language of two letters (ISO 639-1), such as en or de")
    return value


def _one_line(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("should be one line of text")
    return value.strip()


def _mode(value: object) -> Mode:
    if value not in tuple(Mode):
        raise ValueError("should be draft, approve or send")
    return Mode(str(value))


def _tone(value: object) -> Tone:
    if value not in tuple(Tone):
        raise ValueError("should be formal, neutral or informal")
    return Tone(str(value))


def _strength(value: object) -> Strength:
    """A text, or {skill: …} with what asks for it and the language it is written in."""
    parts = value if isinstance(value, dict) else {"skill": value}
    given = {key: part.strip() for key, part in parts.items() if isinstance(part, str)}
    if len(given) < len(parts) or "skill" not in given or set(given) - SKILL_KEYS:
        raise ValueError("should be text, or {skill: TEXT, need: WORDS, language: en}")
    language = _language(given["language"]) if "language" in given else ""
    strength = Strength(given["skill"], language, given.get("need", ""))
    what = unfit(strength)
    if what:
        raise ValueError(what)
    return strength


def _model_url(value: object) -> str:
    """Never readable on the way: what is reworded tells where the owner applies."""
    given = value.strip() if isinstance(value, str) else ""
    if not MODEL_URL.match(given):
        raise ValueError("should be like http://127.0.0.1:11434/v1, without user, ? or #")
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port == 0:
        raise ValueError("names no server")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise ValueError("should begin with https: anybody on the way could read the letters")
    return given.rstrip("/")


def _security(value: object) -> Security:
    if value not in tuple(Security):
        raise ValueError("should be tls, starttls or plain")
    return Security(str(value))


def _password(value: object) -> PasswordSource:
    """Never repeats what stands there: it may be the password itself."""
    if not isinstance(value, dict):
        raise ValueError(
            "is never written here. Name its keeper: {file: ~/.config/afterword/password}"
        )
    if len(value) != 1 or not set(value) <= set(Keeper):
        raise ValueError("should name one keeper: file, env, command or credential")
    ((keeper, name),) = value.items()
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"{keeper} should say which, as text")
    return PasswordSource(Keeper(keeper), str(_path(name)) if keeper == Keeper.FILE else name)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Clock = Annotated[time, BeforeValidator(_clock)]
HowFar = Annotated[Mode, PlainValidator(_mode)]
Protection = Annotated[Security, PlainValidator(_security)]
Source = Annotated[PasswordSource, PlainValidator(_password)]
ModelUrl = Annotated[str, PlainValidator(_model_url)]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
VoiceTone = Annotated[Tone, PlainValidator(_tone)]
Skill = Annotated[Strength, PlainValidator(_strength)]
Letters = Annotated[OwnFolder, PlainValidator(_templates)]
FilePath = Annotated[Path, PlainValidator(_path)]
Address = Annotated[str, AfterValidator(address)]
Country = Annotated[str, AfterValidator(country)]
Language = Annotated[str, AfterValidator(_language)]
Line = Annotated[str, AfterValidator(_one_line)]
Port = Annotated[int, Field(ge=1, le=65535)]
Days = Annotated[int, Field(ge=0, le=60)]
Count = Annotated[int, Field(ge=0, le=50)]
