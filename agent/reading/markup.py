"""HTML to text as a person sees it: hidden elements dropped, table rows on one line, quotes marked.

Nothing is rendered and nothing is fetched (failures.md G5, H11).
"""

import re
from dataclasses import dataclass
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from agent.reading.charsets import clean

HTML_LIMIT = 200_000  # characters
_LINKS = 300
_LINK_LIMIT = 2_000  # characters of one link
_HIDDEN = (
    "script,style,template,noscript,title,[hidden],"
    '[style*="display:none" i],[style*="display: none" i],'
    '[style*="visibility:hidden" i],[style*="visibility: hidden" i],'
    '[style*="mso-hide:all" i],[style*="mso-hide: all" i],'
    '[style*="font-size:0px" i],[style*="font-size: 0px" i],[style*="font-size:0;" i]'
)
_QUOTES = (
    "blockquote[type=cite],blockquote.gmail_quote,.gmail_quote blockquote,"
    "blockquote[class*=quote],blockquote[style*=border-left],blockquote[cite]"
)
_BLANKS = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_TABS = re.compile(r"[ \t]*\t[ \t]*")
_TAG = re.compile(r"</?(?:html|body|div|p|br|table|tr|td|span|strong|ul|li|a)\b[^<>]{0,300}>", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML part shows and where it points."""

    text: str
    links: tuple[str, ...]  # http(s) targets in order, each once


def page(html: str) -> Page:
    """Text and links of an HTML part; quoted blocks come as lines that begin with "> "."""
    if not html.strip():
        return Page("", ())
    tree = HTMLTree.parse(html[:HTML_LIMIT])
    if tree.body is None:
        return Page("", ())
    while (hidden := tree.body.query_selector(_HIDDEN)) is not None:
        hidden.decompose()
    links = _links(tree)
    _mark_quotes(tree)
    return Page(_text(tree), links)


def is_markup(text: str) -> bool:
    """True for HTML source sent as text/plain, as some systems do."""
    return text.count("<", 0, 20_000) >= 4 and len(_TAG.findall(text[:20_000])) >= 4


def _links(tree: Any) -> tuple[str, ...]:
    """A walk: the elements of a collection cost the length of the collection each."""
    targets: dict[str, None] = {}
    for element in tree.body:
        if element.tag != "a" or not element.hasattr("href"):
            continue
        target = clean((element.getattr("href") or "").strip()[:_LINK_LIMIT])
        if target.lower().startswith(("http://", "https://")):
            targets[target] = None
    return tuple(targets)[:_LINKS]


def _mark_quotes(tree: Any) -> None:
    """Outermost quotes only: what is quoted within them is history all the same."""
    while (quote := tree.body.query_selector(_QUOTES)) is not None:
        inner = HTMLTree.parse(quote.html)
        lines = _text(inner).split("\n")
        marked = tree.create_element("pre")
        marked.text = "\n".join(f"> {line}".rstrip() for line in lines)
        quote.parent.replace_child(marked, quote)


def _text(tree: Any) -> str:
    text = extract_plain_text(tree, preserve_formatting=True, main_content=False, alt_texts=False)
    text = clean(text)
    if "\t" in text:
        text = _TABS.sub(" ", text)
    return _BLANKS.sub("\n\n", text).strip()
