"""The YAML: what it may say, and how all its mistakes are named at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from agent.cases.case import CADENCE, Mode, Step
from agent.cases.policy import Policy
from agent.config import Config, find, keys, load
from agent.daemon import model_of
from agent.errors import ConfigError, OwnerError
from agent.model.endpoint import Endpoint
from agent.password import Keeper, PasswordSource
from agent.writing.draft import Strength, Tone
from agent.writing.template_files import TemplateFile

Writer = Callable[[str], Path]

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"
ENOUGH = """\
owner:
  name: Jo Example
  addresses: [Jo@Home.example]
  zone: Europe/Berlin
mailbox:
  host: imap.home.example
  user: jo
  password: {env: MAIL_PASSWORD}
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    monkeypatch.chdir(tmp_path)

    def written(text: str) -> Path:
        Path("config.yaml").write_text(text, encoding="utf-8")
        return Path("config.yaml")

    return written


def problems(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(path)
    return list(caught.value.problems)


def test_a_few_keys_are_enough_and_mean_the_recommended_cadence(write: Writer) -> None:
    config = load(write(ENOUGH))

    assert config.policy(None) == Policy(ZoneInfo("Europe/Berlin"))
    assert config.mode is Mode.DRAFT
    assert config.owner().addresses == ("jo@home.example",)
    assert config.profile().name == "Jo Example"
    assert (config.mailbox.port, config.mailbox.security) == (993, "tls")
    assert config.mailbox.password == PasswordSource(Keeper.ENV, "MAIL_PASSWORD")


def test_what_is_set_reaches_the_policy(write: Writer) -> None:
    started_at = datetime(2026, 3, 2, tzinfo=UTC)
    cadence = """\
cadence:
  thank_you: {after: 45m, morning: 9:30}
  follow_up: {business_days: 6, at: "11:00"}
  final_attempt: {enabled: false}
  per_day: 3
  acknowledge_delay: true
"""

    policy = load(write(ENOUGH + cadence)).policy(started_at)

    assert policy.thank_you.after == timedelta(minutes=45)
    assert policy.thank_you.morning == time(9, 30)
    assert (policy.follow_up.business_days, policy.follow_up.at) == (6, time(11))
    assert policy.steps == frozenset(CADENCE) - {Step.FINAL_ATTEMPT}
    assert policy.acknowledge_delay
    assert (policy.per_day, policy.started_at) == (3, started_at)


def test_others_words_are_quoted_only_if_the_owner_says_so(write: Writer) -> None:
    assert not load(write(ENOUGH)).profile().quote_original
    assert load(write(f"{ENOUGH}quote_original: true\n")).profile().quote_original


VOICE = """\
owner:
  name: Jo Example
  addresses: [Jo@Home.example]
  zone: Europe/Berlin
  languages: [de, en]
  tone: neutral
  strengths:
    - zehn Jahre Lagerplanung
    - {skill: reports in SQL, need: data, language: en}
  templates: letters
mailbox: {host: imap.home.example, user: jo, password: {env: MAIL_PASSWORD}}
"""


def test_the_voice_of_the_owner_reaches_the_profile(write: Writer) -> None:
    path = write(VOICE)
    closings = Path("letters/de/words.yaml")
    closings.parent.mkdir(parents=True)
    closings.write_text("closings: [Beste Grüße]\n", encoding="utf-8")

    profile = load(path).profile()

    assert (profile.languages, profile.tone) == (("de", "en"), Tone.NEUTRAL)
    assert profile.strengths == (
        Strength("zehn Jahre Lagerplanung", "de"),
        Strength("reports in SQL", "en", need="data"),
    )
    assert profile.templates.own == (TemplateFile("de", "words.yaml", "closings: [Beste Grüße]\n"),)


def test_the_letters_are_looked_for_beside_the_file_wherever_one_stands(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(VOICE)
    (tmp_path / "letters" / "en").mkdir(parents=True)
    (tmp_path / "letters" / "en" / "rules.yaml").write_text("pushy: [chop chop]\n")
    monkeypatch.chdir("/")

    assert load(tmp_path / "config.yaml").profile().templates.own != ()


def test_letters_that_are_not_right_give_no_configuration_and_are_named_with_the_rest(
    write: Writer,
) -> None:
    path = write(VOICE.replace("neutral", "polite"))
    letter = Path("letters/de/thank_you.txt")
    letter.parent.mkdir(parents=True)
    letter.write_text("Danke für {{ posittion }}.\n\n⟦Was?⟧\n", encoding="utf-8")
    Path("letters/de/old~").write_text("a backup is no letter")

    assert problems(path) == [
        "config.yaml:6:9: owner.tone: should be formal, neutral or informal",
        "letters/de/thank_you.txt:1: no such variable: posittion;"
        " there are met, names, on_day, position, role, strength",
        "letters/de/thank_you.txt:1: does not name the role and the company: use {{ position }}",
        "letters/de/thank_you.txt:1: does not name the other interviewers: use {{ names }}",
    ]


def test_letters_that_are_not_right_have_no_writer(write: Writer) -> None:
    letter = Path("letters/de/thank_you.txt")
    config_path = write(VOICE)
    letter.parent.mkdir(parents=True)
    letter.write_text("Danke für {{ position }}, {{ names }}.\n", encoding="utf-8")

    config = load(config_path)

    assert config.owner().name == "Jo Example"  # whoever only looks or speaks is not kept from it
    with pytest.raises(ConfigError, match=r"^letters/de/thank_you\.txt:1: should have one place"):
        config.profile()


def test_a_folder_that_is_not_there_is_no_folder_of_letters(write: Writer) -> None:
    assert problems(write(VOICE)) == [
        "config.yaml:10:14: owner.templates: there is no folder letters;"
        " afterword templates copy makes it"
    ]


@pytest.mark.parametrize(
    ("strength", "what"),
    [
        ("{skill: SQL, for: data}", "{skill: TEXT, need: WORDS, language: en}"),
        ("{need: data}", "{skill: TEXT, need: WORDS, language: en}"),
        ("5", "{skill: TEXT, need: WORDS, language: en}"),
        ("{skill: SQL, language: english}", "two letters"),
        ("I am good. Very good.", "one sentence with a full stop"),
        ("my salary wish", "no letter may say “salary” (rule E14)"),
        ("{skill: mein Gehalt, language: de}", "no letter may say “gehalt” (rule E14)"),
        ("zehn Jahre bei der Planung von Lagern", "reads like de, not en"),
    ],
)
def test_a_strength_that_no_letter_can_hold_is_named_with_its_line(
    write: Writer, strength: str, what: str
) -> None:
    [problem] = problems(write(ENOUGH.replace("mailbox:", f"  strengths: [{strength}]\nmailbox:")))

    assert problem.startswith("config.yaml:5:15: owner.strengths.0")
    assert what in problem


def test_norway_is_no_boolean(write: Writer) -> None:
    path = write(ENOUGH.replace("zone: Europe/Berlin", "zone: Europe/Oslo\n  country: no"))

    assert load(path).owner().country == "NO"


def test_all_problems_are_reported_at_once_with_line_and_column(write: Writer) -> None:
    path = write(
        """\
owner:
  name: Jo Example
  adresses: [jo@home.example]
  zone: Berlin
mailbox:
  host: imap.home.example
  port: "993"
  user: 12
  password: hunter2
cadence:
  follow_up:
    business_days: five
    at: 25:00
  follow_up: {}
mode: sned
"""
    )

    found = problems(path)

    assert found == [
        "config.yaml:2:3: owner.addresses: is missing",
        "config.yaml:3:3: owner.adresses: is not a key we know; did you mean addresses?",
        "config.yaml:4:9: owner.zone: should be an IANA time zone, such as Europe/Berlin",
        "config.yaml:7:9: mailbox.port: should be a whole number, without quotes",
        'config.yaml:8:9: mailbox.user: should be text; put it in "quotes"',
        "config.yaml:9:13: mailbox.password: is never written here."
        " Name its keeper: {file: ~/.config/afterword/password}",
        "config.yaml:12:20: cadence.follow_up.business_days:"
        " should be a whole number, without quotes",
        'config.yaml:13:9: cadence.follow_up.at: should be a time of day, such as "09:30"',
        "config.yaml:14:3: cadence.follow_up: stands here a second time; the first is in line 11",
        "config.yaml:15:7: mode: should be draft, approve or send",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        pytest.param("mode: send", "needs a section `sending`", id="no server to send by"),
        pytest.param(
            "cadence: {follow_up: {mode: approve}}", "needs a section `sending`", id="for a step"
        ),
        pytest.param("mode: Draft", "draft, approve or send", id="misspelt mode"),
        pytest.param("mode: [draft]", "draft, approve or send", id="a list of modes"),
        pytest.param(
            "cadence: {feedback_request: {mode: send}}", "not a key we know", id="only a draft"
        ),
        pytest.param(
            "sending: {host: smtp.home.example, security: plain}",
            "lets everybody on the way read the password",
            id="a password in the open",
        ),
        pytest.param("cadence: {thank_you: {enabled: yes}}", "true or false", id="yes"),
        pytest.param("cadence: {thank_you: {after: 2}}", "2h", id="a bare number"),
        pytest.param("cadence: {thank_you: {after: 2 weeks}}", "2h", id="unknown unit"),
        pytest.param("cadence: {thank_you: {earliest: 21:00}}", "before latest", id="order"),
        pytest.param("cadence: {follow_up: {business_days: 30}}", "between", id="too long"),
        pytest.param("cadence: {per_day: -1}", "greater than or equal to 0", id="negative"),
        pytest.param("cadence: 5", "keys of its own", id="no section"),
        pytest.param("watch: {poll_every: 1s}", "poll_every", id="too often"),
        pytest.param("extra: !!python/name:os.system x", "tag", id="a tag"),
        pytest.param("x: &a [*a]", "nested too deeply", id="an alias of itself"),
    ],
)
def test_what_is_not_wholly_right_gives_no_configuration(
    write: Writer, line: str, what: str
) -> None:
    assert what in "\n".join(problems(write(ENOUGH + line + "\n")))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{env: MAIL_PASSWORD}", "{vault: x}", "one keeper"),
        ("{env: MAIL_PASSWORD}", "{env: A, file: b}", "one keeper"),
        ("{env: MAIL_PASSWORD}", "{env: 5}", "as text"),
        ("{env: MAIL_PASSWORD}", "{file: password}", "begins with /"),
        ("{env: MAIL_PASSWORD}", "{env: A}\n  ca_file: ~nobody/ca.pem", "begins with /"),
        ("host: imap.home.example", "host: imap.home.example\n  security: ssl", "starttls"),
        ("host: imap.home.example", "host: imap.home.example\n  security: plain", "read the"),
        ("[Jo@Home.example]", "[]", "at least one"),
        ("[Jo@Home.example]", "[Jo <jo@home.example>]", "address alone"),
        ("Europe/Berlin", "Europe/Berlin\n  country: UK", "GB"),
        ("Europe/Berlin", "Europe/Berlin\n  country: DE\n  subdivision: ENG", "one of BB"),
    ],
)
def test_a_wrong_value_is_named(write: Writer, old: str, new: str, what: str) -> None:
    assert what in "\n".join(problems(write(ENOUGH.replace(old, new))))


@pytest.mark.parametrize(
    "broken", ["owner: [", "owner:\n\tname: x", "\x00", "- a\n- b", "", "just words"]
)
def test_what_is_no_configuration_at_all_is_told_in_a_line(write: Writer, broken: str) -> None:
    assert all(line.startswith("config.yaml") for line in problems(write(broken)))


def test_a_password_in_the_wrong_place_is_never_repeated(write: Writer) -> None:
    path = write(ENOUGH.replace("{env: MAIL_PASSWORD}", "{password: hunter2}\n  pasword: hunter2"))

    assert "hunter2" not in "\n".join(problems(path))


def test_a_password_that_looks_like_an_alias_is_not_repeated_either(write: Writer) -> None:
    found = problems(write(ENOUGH.replace("{env: MAIL_PASSWORD}", "*hunter2")))

    assert found == [
        "config.yaml:8:13: an alias (*) has no meaning here; put text that begins with * in quotes"
    ]


def test_plain_is_enough_on_this_machine(write: Writer) -> None:
    path = write(ENOUGH.replace("imap.home.example", "127.0.0.1\n  security: plain"))

    assert load(path).mailbox.port == 143


def test_empty_keys_count_as_left_out(write: Writer) -> None:
    config = load(write(ENOUGH + "cadence:\n  thank_you:\n    after:\nmode:\n"))

    assert config.policy(None).thank_you.after == timedelta(hours=2)


def test_the_state_lies_where_systemd_says(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/afterword")

    assert load(write(ENOUGH)).state.directory == Path("/var/lib/afterword")


def test_the_state_else_lies_where_the_desktop_says(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/home/jo/state")

    assert load(write(ENOUGH)).state.directory == Path("/home/jo/state/afterword")


def test_the_users_own_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFTERWORD_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "afterword" / "config.yaml"
    own.parent.mkdir()
    own.write_text(ENOUGH)

    assert find(None) == own
    assert find(Path("other.yaml")) == Path("other.yaml")


def test_a_language_model_is_there_only_where_it_is_named(write: Writer) -> None:
    named = "rewording: {url: 'http://[::1]:8080/v1/', model: small}\n"

    without, with_it = load(write(ENOUGH)), load(write(ENOUGH + named))

    assert model_of(without) is None
    assert model_of(with_it) == Endpoint("http://[::1]:8080/v1", "small", timeout_s=30)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        pytest.param("http://models.example/v1", "begin with https", id="readable on the way"),
        pytest.param("http://127.0.0.1.evil.example/v1", "begin with https", id="looks local"),
        pytest.param("https://key@models.example/v1", "without user", id="a user"),
        pytest.param("https://models.example/v1?key=1", "without user", id="a query"),
        pytest.param("https://models.example:99999/v1", "names no server", id="no such port"),
        pytest.param("https://:443/v1", "names no server", id="no host"),
        pytest.param("file:///etc/passwd", "should be like", id="a file"),
        pytest.param("127.0.0.1:11434", "should be like", id="no scheme"),
    ],
)
def test_a_language_model_is_on_this_machine_or_behind_https(
    write: Writer, url: str, what: str
) -> None:
    [problem] = problems(write(f"{ENOUGH}rewording: {{url: '{url}', model: small}}\n"))

    assert what in problem


def test_without_a_file_one_line_says_what_to_copy_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERWORD_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("agent.config.SYSTEM_WIDE", tmp_path / "none.yaml")

    with pytest.raises(OwnerError, match=r"copy config\.example\.yaml to"):
        find(None)


def test_a_file_that_is_not_there_is_named() -> None:
    assert problems(Path("/nowhere/config.yaml")) == [
        "/nowhere/config.yaml: cannot be read: No such file or directory."
    ]


def all_keys(section: type[BaseModel]) -> set[tuple[str, ...]]:
    found = set()
    for key, below in keys(section).items():
        found.add((key,))
        found |= {(key, *rest) for rest in (all_keys(below) if below else ())}
    return found


def uncommented(text: str) -> str:
    """`#key: value` is an optional key, `#  words` its text; `# words` is an explanation."""
    return re.sub(r"(?m)^( *)#(?=(?:  )?[^ #\n])", r"\1", text)


def test_the_example_is_right_as_it_stands() -> None:
    assert load(EXAMPLE).policy(None) == Policy(ZoneInfo("Europe/London"))


def test_the_example_documents_every_key_and_shows_its_default(write: Writer) -> None:
    path = write(uncommented(EXAMPLE.read_text(encoding="utf-8")))
    Path("letters").mkdir()

    config = load(path)

    assert config.policy(None) == Policy(ZoneInfo("Europe/London"), "GB", "ENG")
    assert _set_keys(config) == all_keys(Config)


def _set_keys(section: BaseModel) -> set[tuple[str, ...]]:
    """The keys that the YAML gave, in all sections."""
    found = set()
    for name in section.model_fields_set:
        key, value = type(section).model_fields[name].alias or name, getattr(section, name)
        found.add((key,))
        if isinstance(value, BaseModel):
            found |= {(key, *rest) for rest in _set_keys(value)}
    return found
