import re

from hypothesis import given
from hypothesis import strategies as st

from bot.content.parts import parts
from bot.content.styled import Entity, Styled, join, style, units

SIGNS = ("👨‍👩‍👧‍👦", "🇧🇬", "👍🏽", "é", "е́", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a", "Ж", "x. ", " ", "\n", "\n\n", "…")
WHOLE = sorted((*SIGNS, "x", "."), key=len, reverse=True)
"""A sentence may be cut where its word ends, or between any two of its signs."""
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=120).map("".join)
KINDS = st.sampled_from(["bold", "italic", "code"])


@st.composite
def styles(draw: st.DrawFn) -> Styled:
    pieces = draw(st.lists(st.tuples(TEXTS, st.none() | KINDS), max_size=12))
    return join(
        (style(Styled(text), kind) if kind and text.strip() else Styled(text))  # type: ignore[arg-type] # drawn from the kinds
        for text, kind in pieces
    )


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(styles(), st.integers(20, 60), st.integers(1, 4))
def test_parts_fit_and_lose_nothing_but_white_space(found: Styled, limit: int, most: int) -> None:
    cut = parts(found, limit, most)

    assert all(part.text.strip() == part.text != "" for part in cut)
    assert all(units(part.text) <= limit and len(part.entities) <= most for part in cut)
    assert "".join(bare(part.text) for part in cut) == bare(found.text)


@given(styles(), st.integers(20, 60))
def test_what_was_styled_stays_styled(found: Styled, limit: int) -> None:
    cut = parts(found, limit)

    for kind in ("bold", "italic", "code"):
        assert "".join(_shown(part, kind) for part in cut) == _shown(found, kind)
    for part in cut:
        assert all(e.length > 0 and e.end <= units(part.text) for e in part.entities)


def _shown(styled: Styled, kind: str) -> str:
    wide = styled.text.encode("utf-16-le")
    shown = (wide[2 * e.offset : 2 * e.end] for e in styled.entities if e.type == kind)
    return bare("".join(piece.decode("utf-16-le") for piece in shown))


@given(TEXTS, st.integers(20, 60))
def test_no_sign_is_cut_in_two(text: str, limit: int) -> None:
    for part in parts(Styled(text), limit):
        rest = part.text
        while rest:
            sign = next(s for s in WHOLE if rest.startswith(s))
            rest = rest[len(sign) :]


def test_a_text_that_fits_stays_whole() -> None:
    assert parts(Styled("a" * 4096)) == (Styled("a" * 4096),)
    assert len(parts(Styled("a" * 4097))) == 2


def test_the_cut_comes_where_a_reader_would_pause() -> None:
    def cut(text: str) -> list[str]:
        return [part.text for part in parts(Styled(text), 30)]

    assert cut("One block.\n\nSecond block is here. Yes.") == [
        "One block.",
        "Second block is here. Yes.",
    ]
    assert cut("One line here\nand a second line here") == [
        "One line here",
        "and a second line here",
    ]
    assert cut("A sentence. Another sentence here.") == ["A sentence.", "Another sentence here."]
    assert cut("words and words and words and words") == ["words and words and words and", "words"]


def test_a_message_has_at_most_a_hundred_entities() -> None:
    cut = parts(join((style(Styled("x"), "bold") for _ in range(250)), " "))

    assert [len(part.entities) for part in cut] == [100, 100, 50]


def test_a_link_over_a_cut_is_a_link_in_both_parts() -> None:
    found = parts(style(Styled("words " * 10), "text_link", "https://x.example"), 30)

    assert all(
        part.entities == (Entity("text_link", 0, units(part.text), "https://x.example"),)
        for part in found
    )


def test_one_endless_sign_is_cut_rather_than_lost() -> None:
    cut = parts(Styled("e" + "\u0301" * 100), 30)

    assert "".join(part.text for part in cut) == "e" + "\u0301" * 100
