"""A draft as it comes back from servers and mail programs: what is left to fill, what it breaks."""

import email.policy
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.cases.case import Case, Entry, EntryStatus, Step
from agent.writing.checks import Level
from agent.writing.compose import compose
from agent.writing.draft import Draft, Parent
from agent.writing.edited import check_edited, fingerprint, places_left
from agent.writing.rfc5322 import message_bytes
from agent.writing.similarity import MARK
from agent.writing.wording import codes
from tests.writing.opportunity import (
    ANNA,
    BEN,
    JANE,
    TUESDAY_EVENING,
    a_case,
    a_parent,
    a_write,
    written,
)

OUR_ID = "<5b1c0e52a7@doe.example>"
FILLED = "The lighthouse on your napkin made me smile, and I have built two of them."
PANEL = a_case(interviewers=(ANNA, BEN))


def letter(
    step: Step = Step.THANK_YOU, parent: Parent | None = None, language: str = "en"
) -> Draft:
    profile = replace(JANE, languages=(language,))
    return compose(PANEL, a_write(step), profile, parent or a_parent(), TUESDAY_EVENING)


def as_made(draft: Draft) -> bytes:
    return message_bytes(draft, message_id=OUR_ID, date=TUESDAY_EVENING)


def row(draft: Draft) -> Entry:
    entry = written(a_write(draft.step), draft.text)
    return replace(entry, status=EntryStatus.EDITED, subject=draft.subject, message_id=OUR_ID)


def finished(draft: Draft | None = None) -> Draft:
    """As the owner leaves it: the place is filled."""
    draft = draft or letter()
    return replace(draft, text=MARK.sub(FILLED, draft.text))


def header(draft: Draft, content_type: str, encoding: str = "8bit") -> bytes:
    made = as_made(draft).partition(b"\r\n\r\n")[0]
    kept = made.partition(b"MIME-Version:")[0]
    return (
        kept
        + (
            f"User-Agent: Mail\r\nMIME-Version: 1.0\r\nContent-Type: {content_type}\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
        ).encode()
    )


def as_base64(draft: Draft) -> bytes:
    """A server that stores all text so, header fields in its own order and with some more."""
    lines = header(draft, 'text/plain; charset="utf-8"', "base64")
    head, _, _ = lines.partition(b"\r\n\r\n")
    body = b64encode(draft.text.replace("\n", "\r\n").encode())
    return b"X-Server: here\r\n" + head + b"\r\n\r\n" + body + b"\r\n"


def as_flowed(draft: Draft) -> bytes:
    """Thunderbird: soft breaks, also inside a mark."""
    text = "\r\n".join(re.sub(r"(.{40,60}?) ", "\\1 \r\n", line) for line in draft.text.split("\n"))
    return header(draft, "text/plain; charset=UTF-8; format=flowed") + text.encode()


def as_wrapped(draft: Draft) -> bytes:
    """Gmail: hard breaks, also inside a mark."""
    text = "\r\n".join(re.sub(r"(.{40,60}?) ", "\\1\r\n", line) for line in draft.text.split("\n"))
    return header(draft, "text/plain; charset=UTF-8") + text.encode()


def as_split(draft: Draft) -> bytes:
    """Quoted-printable broken in the middle of every character."""
    octets = draft.text.replace("\n", "\r\n").encode()
    body = b"=\r\n".join(b"=%02X" % octet for octet in octets)
    return header(draft, "text/plain; charset=utf-8", "quoted-printable") + body


def markup(draft: Draft, shown: Callable[[str], str] = escape) -> str:
    paragraphs = shown(draft.text).split("\n\n")
    return "".join(
        f'<p class="MsoNormal">{one}<o:p></o:p></p>'.replace("\n", "<br>") for one in paragraphs
    )


def as_alternative(draft: Draft, html: str | None = None, plain: str | None = None) -> bytes:
    """Outlook, or Thunderbird with formatting."""
    message = EmailMessage(policy=email.policy.SMTP)
    for line in as_made(draft).decode().replace("\r\n ", " ").split("\r\n\r\n")[0].split("\r\n"):
        name, _, value = line.partition(": ")
        if not name.startswith(("MIME", "Content")):
            message[name] = value
    message.set_content(draft.text if plain is None else plain)
    message.add_alternative(markup(draft) if html is None else html, subtype="html")
    return message.as_bytes()


def as_html_alone(draft: Draft) -> bytes:
    return header(draft, "text/html; charset=utf-8") + markup(draft).encode()


def with_entities(text: str) -> str:
    return escape(text).replace("⟦", "&lobrk;").replace("⟧", "&#x27E7;")


def in_pieces(text: str) -> str:
    return escape(text).replace("⟦", "<b>⟦</b><i>").replace("⟧", "</i><span>⟧</span>")


FORMS = [as_made, as_base64, as_flowed, as_wrapped, as_split]
FORMATTED = [as_alternative, as_html_alone]


@pytest.mark.parametrize("form", [*FORMS, *FORMATTED])
def test_a_marked_place_is_found_in_whatever_form_the_draft_lies(
    form: Callable[[Draft], bytes],
) -> None:
    draft = letter()

    [place] = places_left(form(draft))

    assert place == MARK.findall(draft.text)[0]
    assert places_left(form(finished(draft)), draft.text) == ()


@pytest.mark.parametrize("shown", [with_entities, in_pieces])
def test_a_mark_in_html_is_found_as_entity_and_in_pieces(shown: Callable[[str], str]) -> None:
    draft = letter()

    left = places_left(as_alternative(finished(draft), html=markup(draft, shown)))

    assert any(place.startswith("⟦") and place.endswith("⟧") for place in left)


def test_a_mark_that_only_some_readers_show_is_found() -> None:
    hidden = markup(finished()) + '<span style="display:none">&#10214;x&#10215;</span>'

    assert "⟦x⟧" in places_left(as_alternative(finished(), html=hidden))


@pytest.mark.parametrize("half", ["⟦", "⟧"])
def test_half_a_mark_is_a_mark(half: str) -> None:
    draft = finished()

    left = places_left(as_made(replace(draft, text=draft.text.replace("napkin", f"nap{half}kin"))))

    assert left == (half,)


def test_a_mark_in_one_of_two_forms_is_enough() -> None:
    draft = letter()

    assert places_left(as_alternative(finished(draft), html=markup(draft)))
    assert places_left(as_alternative(finished(draft), plain=draft.text))


def test_a_mark_in_the_subject_is_found() -> None:
    subject = b"Subject: =?utf-8?q?Re:_=E2=9F=A6role=E2=9F=A7?=\r\n"

    raw = re.sub(rb"Subject: [^\n]*\n", lambda _: subject, as_made(finished()))

    assert places_left(raw) == ("⟦role⟧",)


@pytest.mark.parametrize("language", sorted(codes()))
@pytest.mark.parametrize(("before", "after"), [("", ""), ("[", "]"), ("?", "?"), ("*", "*")])
def test_a_prompt_without_its_brackets_is_a_place_left(
    language: str, before: str, after: str
) -> None:
    draft = letter(language=language)
    bare = draft.text.replace("⟦", before).replace("⟧", after)

    left = places_left(as_flowed(replace(draft, text=bare)), draft.text)

    assert left == tuple(MARK.findall(draft.text))


def test_a_place_that_was_deleted_is_filled() -> None:
    draft = letter()
    without = MARK.sub("", draft.text).replace("\n\n\n\n", "\n\n")

    assert places_left(as_made(replace(draft, text=without)), draft.text) == ()


@pytest.mark.parametrize("form", FORMS)
def test_what_a_server_or_a_mail_program_changes_by_itself_is_no_editing(
    form: Callable[[Draft], bytes],
) -> None:
    draft = letter()

    assert fingerprint(form(draft)) == fingerprint(as_made(draft))


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(lambda raw: raw.replace(b"Dear Anna", b"Dear Anna."), id="a letter"),
        pytest.param(lambda raw: raw + b"PS", id="a line more"),
        pytest.param(lambda raw: raw.replace(b"\r\nTo:", b"\r\nBcc: x@y.example\r\nTo:"), id="Bcc"),
        pytest.param(lambda raw: raw.replace(b"\r\nTo:", b"\r\nCc: x@y.example\r\nTo:"), id="Cc"),
        pytest.param(lambda raw: raw.replace(b"anna@", b"ben@"), id="recipient"),
        pytest.param(lambda raw: raw.replace(b"To: Anna", b"To: Anne"), id="name"),
        pytest.param(lambda raw: raw.replace(b"Re: Int", b"Re: My int"), id="subject"),
        pytest.param(lambda raw: raw.replace(b"jane@doe", b"jd@work"), id="sender"),
    ],
)
def test_whatever_the_owner_changes_is_editing(edited: Callable[[bytes], bytes]) -> None:
    raw = as_made(letter())

    assert edited(raw) != raw
    assert fingerprint(edited(raw)) != fingerprint(raw)


def test_formatting_is_editing() -> None:
    draft = letter()

    assert fingerprint(as_alternative(draft)) != fingerprint(as_made(draft))


def rules(raw: bytes, level: Level, made: Draft | None = None, case: Case = PANEL) -> set[str]:
    made = made or letter()
    case = replace(case, entries=(row(made),))
    return {
        found.rule for found in check_edited(raw, row(made), case, JANE) if found.level is level
    }


def blocked(raw: bytes, made: Draft | None = None) -> set[str]:
    return rules(raw, Level.BLOCK, made)


@pytest.mark.parametrize("language", sorted(codes()))
@pytest.mark.parametrize("step", [Step.THANK_YOU, Step.FOLLOW_UP, Step.FINAL_ATTEMPT])
@pytest.mark.parametrize("form", [*FORMS, *FORMATTED])
def test_a_letter_of_ours_with_its_place_filled_may_leave_in_every_form(
    form: Callable[[Draft], bytes], step: Step, language: str
) -> None:
    made = letter(step, language=language)

    assert blocked(form(finished(made)), made) == set()


@pytest.mark.parametrize("form", [*FORMS, *FORMATTED])
def test_a_mark_left_blocks_it_in_every_form(form: Callable[[Draft], bytes]) -> None:
    assert blocked(form(letter())) == {"E1"}


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("I worked with [your tool].", "E1"),
        ("I was just checking in.", "E11"),
        ("My salary matters to me.", "E14"),
        ("The delay surprised me.", "E15"),
    ],
)
@pytest.mark.parametrize("form", [*FORMS, *FORMATTED])
def test_what_the_owner_must_not_say_either_is_found_in_every_form(
    form: Callable[[Draft], bytes], sentence: str, rule: str
) -> None:
    made = letter()
    said = replace(made, text=MARK.sub(f"{FILLED} {sentence}", made.text))

    assert blocked(form(said), made) == {rule}


def test_what_stands_in_one_of_two_forms_is_found() -> None:
    made = finished()
    pushy = replace(made, text=made.text.replace(FILLED, "I need an answer ASAP."))

    assert blocked(as_alternative(made, html=markup(pushy))) == {"E11"}
    assert blocked(as_alternative(made, plain=pushy.text)) == {"E11"}


@pytest.mark.parametrize(
    ("edited", "rule"),
    [
        pytest.param(lambda raw: raw.replace(b"anna@", b"ben@"), "E2", id="another recipient"),
        pytest.param(
            lambda raw: raw.replace(b"\r\nTo:", b"\r\nCc: ben@acme.example\r\nTo:"),
            "E2",
            id="a copy",
        ),
        pytest.param(
            lambda raw: raw.replace(b"\r\nTo:", b"\r\nBcc: mum@doe.example\r\nTo:"),
            "E2",
            id="blind copy",
        ),
        pytest.param(
            lambda raw: raw.replace(b"\r\nDate", b"\r\nTo: x@y.example\r\nDate"), "I5", id="two To"
        ),
        pytest.param(lambda raw: raw.replace(b"jane@doe", b"jane@else"), "A18", id="sender"),
        pytest.param(
            lambda raw: raw.replace(b"\r\nTo:", b"\r\nReply-To: x@y.example\r\nTo:"),
            "A18",
            id="reply",
        ),
        pytest.param(lambda raw: raw.replace(b"Dear Anna", b"Dear Ben"), "E3", id="another's name"),
    ],
)
def test_addressing_is_checked_as_it_lies_there(
    edited: Callable[[bytes], bytes], rule: str
) -> None:
    assert blocked(edited(as_made(finished()))) == {rule}


@pytest.mark.parametrize("words", [b"Dear Ms Keller", b"Hello there", b"Good morning Anna"])
def test_how_the_owner_greets_them_is_the_owners_choice(words: bytes) -> None:
    assert blocked(as_made(finished()).replace(b"Dear Anna", words)) == set()


def test_wording_of_the_owners_own_is_a_warning_at_most() -> None:
    text = "Hi Anna,\n\nthat was fun. See you soon, I hope?\n\nCheers\nJane"

    raw = as_made(replace(letter(), text=text))

    assert blocked(raw) == set()
    assert rules(raw, Level.WARN) >= {"E4", "E9", "E.2"}


def test_what_is_quoted_below_is_not_ours_to_check() -> None:
    quote = "On 1 March 2026, Anna Keller wrote:\n> Urgent: [insert salary] ASAP!!! Is it so?"

    assert blocked(as_made(replace(finished(), quoted=quote))) == set()


def test_another_subject_in_the_thread_is_a_warning() -> None:
    raw = as_made(replace(finished(), subject="Something else entirely"))

    assert rules(raw, Level.WARN) == {"E19"}
    assert blocked(raw) == set()


def test_a_server_that_drops_the_thread_does_not_make_a_fake_reply() -> None:
    raw = re.sub(rb"(?:In-Reply-To|References): [^:]*\r\n(?=[A-Z])", b"", as_made(finished()))

    assert b"In-Reply-To" not in raw
    assert blocked(raw) == set()


def test_a_picture_from_the_web_and_a_differing_form_are_shown() -> None:
    picture = markup(finished()) + '<img src="https://x.example/p.gif">'
    other = "<p>Dear Anna,</p><p>Thank you.</p><p>Jane Doe</p>"

    assert "E7" in rules(as_alternative(finished(), html=picture), Level.WARN)
    assert "E7" in rules(as_alternative(finished(), html=other), Level.WARN)
    assert "E7" not in rules(as_alternative(finished()), Level.WARN)


def test_a_letter_does_not_stand_against_itself_as_a_repetition() -> None:
    assert "E17" not in rules(as_made(finished()), Level.WARN)


def test_a_draft_without_any_text_never_leaves() -> None:
    assert "E9" in blocked(header(letter(), "text/plain; charset=utf-8"))


@settings(max_examples=300, deadline=None)
@given(
    before=st.text(alphabet="aß é=<>&.\n'漢", max_size=90),
    inside=st.text(alphabet="aß é=.,\n'漢", max_size=90),
    after=st.text(alphabet="aß é=<>&.\n'漢", max_size=90),
    form=st.sampled_from([*FORMS, *FORMATTED]),
)
def test_no_text_around_or_inside_a_mark_hides_it(
    before: str, inside: str, after: str, form: Callable[[Draft], bytes]
) -> None:
    text = f"Dear Anna,\n\n{before}⟦{inside}⟧{after}\n\nKind regards,\nJane Doe"

    left = places_left(form(replace(letter(), text=text)))

    assert any("⟦" in place for place in left)
    assert any("⟧" in place for place in left)


@settings(max_examples=300, deadline=None)
@given(
    at=st.integers(0, 3_000),
    gone=st.integers(0, 40),
    put=st.binary(max_size=40),
    form=st.sampled_from([*FORMS, *FORMATTED]),
)
def test_a_broken_draft_is_judged_and_breaks_nothing(
    at: int, gone: int, put: bytes, form: Callable[[Draft], bytes]
) -> None:
    made = letter()
    whole = form(made)

    broken = whole[:at] + put + whole[at + gone :]

    check_edited(broken, row(made), PANEL, JANE)
    assert len(fingerprint(broken)) == 64


ENCRYPTED = b"--b\r\nContent-Type: application/octet-stream\r\n\r\nhQEMA\r\n--b--\r\n"


@pytest.mark.parametrize(
    "content_type",
    ['multipart/encrypted; boundary="b"', "application/pkcs7-mime", "application/octet-stream"],
)
def test_what_nobody_can_read_never_leaves(content_type: str) -> None:
    raw = header(letter(), content_type, "7bit") + ENCRYPTED

    assert blocked(raw) != set()
