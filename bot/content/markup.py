"""Moderators' Markdown as styled text for Telegram and as safe HTML for the console."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.content.styled import Styled, join, style

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
UNREAD_LINK = re.compile(r"\]\(([^)\n]*)")
WEB = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


class Commonmark(MarkdownIt):
    """The subset of docs/content.md: no HTML, no pictures, links to the web alone."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.disable("image")

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the name that markdown-it calls)
        return bool(WEB.match(url))


def styled(source: str, values: Mapping[str, str] | None = None) -> Styled:
    """Paragraphs with an empty line between them; a heading stands right above its text."""
    # Only moderators' own words are remembered: a value may belong to a person.
    return _styled(fill(source, values)) if values else _remembered(source)


def html(source: str, values: Mapping[str, str] | None = None) -> str:
    return str(_ours().render(fill(source, values or {})))


LOST = frozenset(
    {
        "html_block",
        "html_inline",
        "image",
        "table_open",
        "fence",
        "code_block",
        "blockquote_open",
        "hr",
    }
)
"""What Markdown knows and a message does not show as written."""

TRAP = re.compile(r"[<>|`\\]|!\[|~~~|\]:| {4}|\t|(?:[-_*][ \t]*){3}$", re.MULTILINE)
"""Text with none of these shows as it is written: most needs no parsing, which takes long."""
LINK = re.compile(r"\[[^][\n]*\]\((https?://[\w./?=&%#~+,;:@-]+)\)", re.ASCII)
Lines: TypeAlias = tuple[tuple[int, str], ...]
"""Something at a line, from 0."""


def lost(source: str) -> Lines:
    """The lines that would not reach the reader as they were meant, and their text."""
    return pitfalls(source)[0] if TRAP.search(source) else ()


def addresses(source: str) -> Lines:
    """The target of each link, also of one that Markdown cannot read."""
    simple = tuple(LINK.finditer(source))
    if TRAP.search(source) or len(simple) != source.count("]("):
        return pitfalls(source)[1]
    return tuple((source.count("\n", 0, link.start()), link[1]) for link in simple)


@lru_cache(maxsize=8192)
def pitfalls(source: str) -> tuple[Lines, Lines]:
    lines, tokens = source.split("\n"), tuple(_tokens(source))
    wrong = sorted({line for line, token in tokens if token.type in LOST})
    return (
        tuple((line, lines[line].strip()) for line in wrong),
        tuple((line, url) for line, token in tokens for url in _targets(token)),
    )


def _targets(token: Token) -> Iterator[str]:
    if token.type == "link_open":
        yield str(token.attrs["href"])
    elif token.type == "text":
        yield from UNREAD_LINK.findall(token.content)


def _tokens(source: str) -> Iterator[tuple[int, Token]]:
    """All tokens of the whole of Markdown, with the line from 0 of the block they are in."""
    line = 0
    for token in _whole().parse(source):
        line = token.map[0] if token.map else line
        yield line, token
        for child in token.children or ():
            yield line, child
            line += child.type in {"softbreak", "hardbreak"}


@cache
def _whole() -> MarkdownIt:
    """To make one takes as long as to read a page; it keeps nothing of what it reads."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


@cache
def _ours() -> Commonmark:
    return Commonmark()


def fill(source: str, values: Mapping[str, str]) -> str:
    """Puts the values in so that none of their characters is read as Markdown."""
    return PLACEHOLDER.sub(
        lambda found: _escape(values[found[1]]) if found[1] in values else found.group(), source
    )


def _escape(value: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(value.split()))


@lru_cache(maxsize=4096)
def _remembered(source: str) -> Styled:
    return _styled(source)


def _styled(source: str) -> Styled:
    return _blocks(SyntaxTreeNode(_ours().parse(source)).children, 0)


def _blocks(nodes: Iterable[SyntaxTreeNode], depth: int) -> Styled:
    """`depth` counts the lists around; inside a list every block is one line."""
    result = Styled("")
    after_heading = False
    for node in nodes:
        between = "\n" if depth or after_heading else "\n\n"
        result = join((result, _block(node, depth)), between)
        after_heading = node.type == "heading"
    return result


def _block(node: SyntaxTreeNode, depth: int) -> Styled:
    match node.type:
        case "heading":
            return style(_inline(node.children), "bold")
        case "paragraph":
            return _inline(node.children)
        case "bullet_list" | "ordered_list":
            return _list(node, depth)
        case "fence" | "code_block":
            return style(Styled(node.content.rstrip("\n")), "code")
        case "hr":
            return Styled("")
        case _:
            return _blocks(node.children, depth)


def _list(node: SyntaxTreeNode, depth: int) -> Styled:
    first = int(node.attrs.get("start", 1))
    lines = (
        join(
            (Styled("  " * depth + _bullet(node, first + i)), _blocks(item.children, depth + 1)),
            " ",
        )
        for i, item in enumerate(node.children)
    )
    return join(lines, "\n")


def _bullet(node: SyntaxTreeNode, number: int) -> str:
    return f"{number}." if node.type == "ordered_list" else "•"


def _inline(nodes: Iterable[SyntaxTreeNode]) -> Styled:
    return join(map(_piece, nodes), "")


def _piece(node: SyntaxTreeNode) -> Styled:
    match node.type:
        case "text":
            return Styled(node.content)
        case "softbreak":
            return Styled(" ")
        case "hardbreak":
            return Styled("\n")
        case "code_inline":
            return style(Styled(node.content), "code")
        case "strong":
            return style(_inline(node.children), "bold")
        case "em":
            return style(_inline(node.children), "italic")
        case "link":
            return style(_inline(node.children), "text_link", str(node.attrs["href"]))
        case _:
            return _inline(node.children)
