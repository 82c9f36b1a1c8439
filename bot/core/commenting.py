"""The screens of the comment: the one question that is answered in own words, after Send."""

from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import Effect
from bot.core.here import Here
from bot.core.model import Survey
from bot.core.screen import Screen
from bot.core.sheet import Receipt


def ask(here: Here, survey: Survey, receipt: Receipt) -> Screen:
    """The question, what it is for, and that nobody should name themselves."""
    raise NotImplementedError


def written(here: Here, text: str, about: ev.WriteComment) -> Screen | Effect:
    """A reply to it."""
    raise NotImplementedError


def decided(here: Here, text: str, about: ev.KeepComment) -> Screen | Effect:
    """What to do with words that the bot had warned of."""
    raise NotImplementedError


def became(here: Here, became: ef.AboutComment) -> Screen:
    raise NotImplementedError
