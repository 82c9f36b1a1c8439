"""Each rule of the table refuses what it says, and is documented."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

from bot.demo.botapi import RULES, BotApi, Chat, Rule
from tests.botapi.conftest import Calling

Broken: TypeAlias = tuple[str, Mapping[str, object]]
"""A method and the fields that break one rule. ME is the chat; BOT's and the person's messages
have the numbers 2 and 1."""

ME = 5_861_402_713
HERS, ITS = 1, 2


def text(words: str, *entities: object, **more: object) -> Broken:
    return "sendMessage", {"chat_id": ME, "text": words, "entities": list(entities)} | more


def entity(kind: str, offset: int, length: int, **more: str) -> object:
    return {"type": kind, "offset": offset, "length": length} | more


def keyboard(*rows: list[object]) -> Broken:
    return text("Choose", reply_markup={"inline_keyboard": list(rows)})


def button(label: str = "Yes", **action: object) -> object:
    return {"text": label} | action


def edit(number: int, words: str = "New") -> Broken:
    return "editMessageText", {"chat_id": ME, "message_id": number, "text": words}


PRESS = button(callback_data="y")
CASES: Mapping[str, list[Broken]] = {
    "method": [("sendDice", {"chat_id": ME})],
    "unknown-field": [
        text("Hello", colour="red"),
        text("*Hello*", parse_mode="MarkdownV2"),
        keyboard([button(callback_data="y", size=3)]),
    ],
    "missing-field": [
        ("sendMessage", {"chat_id": ME}),
        ("sendMessage", {"text": "Hello"}),
        text("Hello", {"type": "bold", "offset": 0}),
        ("sendDocument", {"chat_id": ME}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
    ],
    "wrong-type": [
        ("sendMessage", {"chat_id": str(ME), "text": "Hello"}),
        ("sendMessage", {"chat_id": ME, "text": 5}),
        ("sendMessage", {"chat_id": ME, "text": "Hello", "entities": {"type": "bold"}}),
        ("sendMessage", {"chat_id": ME, "text": "Hello", "protect_content": 1}),
        ("sendMessage", {"chat_id": ME, "text": "Hello", "reply_parameters": 2}),
        ("editMessageReplyMarkup", {"chat_id": ME, "message_id": ITS, "reply_markup": []}),
    ],
    "chat-not-found": [("sendMessage", {"chat_id": 12, "text": "Hello"})],
    "text-empty": [text("")],
    "text-blank": [text(" \n\t ")],
    "text-long": [text("a" * 4097), text("🙂" * 2049)],
    "text-edge": [text("Hello\n"), text(" Hello")],
    "caption-long": [("sendPhoto", {"chat_id": ME, "photo": "id", "caption": "a" * 1025})],
    "entity-count": [text("a" * 101, *(entity("bold", n, 1) for n in range(101)))],
    "entity-type": [
        text("Hello", entity(kind, 0, 5)) for kind in ("blink", "text_mention")
    ],
    "entity-range": [
        text("Hello", entity("bold", 0, 6)),
        text("Hello", entity("bold", -1, 3)),
        text("Hello", entity("bold", 2, 0)),
        text("🙂", entity("bold", 0, 3)),
    ],
    "entity-cut": [text("🙂 Hello", entity("bold", 1, 4)), text("a🙂", entity("bold", 0, 2))],
    "entity-overlap": [text("Hello", entity("bold", 0, 3), entity("italic", 2, 3))],
    "entity-nesting": [
        text("Hello", entity("code", 0, 5), entity("bold", 1, 2)),
        text("Hello", entity("bold", 0, 5), entity("pre", 1, 2)),
        text("Hello", entity("blockquote", 0, 5), entity("blockquote", 1, 2)),
    ],
    "entity-url": [
        text("Hello", entity("text_link", 0, 5)),
        text("Hello", entity("text_link", 0, 5, url="javascript:alert(1)")),
        text("Hello", entity("text_link", 0, 5, url="https://")),
        text("Hello", entity("text_link", 0, 5, url="https://a b.eu")),
        text("Hello", entity("text_link", 0, 5, url="http://[")),
    ],
    "markup": [
        text("Hello", reply_markup={}),
        text("Hello", reply_markup=["Yes"]),
        text("Hello", reply_markup={"keyboard": [["Yes"]]}),
    ],
    "button-text": [keyboard([button("  ", callback_data="y")])],
    "button-action": [keyboard([button()]), keyboard([button(callback_data="y", url="https://a.eu")])],
    "button-data": [
        keyboard([button(callback_data="")]),
        keyboard([button(callback_data="a" * 65)]),
        keyboard([button(callback_data="ж" * 33)]),
    ],
    "button-url": [
        keyboard([button(url="ftp://example.eu")]),
        keyboard([button(url="http://localhost:8080/staff")]),
        keyboard([button(url="example.eu")]),
    ],
    "button-copy": [keyboard([button(copy_text={"text": ""})])],
    "button-row": [keyboard([]), keyboard([PRESS] * 9)],
    "button-count": [keyboard(*[[PRESS] * 4] * 26)],
    "placeholder": [
        text("How old?", reply_markup={"force_reply": True, "input_field_placeholder": words})
        for words in ("", "a" * 65)
    ],
    "start": [
        keyboard([button(url="https://t.me/city_rights_bot?start=" + "a" * 65)]),
        text("Hello", entity("text_link", 0, 5, url="https://t.me/city_rights_bot?start=a+b")),
        text("Hello", entity("text_link", 0, 5, url="tg://resolve?domain=City_Rights_Bot&start=")),
    ],
    "reply-missing": [text("Hello", reply_parameters={"message_id": 99})],
    "edit-missing": [edit(99)],
    "edit-foreign": [edit(HERS)],
    "not-modified": [
        edit(ITS, "Welcome"),
        ("editMessageReplyMarkup", {"chat_id": ME, "message_id": ITS}),
    ],
    "delete-missing": [("deleteMessage", {"chat_id": ME, "message_id": 99})],
    "delete-count": [
        ("deleteMessages", {"chat_id": ME, "message_ids": ids}) for ids in ([], [2] * 101)
    ],
    "query": [("answerCallbackQuery", {"callback_query_id": "12"})],
    "alert-long": [("answerCallbackQuery", {"callback_query_id": "12", "text": "a" * 201})],
    "action": [("sendChatAction", {"chat_id": ME, "action": "sleeping"})],
    "file-empty": [("sendDocument", {"chat_id": ME, "document": ""})],
    "language": [
        ("setMyName", {"name": "Rights", "language_code": code}) for code in ("fr-BE", "FR", "x")
    ],
    "command-count": [
        ("setMyCommands", {"commands": [{"command": "help", "description": "d"}] * 101})
    ],
    "command-name": [
        ("setMyCommands", {"commands": [{"command": name, "description": "d"}]})
        for name in ("", "Help", "a" * 33, "о")
    ],
    "command-description": [
        ("setMyCommands", {"commands": [{"command": "help", "description": words}]})
        for words in ("", "a" * 257)
    ],
    "name-long": [("setMyName", {"name": "a" * 65})],
    "description-long": [("setMyDescription", {"description": "a" * 513})],
    "short-description-long": [("setMyShortDescription", {"short_description": "a" * 121})],
    "poll-range": [("getUpdates", {"limit": 101}), ("getUpdates", {"timeout": -1})],
    "update-type": [("getUpdates", {"allowed_updates": ["messages"]})],
    "webhook-url": [
        ("setWebhook", {"url": url}) for url in ("http://example.eu/telegram", "https://", "rights")
    ],
    "webhook-secret": [
        ("setWebhook", {"url": "https://example.eu/", "secret_token": secret})
        for secret in ("", "a b", "a" * 257)
    ],
    "webhook-connections": [("setWebhook", {"url": "https://example.eu/", "max_connections": 101})],
}  # fmt: skip
IN_A_TEST_OF_ITS_OWN = {
    "token", "body", "not-started", "blocked", "delete-old", "poll-conflict", "poll-webhook",
}  # fmt: skip


def flat() -> list[tuple[str, Broken]]:
    return [(name, one) for name, several in CASES.items() for one in several]


def test_every_rule_is_tried_here() -> None:
    assert CASES.keys() | IN_A_TEST_OF_ITS_OWN == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_documented_in_its_own_words(rule: Rule) -> None:
    pages = Path(__file__).parents[2] / "docs" / "botapi.md"
    row = f"| `{rule.name}` | {rule.code} | {rule.text} | {rule.source} |"
    assert row in pages.read_text(encoding="utf-8").splitlines()


async def test_what_breaks_a_rule_is_refused_in_its_words_and_recorded(
    api: BotApi, chat: Chat, call: Calling
) -> None:
    assert chat.id == ME
    await call("sendMessage", chat_id=ME, text="Welcome")
    for name, (method, fields) in flat():
        said = await call(method, **fields)
        refused = api.refusals.pop()
        assert (refused.rule, refused.method) == (name, method), said
        assert (said["ok"], said["description"]) == (False, refused.description)
    assert [bubble.text for bubble in chat.messages] == ["/start", "Welcome"]
    assert (await call("getMe"))["ok"]


async def test_a_wrong_token_opens_nothing(api: BotApi) -> None:
    async with httpx.AsyncClient() as client:
        said = await client.get(f"{api.root}/bot4242424242:AAwrong/getMe")
    assert (said.status_code, said.json()["description"]) == (401, "Unauthorized")
    assert [refusal.rule for refusal in api.refusals] == ["token"]


async def test_a_body_that_is_no_json_is_refused(api: BotApi) -> None:
    json = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(headers=json) as client:
        for body in ("{", "[1]"):
            said = await client.post(f"{api.root}/bot{api.token}/getMe", content=body)
            assert said.status_code == 400
    assert [refusal.rule for refusal in api.refusals] == ["body", "body"]


async def test_the_bot_cannot_write_first_nor_to_who_blocked_it(api: BotApi, call: Calling) -> None:
    chat = api.open_chat()
    said = await call("sendMessage", chat_id=chat.id, text="Hello")
    assert said["description"] == "Forbidden: bot can't initiate conversation with a user"
    await chat.send("Hello")
    chat.block()
    said = await call("sendMessage", chat_id=chat.id, text="Hello")
    assert said["description"] == "Forbidden: bot was blocked by the user"
    await chat.send("Hello again")
    assert (await call("sendMessage", chat_id=chat.id, text="Hello"))["ok"]
    assert [refusal.rule for refusal in api.refusals] == ["not-started", "blocked"]


async def test_an_old_message_is_not_deleted_and_neither_are_those_beside_it(
    api: BotApi, chat: Chat, call: Calling
) -> None:
    await call("sendMessage", chat_id=ME, text="Welcome")
    chat.lose(chat.last)
    await call("deleteMessage", chat_id=ME, message_id=ITS)
    await call("deleteMessages", chat_id=ME, message_ids=[HERS, ITS])
    assert [refusal.rule for refusal in api.refusals] == ["delete-old", "delete-old"]
    assert [bubble.text for bubble in chat.messages] == ["/start", "Welcome"]
    assert (await call("deleteMessages", chat_id=ME, message_ids=[HERS, 99]))["ok"]


async def test_a_webhook_and_a_poll_exclude_each_other(api: BotApi, call: Calling) -> None:
    await call("setWebhook", url="https://example.eu/telegram")
    said = await call("getUpdates")
    assert (said["error_code"], api.refusals[0].rule) == (409, "poll-webhook")
    await call("deleteWebhook")
    assert (await call("getUpdates"))["ok"]


async def test_the_older_of_two_polls_is_ended(api: BotApi, call: Calling) -> None:
    older = asyncio.create_task(call("getUpdates", timeout=5))
    await asyncio.sleep(0.1)
    newer = await call("getUpdates", timeout=0)
    assert newer == {"ok": True, "result": []}
    assert (await older)["error_code"] == 409
    assert [refusal.rule for refusal in api.refusals] == ["poll-conflict"]


async def test_a_press_is_answered_once_and_in_time(api: BotApi, chat: Chat, call: Calling) -> None:
    markup = {"inline_keyboard": [[PRESS]]}
    await call("sendMessage", chat_id=chat.id, text="Sure?", reply_markup=markup)
    query = await chat.press("Yes")
    assert [one.id for one in api.unanswered()] == [query]
    assert (await call("answerCallbackQuery", callback_query_id=query, text="Noted"))["ok"]
    assert (chat.alerts, api.unanswered()) == (["Noted"], [])
    again = await call("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in str(again["description"])
    api.cloud.query_seconds = 0
    late = await call("answerCallbackQuery", callback_query_id=await chat.press("Yes"))
    assert "query is too old" in str(late["description"])


async def test_a_foreign_name_that_points_to_this_machine_is_refused(api: BotApi) -> None:
    async with httpx.AsyncClient(headers={"Host": "evil.example"}) as client:
        assert (await client.get(f"{api.root}/bot{api.token}/getMe")).status_code == 400
