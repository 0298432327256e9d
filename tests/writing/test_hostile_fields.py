"""Whatever stands in mail, in every field, letter and language: it stays text (failures.md H2, H5).

Company, role, names, addresses, subject, ids, notes and the message answered are drawn from what
has broken mail programs; no version of Python's email package stands between them and the bytes.
"""

import ast
import email
import email.policy
import email.utils
import unicodedata
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import agent.writing.rfc5322
from agent.cases.case import Case, Note, Person, Step
from agent.cases.plan import Write
from agent.reading.message import Address
from agent.writing.call import call_script
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Parent
from agent.writing.edited import places_left
from agent.writing.rfc5322 import is_writable, message_bytes
from agent.writing.similarity import MARK
from agent.writing.wording import Letter, codes
from tests.writing.opportunity import JANE, TUESDAY, TUESDAY_EVENING, a_case, a_write

OUR_ID = "<5b1c0e52a7@doe.example>"
EVERY = ["From", "To", "Subject", "Date", "Message-ID"]
MIME = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
KNOWN = ([*EVERY, *MIME], [*EVERY, "In-Reply-To", "References", *MIME])
LANGUAGES = sorted(codes())
EXECUTED = ("pwned", "49", "<class", "ImmutableSandboxed")

SAMPLES = [
    "x\r\nBcc: victim@evil.example",
    "x\nBcc: victim@evil.example\n\nanother body",
    "=?utf-8?q?=0D=0ABcc:_victim@evil.example?=",
    "==??utf-8?q?=0A?=Bcc: victim@evil.example",
    "=?utf-8?b?DQpCY2M6IHZAZXZpbC5leGFtcGxl?=",
    "\u202egnp.exe \u2066left\u2069 \u200f\u200e",
    "a\u2028b\u2029c\x85d\x0be\x0cf\x1b[2J\0g\x7f",
    "\ud800 lone surrogate \udfff",
    "{{7*7}}",
    "{{ 'pw' + 'ned' }}{% include '/etc/passwd' %}{# #}${7*7} %(y)s %s {0.__class__}",
    "{{ ''.__class__.__mro__ }} {{ self }} {{ cycler }}",
    "⟦fill me⟧ ⟧⟦ ⟦",
    "n" * 10_000,
    "long words " * 1_000,
    '"quoted" <other@evil.example>, more@evil.example',
    "a@b.example>\r\nBcc: <c@d.example",
    "\n.\n",
    "\n--\nFrom me\n> quoted\n---\n",
    "",
    " ",
    "<!-- -->&#10214;<script>",
]
HOSTILE = st.one_of(
    st.sampled_from(SAMPLES),
    st.text(max_size=60),
    st.text(alphabet='\r\n\t\0\x1b =?_<>@",:;\\[](){}%⟦⟧\u202e\u2066\u200bé漢🎉aBc', max_size=60),
    st.tuples(st.sampled_from(["Ann ", "Acme ", "<a@b"]), st.sampled_from(SAMPLES)).map("".join),
)


def write_of(letter: Letter, to: Person, names: tuple[str, ...]) -> Write:
    """The due step that asks for this kind of letter."""
    step = Step(letter.value) if letter in {*Step} else Step.THANK_YOU
    changes: dict[str, object] = {"interviewers": names}
    if letter is Letter.THANK_YOU_LATE:
        changes["late"] = True
    if letter is Letter.THANK_YOU_THROUGH:
        changes["through"] = True
    if letter is Letter.FOLLOW_UP_PROMISED:
        step, changes["promised_on"] = Step.FOLLOW_UP, TUESDAY
    return a_write(step, to, **changes)


def hostile_case(text: str, other: str, address: str, *, familiar: bool = False) -> Case:
    person = Person(text, address, True, False, None, None)
    agent = Person(other, address, True, True, None, None)
    return a_case(
        company=text,
        role=other,
        agency=text,
        requisition=other,
        interviewers=(person,),
        people=(person, agent),
        notes=(Note(text, TUESDAY_EVENING), Note(other, TUESDAY_EVENING)),
        familiar=familiar,
    )


def hostile_parent(text: str, other: str, address: str) -> Parent:
    return Parent(
        message_id=other,
        references=(text, "<a@b.example>", other),
        subject=text,
        sender=Address(other, address),
        date=TUESDAY_EVENING,
        addressed_to=text,
        in_reply_to=(text,),
        parties=frozenset({address}),
        text=f"{text}\n{other}",
    )


def held_to_the_rules(draft: Draft) -> None:
    raw = message_bytes(draft, message_id=OUR_ID, date=TUESDAY_EVENING)
    message = email.message_from_bytes(raw, policy=email.policy.compat32)

    assert message.keys() in KNOWN
    assert not message.defects
    fields = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert sum(not line.startswith(b" ") for line in fields) == len(message.keys())
    to = email.utils.getaddresses([message["To"]])
    assert [address for _, address in to] == [draft.to.address]
    shown = (draft.text, draft.quoted, draft.subject, draft.to.name, draft.sender.name)
    for text in shown:
        assert [c for c in text if c != "\n" and unicodedata.category(c).startswith("C")] == []
    assert [word for word in EXECUTED for text in shown[:3] if word in text] == []
    assert draft.marked == bool(MARK.search(draft.text))
    assert "⟦" not in MARK.sub("", draft.text)
    assert "⟧" not in MARK.sub("", draft.text)
    assert len(MARK.findall(draft.text)) <= 1
    assert (places_left(raw) != ()) == draft.marked


def composed(
    letter: Letter, language: str, text: str, other: str, *, familiar: bool = False
) -> Draft:
    case = hostile_case(text, other, "anna@acme.example", familiar=familiar)
    write = write_of(letter, case.people[0], (other, text))
    profile = replace(JANE, languages=(language,), quote_original=True)
    parent = hostile_parent(text, other, "anna@acme.example")
    draft = compose(case, write, profile, parent, TUESDAY_EVENING)
    check(draft, case)  # has something to say about any letter, and never fails
    return draft


LETTERS = [letter for letter in Letter if letter is not Letter.PHONE_CALL]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("familiar", [False, True])
def test_no_letter_of_any_language_lets_a_sample_be_more_than_text(
    letter: Letter, language: str, familiar: bool
) -> None:
    for text, other in zip(SAMPLES, [*SAMPLES[7:], *SAMPLES[:7]], strict=True):
        held_to_the_rules(composed(letter, language, text, other, familiar=familiar))


@settings(max_examples=400, deadline=None)
@given(
    letter=st.sampled_from(LETTERS),
    language=st.sampled_from(LANGUAGES),
    text=HOSTILE.filter(lambda text: "49" not in text),
    other=HOSTILE.filter(lambda text: "49" not in text),
)
def test_no_field_of_any_letter_is_more_than_text(
    letter: Letter, language: str, text: str, other: str
) -> None:
    held_to_the_rules(composed(letter, language, text, other))


@settings(max_examples=200, deadline=None)
@given(language=st.sampled_from(LANGUAGES), text=HOSTILE, other=HOSTILE)
def test_the_script_of_a_call_is_text_too(language: str, text: str, other: str) -> None:
    script = call_script(
        hostile_case(text, other, "anna@acme.example"), replace(JANE, languages=(language,))
    )

    assert [c for c in script if c != "\n" and unicodedata.category(c).startswith("C")] == []
    assert "pwned" not in script
    assert "⟦" not in MARK.sub("", script)
    assert len(MARK.findall(script)) <= 1


@settings(max_examples=300, deadline=None)
@given(address=HOSTILE)
def test_an_address_that_is_none_is_never_written_to(address: str) -> None:
    case = hostile_case("Anna Keller", "Engineer", address)
    write = write_of(Letter.FOLLOW_UP, case.people[0], ())

    draft = compose(case, write, JANE, None, TUESDAY_EVENING)

    if not is_writable(draft.to):
        assert "E2" in {one.rule for one in check(draft, case) if one.level is Level.BLOCK}
        with pytest.raises(ValueError, match=r"."):
            message_bytes(draft, message_id=OUR_ID, date=TUESDAY_EVENING)


@settings(max_examples=300, deadline=None)
@given(ids=st.lists(HOSTILE, max_size=4), parent=HOSTILE)
def test_an_id_is_repeated_byte_for_byte_or_not_at_all(ids: list[str], parent: str) -> None:
    answered = replace(hostile_parent("x", parent, "anna@acme.example"), references=(*ids, parent))
    case = hostile_case("Acme", "Engineer", "anna@acme.example")
    write = write_of(Letter.FOLLOW_UP, case.people[0], ())

    draft = compose(case, write, JANE, answered, TUESDAY_EVENING)

    assert set(draft.references) <= {*ids, parent}
    assert draft.in_reply_to in (None, parent)
    held_to_the_rules(draft)


def test_h2_no_python_version_folds_or_encodes_a_header_of_ours() -> None:
    """H2."""
    tree = ast.parse(Path(agent.writing.rfc5322.__file__).read_text(encoding="utf-8"))
    taken = {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("email")
        for name in node.names
    }

    assert taken == {"email.utils.format_datetime"}


def test_every_letter_and_language_is_tried() -> None:
    assert set(product(LETTERS, LANGUAGES)) >= {
        (letter, code) for letter in Letter if letter != Letter.PHONE_CALL for code in codes()
    }
