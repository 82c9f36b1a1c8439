import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.content.markup import addresses, html, lost, pitfalls, styled
from bot.content.styled import Entity, Styled, join, shorten, style, units

SPICE = st.sampled_from(
    (
        *(
            "*",
            "**",
            "`",
            "[",
            "](https://x.example)",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "# ",
            "> ",
            "---",
        ),
        *(
            "<b>",
            "<script>",
            "&amp;",
            "{name}",
            "\\",
            "    ",
            "![a](b)",
            "👨‍👩‍👧‍👦",
            "🇧🇬",
            "Здравей",
            "ë",
        ),
    )
)
TAGS = {"p", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "br", "hr", "blockquote"} | {
    f"h{level}" for level in range(1, 7)
}
SOURCES = st.lists(st.one_of(SPICE, st.text(max_size=8)), max_size=30).map("".join)
PIECES = [
    "a [b](https://y.org/a_b) c",
    "](https://x.org)",
    "[a",
    "\n",
    "`",
    "~~~",
    "***",
    "\n    ",
    "1. ",
]
TRAPS = st.lists(st.one_of(st.sampled_from(PIECES), SPICE), max_size=12).map("".join)
VALUES = st.one_of(st.text(max_size=40), SOURCES)


def shown(found: Styled, kind: str) -> list[str]:
    wide = found.text.encode("utf-16-le")
    return [
        wide[2 * e.offset : 2 * e.end].decode("utf-16-le") for e in found.entities if e.type == kind
    ]


def test_paragraphs_lists_and_headings_read_as_lines() -> None:
    source = "## Head {x}\nOne\nline.\n\n- a\n- b\n  1. c\n  2. d\n\n3. three\n4. four"

    assert styled(source).text == (
        "Head {x}\nOne line.\n\n• a\n• b\n  1. c\n  2. d\n\n3. three\n4. four"
    )
    assert shown(styled(source), "bold") == ["Head {x}"]


def test_entities_are_counted_as_telegram_counts() -> None:
    found = styled("👨‍👩‍👧‍👦 **й 🇧🇬** *x* `код` [a **b**](https://x.example/?a=1&b=2)")

    assert shown(found, "bold") == ["й 🇧🇬", "b"]
    assert shown(found, "italic") == ["x"]
    assert shown(found, "code") == ["код"]
    assert shown(found, "text_link") == ["a b"]
    assert [e.url for e in found.entities if e.url] == ["https://x.example/?a=1&b=2"]


def test_code_stands_alone_as_telegram_wants_it() -> None:
    assert shown(styled("**a `b` c**"), "bold") == ["a ", " c"]
    assert shown(styled("[a `b`](https://x.example)"), "text_link") == ["a b"]
    assert shown(styled("[a `b`](https://x.example)"), "code") == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=1", "data:text/html,x", "x"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    source = f"[text]({url})"

    assert styled(source).entities == ()
    assert "<a" not in html(source)


@given(VALUES)
def test_a_value_is_never_read_as_markup(value: str) -> None:
    found = styled("**Name:** {name} end", {"name": value})

    assert [(e.type, e.offset, e.length) for e in found.entities] == [("bold", 0, 5)]
    clean = value.replace("\0", "\ufffd")
    if clean.isprintable():
        expected = f"Name: {' '.join(clean.split())} end"
        assert found.text.split() == expected.split()


@given(SOURCES, VALUES)
def test_entities_lie_inside_the_text_and_do_not_cut_a_sign(source: str, value: str) -> None:
    found = styled(source, {"name": value})

    for entity in found.entities:
        assert entity.length > 0
        assert entity.end <= units(found.text)
    for kind in ("bold", "italic", "code", "text_link"):
        for text in shown(found, kind):
            text.encode("utf-8")


@given(SOURCES)
def test_entities_nest_as_telegram_allows(source: str) -> None:
    entities = styled(source).entities
    for one in entities:
        for other in entities:
            overlap = min(one.end, other.end) - max(one.offset, other.offset)
            if one is not other and overlap > 0:
                assert overlap == min(one.length, other.length)
                assert "code" not in (one.type, other.type)
                assert one.type != other.type


@given(SOURCES, VALUES)
def test_html_holds_no_tag_that_a_moderator_wrote(source: str, value: str) -> None:
    tags = set(re.findall(r"<[ /]?([a-z0-9!]+)", html(source, {"name": value}), re.IGNORECASE))

    assert tags <= TAGS


def test_html_shows_the_words() -> None:
    assert unescape(html("**{name}**", {"name": "<i>&"})) == "<p><strong><i>&</strong></p>\n"


def test_joining_moves_the_entities() -> None:
    bold = style(Styled("б🇧🇬"), "bold")

    assert join((bold, Styled(""), bold), "\n") == Styled(
        "б🇧🇬\nб🇧🇬", (Entity("bold", 0, 5), Entity("bold", 6, 5))
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("twenty letters, truly", "twenty letters…"),
        ("exactly twenty chars", "exactly twenty chars"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah…"),
    ],
)
def test_a_long_label_is_cut_after_a_word(text: str, short: str) -> None:
    assert shorten(text, 20) == short


@given(TRAPS)
@example("`[a](https://x.org)`")
@example("text\n[a](https://x.org)")
@example("1. ***")
@example("-     code")
def test_what_is_read_without_parsing_is_what_parsing_finds(source: str) -> None:
    gone, links = pitfalls(source)

    assert lost(source) == gone
    assert sorted(addresses(source)) == sorted(links)
