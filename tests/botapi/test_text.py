"""Offsets are counted as Telegram counts them, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.botapi.rules import Refused
from bot.demo.botapi.shapes import Entity
from bot.demo.botapi.text import check_entities, detected, pairs, start_parameter, units

TEXTS = st.text(st.sampled_from("a ж🙂/\n.:é👨‍👩‍👧 https://a.eu /help"), max_size=60)


def cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@given(TEXTS)
def test_what_telegram_finds_by_itself_lies_where_it_says(text: str) -> None:
    found = detected(text)
    check_entities(text, found, "city_rights_bot")
    for one in found:
        words = cut(text, one["offset"], one["length"])
        assert words.startswith("/" if one["type"] == "bot_command" else "http")


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_an_entity_is_taken_if_and_only_if_it_cuts_no_character(
    text: str, offset: int, length: int
) -> None:
    entity = Entity(type="bold", offset=offset, length=length)
    whole = offset + length <= units(text) and not {offset, offset + length} & pairs(text)
    if whole:
        check_entities(text, [entity], "city_rights_bot")
        assert cut(text, offset, length)
    else:
        with pytest.raises(Refused):
            check_entities(text, [entity], "city_rights_bot")


@pytest.mark.parametrize(
    ("link", "payload"),
    [
        ("https://t.me/city_rights_bot?start=t1", "t1"),
        ("https://t.me/City_Rights_Bot/?start=t1", "t1"),
        ("tg://resolve?domain=city_rights_bot&start=t1", "t1"),
        ("https://t.me/city_rights_bot?start=", ""),
        ("https://t.me/city_rights_bot", None),
        ("https://t.me/another_bot?start=t1", None),
        ("https://example.eu/city_rights_bot?start=t1", None),
    ],
)
def test_only_a_link_to_this_bot_starts_it(link: str, payload: str | None) -> None:
    assert start_parameter(link, "city_rights_bot") == payload
