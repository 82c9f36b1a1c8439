from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pad import Pad, Pressed, grown
from bot.core import event as ev
from bot.core.dialling import longer, shorter
from bot.core.sheet import Sheet

SHEET = Sheet("ways", 7)
MESSAGE = 5


def dial(number: int | None) -> ev.Dial:
    return ev.Dial(SHEET, "age", number)


def pressed_on(pads: list[int | None], pad: Pad | None, stood: int | None, digit: int) -> Pad:
    """A digit of the pad that showed this number, whatever stands there by now."""
    press = Pressed(MESSAGE, f"query {len(pads)}", dial(longer(stood, digit)))
    key = pad.caught_up(press) if pad else press.key
    assert isinstance(key, ev.Dial)
    pads.append(key.number)
    after = grown(pad, Pressed(MESSAGE, press.query, key), [ev.Languages(key)])
    assert after is not None
    return after


@given(digits=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1)), min_size=1, max_size=6))
def test_no_digit_is_lost_while_the_pad_is_being_redrawn(digits: list[tuple[int, int]]) -> None:
    pads: list[int | None] = [None]
    pad: Pad | None = None
    for digit, late in digits:
        pad = pressed_on(pads, pad, pads[max(0, len(pads) - 1 - late)], digit)
    assert str(pads[-1]) == "".join(str(digit) for digit, _ in digits)


def test_a_press_that_comes_twice_counts_once() -> None:
    press = Pressed(MESSAGE, "one", dial(4))
    pad = grown(None, press, [ev.Languages(dial(4))])
    assert pad is not None
    assert pad.caught_up(press) == dial(4)
    assert pad.caught_up(Pressed(MESSAGE, "two", dial(4))) == dial(44)


def test_done_means_all_digits() -> None:
    pads: list[int | None] = [None]
    pad = pressed_on(pads, pressed_on(pads, None, None, 3), 3, 4)
    late = Pressed(MESSAGE, "done", ev.Enter(SHEET, "age", 3))
    assert pad.caught_up(late) == ev.Enter(SHEET, "age", 34)
    elsewhere = Pressed(MESSAGE + 1, "done", ev.Enter(SHEET, "age", 3))
    assert pad.caught_up(elsewhere) == elsewhere.key


def test_rubbing_out_takes_the_last_digit_that_stands() -> None:
    pads: list[int | None] = [None]
    pad = pressed_on(pads, pressed_on(pads, None, None, 3), 3, 4)
    late = Pressed(MESSAGE, "out", dial(shorter(3)))
    assert pad.caught_up(late) == dial(3)
