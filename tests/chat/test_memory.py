"""What a process remembers of a chat, and for how long."""

from bot.chat.memory import HOUR, TRACES, Memory


def test_messages_are_remembered_for_an_hour_and_a_hundred_of_a_chat_at_most() -> None:
    now = [0.0]
    memory = Memory(lambda: now[0])
    memory.noted(7, 1)
    now[0] = HOUR / 2
    for message in range(2, TRACES + 50):
        memory.noted(7, message)
    assert len(memory.of(7).traces) == TRACES
    memory.noted(8, 5)
    now[0] = HOUR + 1
    memory.noted(7, 900)
    gone = memory.tidied(7, everything=True, but=900)
    assert gone == tuple(range(TRACES + 50 - (TRACES - 1), TRACES + 50))
    assert memory.tidied(7, everything=True, but=None) == (900,)
    assert memory.tidied(8, everything=True, but=None) == (5,)


def test_a_message_that_leads_back_no_more_is_tidied() -> None:
    memory = Memory(lambda: 1.0)
    for message in (1, 2):
        memory.noted(7, message)
    memory.stands(7, 2, None)
    memory.leads_back(7)
    assert memory.of(7).keyboard is None
    assert memory.tidied(7, everything=False, but=None) == (1,)
    memory.stands(7, 2, None)
    assert memory.tidied(7, everything=False, but=None) == (2,)
