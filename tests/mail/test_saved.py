"""Mail that lies in files, however it was saved."""

import io
from pathlib import Path

import pytest

from agent.errors import OwnerError
from agent.mail.saved import saved_messages, split_mbox

FROM_LINE = b"From mira@lindholm.example Mon Mar  2 09:00:00 2026\n"


def a_mail(subject: str, body: str = "Hello.\n") -> bytes:
    return f"Subject: {subject}\nFrom: mira@lindholm.example\n\n{body}".encode()


def an_mbox(*mails: bytes, separator: bytes = FROM_LINE) -> bytes:
    return b"".join(separator + mail + b"\n" for mail in mails)


def split(content: bytes) -> list[bytes]:
    return list(split_mbox(io.BytesIO(content)))


@pytest.mark.parametrize(
    "separator",
    [
        pytest.param(FROM_LINE, id="classic"),
        pytest.param(b"From 17999@xxx Mon Mar 02 09:00:00 +0000 2026\n", id="Google Takeout"),
        pytest.param(b"From - Mon Mar  2 09:00:00 2026\n", id="Thunderbird"),
        pytest.param(b"From \n", id="Thunderbird, bare"),
        pytest.param(b"From MAILER-DAEMON Mon Mar  2 09:00:00 2026\r\n", id="CRLF"),
    ],
)
def test_an_mbox_is_split_at_its_from_lines(separator: bytes) -> None:
    mails = [a_mail("one"), a_mail("two")]

    assert split(an_mbox(*mails, separator=separator)) == mails


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("From Monday on I am away.\n", id="within a paragraph"),
        pytest.param("\nFrom Monday on I am away.\nNote: all week.\n", id="after an empty line"),
        pytest.param("\nFrom 9:00 to 10:00 we meet.\nSee you.\n", id="with clocks"),
    ],
)
def test_a_sentence_that_begins_with_from_begins_no_message(body: str) -> None:
    mail = a_mail("one", body)

    assert split(an_mbox(mail, a_mail("two"))) == [mail, a_mail("two")]


def test_quoted_from_lines_lose_one_mark() -> None:
    content = an_mbox(a_mail("one", ">From here\n>>From there\n> From them\n"))

    assert split(content) == [a_mail("one", "From here\n>From there\n> From them\n")]


def test_a_broken_end_is_still_a_message() -> None:
    assert split(FROM_LINE + b"Subject: one") == [b"Subject: one"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no mail at all", b"From \n"])
def test_what_holds_no_message_gives_none(content: bytes) -> None:
    assert split(content) == []


def test_an_mbox_file_gives_its_messages_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(an_mbox(a_mail("one"), a_mail("two")))

    found = list(saved_messages(path))

    assert [message.name for message in found] == [f"{path}#1", f"{path}#2"]
    assert found[1].raw == a_mail("two")


def test_a_maildir_gives_old_and_new_mail_of_all_its_folders(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "new/1772442000.M1.host").write_bytes(a_mail("new"))
    (tmp_path / "cur/1772442001.M2.host:2,S").write_bytes(a_mail("read"))
    (tmp_path / ".Sent/cur/1772442002.M3.host:2,S").write_bytes(a_mail("sent"))
    (tmp_path / "tmp/1772442003.M4.host").write_bytes(a_mail("half delivered"))
    (tmp_path / "dovecot.index.log").write_bytes(b"\0\1\2")
    (tmp_path / "dovecot-uidlist").write_bytes(b"3 V1772442000 N4")

    raws = {message.raw for message in saved_messages(tmp_path)}

    assert raws == {a_mail("new"), a_mail("read"), a_mail("sent")}


def test_a_folder_of_files_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    for name in ("b.eml", "a.EML", "2026/c.eml", "notes.txt", "mails.json"):
        (tmp_path / name).write_bytes(a_mail(name))

    names = [Path(message.name).name for message in saved_messages(tmp_path)]

    assert names == ["a.EML", "b.eml", "c.eml"]


def test_one_file_is_one_message_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "invitation.txt"
    path.write_bytes(a_mail("one"))

    (message,) = saved_messages(path)

    assert (message.name, message.raw) == (str(path), a_mail("one"))


def test_where_there_is_no_mail_the_owner_is_told(tmp_path: Path) -> None:
    with pytest.raises(OwnerError, match="holds no mail"):
        list(saved_messages(tmp_path))


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OwnerError, match=r"none\.mbox cannot be read: No such file"):
        list(saved_messages(tmp_path / "none.mbox"))
