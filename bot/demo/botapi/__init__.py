"""The embedded Bot API: Telegram's side of the conversation, in this process and on loopback."""

from bot.demo.botapi.chat import Bubble, Button, Chat
from bot.demo.botapi.faults import Broken, Dropped, Fault, Flood, Hung
from bot.demo.botapi.rules import RULES, Rule
from bot.demo.botapi.server import BotApi, Identity
from bot.demo.botapi.webhook import Patience

__all__ = [
    "RULES",
    "BotApi",
    "Broken",
    "Bubble",
    "Button",
    "Chat",
    "Dropped",
    "Fault",
    "Flood",
    "Hung",
    "Identity",
    "Patience",
    "Rule",
]
