"""The bytes that leave: nothing a mail says adds a header field, a recipient or a line to them."""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.cases.case import Person
from agent.reading.message import Address
from agent.writing.checks import check
from agent.writing.compose import compose
from agent.writing.draft import Draft
from agent.writing.reread import reread
from agent.writing.rfc5322 import message_bytes
from tests.writing.opportunity import JANE, TUESDAY_EVENING, a_case, a_parent, a_write

OUR_ID = "<5b1c0e52a7@doe.example>"
OF_A_THREAD = ["In-Reply-To", "References"]
OF_EVERY = ["From", "To", "Subject", "Date", "Message-ID"]
OF_MIME = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
ANSWER = [*OF_EVERY, *OF_A_THREAD, *OF_MIME]
NEW_THREAD = [*OF_EVERY, *OF_MIME]

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='\r\n\t\0\x1b =?_<>@",:;\\[](){}%⟦⟧‮⁦​é漢🎉aBc', max_size=60),
    st.sampled_from(
        [
            "x\r\nBcc: victim@evil.example",
            "=?utf-8?q?=0D=0ABcc:_victim@evil.example?=",
            "==??utf-8?q?=0A?=Bcc: victim@evil.example",
            "\u202egnp.exe \u2066left\u2069",
            "a\u2028b\u2029c\x85d\x0be\x0cf",
            "\ud800 lone surrogate",
            "{{ 7*7 }}{% include '/etc/passwd' %}${x}%(y)s",
            "n" * 10_000,
            '"quoted" <other@evil.example>, more@evil.example',
        ]
    ),
)


def draft(**changes: object) -> Draft:
    letter = compose(a_case(), a_write(), JANE, a_parent(), TUESDAY_EVENING)
    return replace(letter, **changes)  # type: ignore[arg-type]


def raw(**changes: object) -> bytes:
    return message_bytes(draft(**changes), message_id=OUR_ID, date=TUESDAY_EVENING)


def test_an_answer_has_ten_header_fields_each_once() -> None:
    message = email.message_from_bytes(raw(), policy=email.policy.SMTP)

    assert message.keys() == ANSWER


def test_a_new_thread_has_eight() -> None:
    message = email.message_from_bytes(raw(in_reply_to=None, references=()))

    assert message.keys() == NEW_THREAD


def test_the_thread_is_repeated_byte_for_byte_however_long_its_ids() -> None:
    ids = tuple(f"<{'x' * 120}.{number}@mail.acme.example>" for number in range(3))

    written = raw(in_reply_to=ids[-1], references=ids)

    assert f"In-Reply-To: {ids[-1]}\r\n".encode() in written
    assert f"References: {ids[0]}\r\n {ids[1]}\r\n {ids[2]}\r\n".encode() in written


def test_the_text_comes_back_as_it_was_written() -> None:
    text = (
        "Dear Zoë,\n\n.\nFrom here on – 漢字, a line that is " + "long " * 100 + "end\n=3D\n\nJane"
    )

    message = email.message_from_bytes(raw(text=text), policy=email.policy.default)

    assert message.get_content().replace("\r\n", "\n") == f"{text}\n"


@given(text=st.text(alphabet=st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_any_text_survives_its_encoding(text: str) -> None:
    fields, read = reread(raw(text=text))

    assert read == text.strip("\n") + "\n"
    assert [field.name for field in fields] == ANSWER


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(
            lambda good: good.replace(b"To: ", b"Bcc: x@y.example\r\nTo: "), id="a field more"
        ),
        pytest.param(lambda good: good.replace(b"@acme", b"@evil", 1), id="another recipient"),
        pytest.param(lambda good: good.replace(b"Re: ", b"Re:  "), id="a space more"),
        pytest.param(lambda good: good.replace(b"Dear", b"Deer"), id="another text"),
        pytest.param(lambda good: good + b"x", id="a byte more"),
    ],
)
def test_the_second_parser_notices(tampered: Callable[[bytes], bytes]) -> None:
    assert reread(tampered(raw())) != reread(raw())


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(lambda good: good.replace(b"\r\n", b"\n"), id="bare line feeds"),
        pytest.param(lambda good: good.replace(b"To: ", b"To : "), id="a space before the colon"),
        pytest.param(lambda good: good.replace(b"To: ", b" \r\nTo: "), id="an empty folded line"),
        pytest.param(
            lambda good: good.replace(b"Re: ", b"=?utf-8?q?Re:?= "), id="another encoding"
        ),
        pytest.param(lambda good: good.replace(b"Re: ", b"\0"), id="a control character"),
        pytest.param(lambda good: good.replace(b"Dear", "Déar".encode()), id="raw UTF-8"),
        pytest.param(lambda good: good.partition(b"\r\n\r\n")[0], id="no body"),
    ],
)
def test_the_second_parser_refuses(tampered: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match=r"."):
        reread(tampered(raw()))


@pytest.mark.parametrize(
    "line",
    [
        "> a line that looks quoted",
        ">From a mailbox of old",
        "From here on",
        "From",
        " a line that begins with a space",
        "a line that ends with spaces  ",
        "\ttabs\t",
        ".",
        "..",
        ".hidden",
        "-- ",
        "=3D and = and =é",
        "Donau" + "dampfschifffahrt" * 80,
        "Zoë " * 200,
        "🎉" * 60,
        "\u2066bidi\u2069",
    ],
)
def test_any_line_comes_back_as_it_was_written(line: str) -> None:
    text = f"Hello,\n\n{line}\nand on.\n\n{line}"

    written = raw(text=text)

    assert reread(written)[1] == text + "\n"
    content = email.message_from_bytes(written, policy=email.policy.default).get_content()
    assert content.replace("\r\n", "\n") == text + "\n"
    body = written.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, body)) <= 76
    assert not [on_wire for on_wire in body if on_wire.startswith((b"From ", b"."))]
    assert not [on_wire for on_wire in body if on_wire.endswith((b" ", b"\t"))]


def test_a_paragraph_is_one_line_for_whoever_edits_it() -> None:
    paragraph = "word " * 60 + "end"

    lines = reread(raw(text=f"Hello,\n\n{paragraph}"))[1].split("\n")

    assert paragraph in lines


def test_no_character_is_split_between_two_lines() -> None:
    written = raw(text="⟦" * 100)

    assert b"=E2=9F=A6" * 8 in written
    assert not re.search(rb"=E2(?!=9F=A6)", written)


def test_every_line_ends_with_cr_lf_and_the_body_keeps_to_76_columns() -> None:
    written = raw(text="word " * 200 + "\nÄ" * 90)

    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written)
    assert max(map(len, written.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


@pytest.mark.parametrize(
    "name",
    [
        "Anna Keller",
        "Keller, Anna",
        'Anna "Ann" Keller',
        "Zoë Ray",
        "田中 健",
        "Jürgen " + "Ö" * 90,
    ],
)
def test_a_name_comes_back_as_it_was_written(name: str) -> None:
    message = email.message_from_bytes(raw(to=Address(name, "anna@acme.example")))

    shown, address = email.utils.parseaddr(message["To"])
    decoded = str(email.header.make_header(email.header.decode_header(shown)))
    assert (decoded, address) == (name, "anna@acme.example")


def test_the_date_is_that_of_the_caller_in_its_offset() -> None:
    in_delhi = datetime(2026, 3, 3, 20, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    written = message_bytes(draft(), message_id=OUR_ID, date=in_delhi)

    assert b"\r\nDate: Tue, 03 Mar 2026 20:30:00 +0530\r\n" in written


def test_nothing_names_the_product() -> None:
    assert not re.search(rb"afterword|agent|x-|python|jinja|draft", raw(), re.IGNORECASE)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"subject": "two\r\nlines"}, id="a subject of two lines"),
        pytest.param({"subject": "=?utf-8?q?x?="}, id="an encoded word in the subject"),
        pytest.param({"subject": "right\u202eleft"}, id="a bidi character"),
        pytest.param({"to": Address("a\nb", "anna@acme.example")}, id="a name of two lines"),
        pytest.param({"to": Address("", "a@b.example,c@d.example")}, id="two addresses"),
        pytest.param(
            {"to": Address("", "a@b.example>\r\nBcc: <c@d")}, id="a header in the address"
        ),
        pytest.param({"to": Address("", "änna@acme.example")}, id="an address beyond ASCII"),
        pytest.param({"in_reply_to": "<a@b>\r\nBcc: c@d"}, id="a header in the id"),
        pytest.param({"references": ("<=?utf-8?q?=0A?=@b>",)}, id="an encoded word in an id"),
        pytest.param({"text": "a lone \r in the text"}, id="a bare carriage return"),
    ],
)
def test_a_value_that_cannot_stand_there_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        raw(**changes)


def test_a_date_without_zone_and_an_id_of_no_form_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        message_bytes(draft(), message_id=OUR_ID, date=datetime(2026, 3, 3))  # noqa: DTZ001
    with pytest.raises(ValueError, match="Message-ID"):
        message_bytes(draft(), message_id="no id", date=TUESDAY_EVENING)


@settings(max_examples=150, deadline=None)
@given(name=HOSTILE, company=HOSTILE, role=HOSTILE, subject=HOSTILE, message_id=HOSTILE)
def test_whatever_a_mail_says_the_header_fields_stay_the_same(
    name: str, company: str, role: str, subject: str, message_id: str
) -> None:
    person = Person(name, "anna@acme.example", True, False, None, None)
    case = a_case(company=company, role=role, interviewers=(person,))
    parent = a_parent(subject=subject, message_id=message_id, references=(subject, "<a@b>"))

    letter = compose(case, a_write(to=person), JANE, parent, datetime(2026, 3, 3, 18, tzinfo=UTC))
    written = message_bytes(letter, message_id=OUR_ID, date=TUESDAY_EVENING)
    check(letter, case)  # has something to say about any letter, and never fails

    message = email.message_from_bytes(written, policy=email.policy.compat32)
    assert message.keys() in (ANSWER, NEW_THREAD)
    assert email.utils.getaddresses([message["To"]])[0][1] == "anna@acme.example"
    assert len(email.utils.getaddresses([message["To"]])) == 1
    assert len(letter.subject) <= 200
    assert not message.defects
