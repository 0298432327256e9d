"""Which folder is what, in the languages that mail programs speak (failures.md D12)."""

import pytest

from agent.mail.folders import NAMES, Listed, resolve, watched
from agent.ports import Role


def listed(*names: str, delimiter: str = "/", **special: str) -> list[Listed]:
    """Plain folders by name; `sent="Name"` for one with that special use."""
    lines = [Listed((), delimiter, name) for name in names]
    return lines + [
        Listed((f"\\{use.capitalize()}".encode(),), delimiter, name)
        for use, name in special.items()
    ]


def roles(lines: list[Listed]) -> dict[str, Role]:
    return {folder.name: folder.role for folder in resolve(lines)}


@pytest.mark.parametrize(
    ("drafts", "sent", "trash", "junk"),
    [
        ("Drafts", "Sent", "Trash", "Junk"),
        ("Drafts", "Sent Items", "Deleted Items", "Junk Email"),
        ("Drafts", "Sent Messages", "Deleted Messages", "Junk"),
        ("Draft", "Sent", "Trash", "Bulk Mail"),
        ("Entwürfe", "Gesendete Objekte", "Papierkorb", "Spamverdacht"),
        ("Entwürfe", "Gesendete Elemente", "Gelöschte Elemente", "Junk-E-Mail"),
        ("Brouillons", "Éléments envoyés", "Corbeille", "Courrier indésirable"),
        ("Borradores", "Elementos enviados", "Papelera", "Correo no deseado"),
        ("Bozze", "Posta inviata", "Cestino", "Posta indesiderata"),
        ("Rascunhos", "Itens enviados", "Lixeira", "Lixo eletrônico"),
        ("Concepten", "Verzonden items", "Prullenbak", "Ongewenste e-mail"),
        ("Szkice", "Wysłane", "Kosz", "Spam"),
        ("Utkast", "Skickat", "Papperskorgen", "Skräppost"),
        ("Черновики", "Отправленные", "Корзина", "Спам"),
        ("Πρόχειρα", "Απεσταλμένα", "Κάδος", "Ανεπιθύμητα"),
        ("下書き", "送信済みメール", "ゴミ箱", "迷惑メール"),
        ("草稿箱", "已发送", "已删除邮件", "垃圾邮件"),
    ],
    ids=lambda name: name,
)
def test_folders_are_known_by_their_names(drafts: str, sent: str, trash: str, junk: str) -> None:
    assert roles(listed("INBOX", drafts, sent, trash, junk)) == {
        "INBOX": Role.INBOX,
        drafts: Role.DRAFTS,
        sent: Role.SENT,
        trash: Role.TRASH,
        junk: Role.JUNK,
    }


def test_no_name_means_two_things() -> None:
    names = [name for names in NAMES.values() for name in names]

    assert len(names) == len(set(names))


def test_special_use_beats_every_name() -> None:
    found = roles(listed("INBOX", "Drafts", "Trash", drafts="Korrespondenz/Neu"))

    assert found["Korrespondenz/Neu"] is Role.DRAFTS
    assert found["Drafts"] is Role.OTHER
    assert found["Trash"] is Role.TRASH


def test_of_two_likely_names_the_likelier_counts() -> None:
    found = roles(listed("INBOX", "Draft", "Drafts", "Sent", "Sent Items"))

    assert (found["Drafts"], found["Draft"]) == (Role.DRAFTS, Role.OTHER)
    assert (found["Sent"], found["Sent Items"]) == (Role.SENT, Role.OTHER)


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [("INBOX.Drafts", "."), ("Inbox/Drafts", "/"), ("[Gmail]/Drafts", "/"), ("drafts", "/")],
)
def test_folders_below_the_inbox_count(name: str, delimiter: str) -> None:
    assert roles(listed("INBOX", name, delimiter=delimiter))[name] is Role.DRAFTS


@pytest.mark.parametrize("name", ["Projects/Drafts", "Sent/2024/Trash", "My drafts"])
def test_a_folder_of_the_owners_own_making_has_no_role(name: str) -> None:
    assert roles(listed("INBOX", name))[name] is Role.OTHER


def test_a_folder_that_cannot_be_opened_is_left_out() -> None:
    lines = [Listed((rb"\Noselect", rb"\HasChildren"), "/", "[Gmail]"), *listed("INBOX")]

    assert list(roles(lines)) == ["INBOX"]


def test_the_inbox_comes_first_however_it_is_written() -> None:
    assert resolve(listed("Archive", "Inbox"))[0].role is Role.INBOX


GMAIL = listed(
    "INBOX",
    "Jobs",
    all="[Gmail]/All Mail",
    drafts="[Gmail]/Drafts",
    sent="[Gmail]/Sent Mail",
    junk="[Gmail]/Spam",
    trash="[Gmail]/Bin",
)


def test_on_gmail_all_mail_spam_and_trash_hold_everything() -> None:
    names = [f.name for f in watched(resolve(GMAIL), GMAIL, exclude=(), gmail=True)]

    assert names == ["[Gmail]/All Mail", "[Gmail]/Spam", "[Gmail]/Bin"]


def test_on_gmail_without_all_mail_every_folder_is_watched() -> None:
    lines = [line for line in GMAIL if line.name != "[Gmail]/All Mail"]

    names = [f.name for f in watched(resolve(lines), lines, exclude=(), gmail=True)]

    assert {"INBOX", "Jobs", "[Gmail]/Sent Mail"} <= set(names)


def test_an_excluded_folder_takes_those_below_it_along_but_not_its_namesakes() -> None:
    lines = listed("INBOX", "Lists", "Lists.Python", "Listserv", delimiter=".")

    names = [f.name for f in watched(resolve(lines), lines, exclude=("Lists",), gmail=False)]

    assert names == ["INBOX", "Listserv"]


@pytest.mark.parametrize("name", ["Afterword", "Afterword/Approved", "INBOX/Afterword/Approved"])
def test_our_own_folders_are_not_mail(name: str) -> None:
    lines = listed("INBOX", name)

    assert [f.name for f in watched(resolve(lines), lines, exclude=(), gmail=False)] == ["INBOX"]
