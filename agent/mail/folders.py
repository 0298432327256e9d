"""Which folder is what: by special use (RFC 6154), else by the names that servers and clients give
it.

A name is looked for at the top, below INBOX and below [Gmail] only: "Projects/Sent" is the owner's
own. Where special use names a role, names do not count for it (failures.md D12).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from agent.ports import Folder, Place, Role

SPECIAL_USE = {
    b"\\sent": Role.SENT,
    b"\\drafts": Role.DRAFTS,
    b"\\trash": Role.TRASH,
    b"\\junk": Role.JUNK,
    b"\\all": Role.ALL,
    b"\\archive": Role.ARCHIVE,
}
UNSELECTABLE = frozenset({b"\\noselect", b"\\nonexistent"})
ROOTS = frozenset({"inbox", "[gmail]", "[google mail]"})
OURS = "Afterword"  # our own folders, "Afterword/Approved": watched by the outbox, not as mail
PLACES = {Place.APPROVED: "Approved", Place.SKIPPED: "Skip"}

# In order of preference: "Drafts" before "Draft" where a server has both.
NAMES: dict[Role, tuple[str, ...]] = {
    Role.DRAFTS: (
        *("drafts", "draft", "draft messages", "entwürfe", "entwurf", "brouillons", "brouillon"),
        *("borradores", "borrador", "bozze", "rascunhos", "rascunho", "concepten", "kladder"),
        *("utkast", "luonnokset", "szkice", "wersje robocze", "kopie robocze", "koncepty"),
        *("rozepsané", "piszkozatok", "ciorne", "taslaklar", "πρόχειρα", "черновики", "чернетки"),
        *("чернови", "下書き", "草稿", "草稿箱", "草稿匣", "임시보관함", "임시 보관함", "טיוטות"),
        *("المسودات", "drög", "nacrti", "skice"),
    ),
    Role.SENT: (
        *("sent", "sent items", "sent mail", "sent messages", "sent-mail", "gesendet"),
        *("gesendete objekte", "gesendete elemente", "gesendete", "envoyés", "messages envoyés"),
        *("éléments envoyés", "courrier envoyé", "objets envoyés", "enviados", "enviadas"),
        *("elementos enviados", "mensajes enviados", "correo enviado", "itens enviados"),
        *("mensagens enviadas", "posta inviata", "inviata", "inviati", "elementi inviati"),
        *("verzonden", "verzonden items", "verzonden berichten", "sendt", "sendte elementer"),
        *("sendt post", "skickat", "skickade objekt", "skickade", "lähetetyt", "wysłane"),
        *("elementy wysłane", "odeslané", "odeslaná pošta", "odoslané", "elküldött", "elküldöttek"),
        *("trimise", "mesaje trimise", "gönderilmiş öğeler", "gönderilenler", "απεσταλμένα"),
        *(
            "отправленные",
            "надіслані",
            "изпратени",
            "送信済み",
            "送信済みメール",
            "已发送",
            "已发邮件",
        ),
        *("寄件備份", "보낸편지함", "보낸 편지함", "דואר שנשלח", "المرسلة", "poslano"),
    ),
    Role.TRASH: (
        *("trash", "deleted items", "deleted messages", "deleted", "bin", "papierkorb", "gelöscht"),
        *("gelöschte objekte", "gelöschte elemente", "corbeille", "éléments supprimés"),
        *("messages supprimés", "papelera", "elementos eliminados", "eliminados", "cestino"),
        *("posta eliminata", "elementi eliminati", "lixeira", "lixo", "itens excluídos"),
        *("itens eliminados", "prullenbak", "verwijderde items", "papirkurv", "slettet post"),
        *("slettede elementer", "papperskorgen", "borttagna objekt", "borttaget", "roskakori"),
        *("poistetut", "kosz", "elementy usunięte", "koš", "odstraněná pošta", "kôš", "lomtár"),
        *("törölt elemek", "coș de gunoi", "çöp kutusu", "silinmiş öğeler", "κάδος", "корзина"),
        *("удаленные", "удалённые", "кошик", "кошче", "ゴミ箱", "已删除邮件", "已删除", "垃圾桶"),
        *("휴지통", "지운편지함", "אשפה", "المهملات"),
    ),
    Role.JUNK: (
        *("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk"),
        *("spamverdacht", "spam-verdacht", "unerwünscht", "junk-e-mail", "indésirables"),
        *("courrier indésirable", "pourriel", "correo no deseado", "no deseado"),
        *("posta indesiderata", "lixo eletrônico", "lixo eletrónico", "lixo electrónico"),
        *("correio de lixo", "ongewenste e-mail", "ongewenst", "uønsket e-post", "uønsket mail"),
        *("søppelpost", "skräppost", "roskaposti", "niechciane", "wiadomości-śmieci"),
        *("nevyžádaná pošta", "nevyžiadaná pošta", "levélszemét", "istenmeyen", "önemsiz"),
        *("önemsiz e-posta", "ανεπιθύμητα", "спам", "нежелательная почта", "небажана пошта"),
        *("迷惑メール", "垃圾邮件", "垃圾郵件", "스팸편지함", "스팸", "דואר זבל"),
    ),
    Role.ARCHIVE: (
        *("archive", "archives", "archiv", "archivio", "archivo", "arquivo", "archief", "arkiv"),
        *("arkisto", "archiwum", "archív", "archívum", "arşiv", "αρχειοθήκη", "архив", "архів"),
        *("アーカイブ", "归档", "封存", "보관함"),
    ),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST."""

    flags: tuple[bytes, ...]
    delimiter: str | None
    name: str

    @property
    def path(self) -> list[str]:
        return self.name.split(self.delimiter) if self.delimiter else [self.name]

    @property
    def selectable(self) -> bool:
        return not UNSELECTABLE & {flag.lower() for flag in self.flags}


def resolve(listed: Iterable[Listed]) -> tuple[Folder, ...]:
    """Every selectable folder with its role, INBOX first; only OTHER is given twice."""
    selectable = [line for line in listed if line.selectable]
    roles = _by_special_use(selectable)
    for role in NAMES.keys() - set(roles.values()):
        named = _by_name(role, [line for line in selectable if line.name not in roles])
        if named:
            roles[named.name] = role
    folders = [Folder(line.name, roles.get(line.name, Role.OTHER)) for line in selectable]
    return tuple(sorted(folders, key=lambda folder: folder.role is not Role.INBOX))


def _by_special_use(listed: Sequence[Listed]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for line in listed:
        if line.name.upper() == "INBOX":
            roles[line.name] = Role.INBOX
            continue
        uses = [SPECIAL_USE[flag.lower()] for flag in line.flags if flag.lower() in SPECIAL_USE]
        if uses and uses[0] not in roles.values():
            roles[line.name] = uses[0]
    return roles


def _by_name(role: Role, listed: Sequence[Listed]) -> Listed | None:
    """The best-named of them, the nearest to the top among equals."""
    names = [_folded(name) for name in NAMES[role]]
    ranked = [
        (names.index(_folded(line.path[-1])), len(line.path), line.name, line)
        for line in listed
        if _is_near_the_top(line.path) and _folded(line.path[-1]) in names
    ]
    return min(ranked)[-1] if ranked else None


def _is_near_the_top(path: Sequence[str]) -> bool:
    return len(path) == 1 or (len(path) == 2 and path[0].casefold() in ROOTS)


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def watched(
    folders: Iterable[Folder], listed: Iterable[Listed], *, exclude: Sequence[str], gmail: bool
) -> tuple[Folder, ...]:
    """Those to read: all but Drafts, our own and the excluded with all below them (DESIGN §1.10).

    On Gmail, where every folder but Spam and Trash is a view of All Mail, those three only.
    """
    lines = {line.name: line for line in listed}
    kept = tuple(
        folder
        for folder in folders
        if folder.role is not Role.DRAFTS
        and not _is_ours(lines[folder.name])
        and not _is_excluded(lines[folder.name], exclude)
    )
    if gmail and any(folder.role is Role.ALL for folder in kept):
        return tuple(f for f in kept if f.role in (Role.ALL, Role.JUNK, Role.TRASH))
    return kept


def own_folders(listed: Iterable[Listed]) -> dict[Place, str]:
    """Our own folders that are there."""
    below = {tuple(_path(line)): line.name for line in listed if line.selectable}
    names = {place: below.get((OURS, name)) for place, name in PLACES.items()}
    return {place: name for place, name in names.items() if name}


def _is_ours(line: Listed) -> bool:
    return _path(line)[:1] == [OURS]


def _path(line: Listed) -> list[str]:
    """Below INBOX, where a server has everything there."""
    return line.path[1:] if line.path[0].upper() == "INBOX" else line.path


def _is_excluded(line: Listed, exclude: Sequence[str]) -> bool:
    below = line.delimiter or "/"
    return any(line.name == name or line.name.startswith(name + below) for name in exclude)
