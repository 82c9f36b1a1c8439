"""Reads `pages/<page>/<lang>.md`."""

from bot.content.draft import File
from bot.content.load_topic import settings_of, version
from bot.content.problem import Problem, problem
from bot.content.sections import front
from bot.content.words import SOURCE
from bot.core.model import Lang


def page_file(path: str, lang: Lang, text: str, problems: list[Problem]) -> File:
    settings, body = front(path, text, problems)
    root = settings_of(path, settings, problems)
    if not body.source.strip():
        problems.append(problem(path, (body.line, 1), "EMPTY", key="text"))
    return File(root.document, lang, version(root, lang, ()), (body,), lang == SOURCE)
