from pathlib import Path

import pytest

from bot.content.render import Rendered, RenderedButton, render
from bot.content.styled import Entity, Styled
from bot.content.words import Dictionary
from bot.core.event import (
    Home,
    Pressed,
    Topics,
)
from bot.core.screen import (
    Bold,
    Button,
    Code,
    Lines,
    Markdown,
    Quote,
    Reply,
    Say,
    Screen,
    Text,
)
from bot.core.sheet import (
    Place,
)

PLACE = Place("fr", "brussels")


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(Path(__file__).parent / "good" / "locales")


def rendered(dictionary: Dictionary, screen: Screen) -> Rendered:
    def pack(event: Pressed, place: Place) -> str:
        return f"{type(event).__name__}/{place.lang}/{place.city}"

    return render(screen, dictionary, pack, lambda data: f"https://t.me/bot?start={data}")


def test_blocks_have_an_empty_line_between_and_lines_none(dictionary: Dictionary) -> None:
    blocks = (
        Bold(Text("*A*")),
        Lines((Say("questions", {"n": 2}), Code("X-1"))),
        Markdown("**{x}**", {"x": Say("reply.answer")}),
    )

    (message,) = rendered(dictionary, Screen(PLACE, blocks)).messages

    assert message == Styled(
        "*A*\n\n2 questions\nX-1\n\nrépondre",
        (Entity("bold", 0, 3), Entity("code", 17, 3), Entity("bold", 22, 8)),
    )


def test_a_residents_words_are_quoted_as_they_stand(dictionary: Dictionary) -> None:
    blocks = (Text("\U0001f333"), Quote("**b** <i>\n\U0001f333 x"), Text("end"))

    (message,) = rendered(dictionary, Screen(PLACE, blocks)).messages

    assert message == Styled(
        "\U0001f333\n\n**b** <i>\n\U0001f333 x\n\nend", (Entity("blockquote", 4, 14),)
    )


def test_a_value_never_becomes_markup(dictionary: Dictionary) -> None:
    block = Markdown("{x}", {"x": Text("**b** [l](https://x.example) {y}")})

    assert rendered(dictionary, Screen(PLACE, (block,))).messages == (
        Styled("**b** [l](https://x.example) {y}"),
    )


def test_buttons_carry_number_label_and_packed_event(dictionary: Dictionary) -> None:
    rows = (
        (
            Button(Text("Guichet"), Home(), PLACE, number=2),
            Button(Say("reply.answer"), Topics(), Place("en")),
        ),
    )

    assert rendered(dictionary, Screen(PLACE, (Text("x"),), rows)).rows == (
        (
            RenderedButton("2 Guichet", "Home/fr/brussels"),
            RenderedButton("répondre", "Topics/en/None"),
        ),
    )


def test_a_moderators_label_has_at_most_twenty_characters(dictionary: Dictionary) -> None:
    button = Button(Text("Une étiquette beaucoup trop longue"), Home(), PLACE, number=12)

    ((found,),) = rendered(dictionary, Screen(PLACE, (), ((button,),))).rows

    assert found.text == "12 Une étiquette…"


def test_the_word_answer_carries_the_way_back(dictionary: Dictionary) -> None:
    ask = Say("reply.ask", {"question": Text("Quel âge ? {answer} 🇧🇬")})
    reply = Reply(ask, Say("reply.answer"), Home())

    found = rendered(dictionary, Screen(PLACE, (Text("x"),), reply=reply)).reply

    assert found
    assert found.hint == "répondre"
    assert found.ask == Styled(
        "Touchez répondre et répondez à : Quel âge ? {answer} 🇧🇬",
        (Entity("text_link", 8, 8, "https://t.me/bot?start=Home/fr/brussels"),),
    )


def test_a_long_screen_becomes_several_messages(dictionary: Dictionary) -> None:
    screen = Screen(PLACE, tuple(Text("mot " * 500) for _ in range(4)))

    assert len(rendered(dictionary, screen).messages) == 2
