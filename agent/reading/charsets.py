"""Bytes that claim to be text (failures.md G7): always decoded, control characters gone."""

import codecs
import re
import unicodedata

_ALIASES = {
    "": "utf-8",
    "ansi": "cp1252",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",  # as every mail client and the WHATWG Encoding Standard read it
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "latin1": "cp1252",
    "unicode-1-1-utf-7": "utf-7",
    "us-ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
}
# Text codecs that are no charset of mail, some of them slow on hostile input.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f"
    "\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def decode(data: bytes, charset: str | None) -> str:
    """`data` as text: by its charset, else UTF-8, else Windows-1252. Never raises."""
    name = (charset or "").strip().strip("'\"").lower()
    name = _ALIASES.get(name, name)
    if name == "utf-8" or not _is_charset(name):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            # Declared UTF-8 was meant; undeclared 8-bit text is the old Western habit.
            declared = (charset or "").lower().replace("_", "-").startswith("utf")
            return data.decode("utf-8" if declared else "cp1252", "replace")
    try:
        return data.decode(name, "replace")
    except (UnicodeError, ValueError):
        return data.decode("cp1252", "replace")


def encode(text: str, charset: str) -> bytes:
    """The reverse, for text that stood undecoded where `charset` was declared."""
    name = _ALIASES.get(charset, charset)
    try:
        return text.encode(name if not text.isascii() and _is_charset(name) else "utf-8")
    except (UnicodeError, ValueError):
        return text.encode("utf-8", "replace")


def _is_charset(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return info._is_text_encoding and info.name.replace("-", "_") not in _REFUSED


def clean(text: str) -> str:
    """NFC, "\\n" line ends, plain spaces; no control, bidirectional, invisible characters (H6)."""
    if text.isprintable() and text.isascii():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    if text.isascii():
        return _CONTROL.sub("", text)
    text = _SPACE.sub(" ", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    text = _CONTROL.sub("", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
