"""YAML as a tree of plain texts that remembers the line of each: no types are guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TypeAlias

import yaml

from bot.content.problem import START, Mark, Problem, problem
from bot.content.unreadable import at, reason

Tree: TypeAlias = "str | tuple[Tree, ...] | Mapping[str, Tree]"
Trail: TypeAlias = tuple[str, ...]
"""The keys, and the numbers of list items, that lead to a place: ("helpers", "0", "site")."""

AT_ONCE = 2000
"""Files that are remembered."""
DEEPEST = 12
"""Levels: more than any file has, and few enough for every reader of the tree."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file's YAML."""

    path: str
    tree: "Tree | None"
    """None: not readable, which is already told."""
    marks: Mapping[Trail, Mark]
    """Where each place begins: a field at its key."""
    texts: Mapping[Trail, str]
    """Each text by its trail, literally as written: `no` is the word "no"."""

    def problem(self, trail: Trail, code: str, **values: object) -> Problem:
        while trail not in self.marks:
            trail = trail[:-1]
        return problem(self.path, self.marks[trail], code, **values)


def parse(path: str, text: str, problems: list[Problem]) -> Document:
    """Always a document: what cannot be read is empty, and its problems are told."""
    document, found = _remembered(path, text)
    problems += found
    return document


@lru_cache(maxsize=AT_ONCE)
def _remembered(path: str, text: str) -> tuple[Document, tuple[Problem, ...]]:
    """All files are read anew when one of them changes: the others say what they said."""
    problems: list[Problem] = []
    return _parse(path, text, problems), tuple(problems)


def _parse(path: str, text: str, problems: list[Problem]) -> Document:
    marks: dict[Trail, Mark] = {}
    texts: dict[Trail, str] = {}
    walk = _Walk(path, problems, marks, texts, yaml.parse(text, Loader=yaml.CSafeLoader))
    known = len(problems)
    try:
        tree = walk.document()
    except yaml.MarkedYAMLError as error:
        why, mark = reason(error, text)
        problems.append(problem(path, mark, "YAML", reason=why))
        return Document(path, None, {(): START}, {})
    except _NotOurs as error:
        problems.append(problem(path, error.mark, "YAML", reason=error.reason))
        return Document(path, None, {(): START}, {})
    # What an alias repeats is not read again: the rest would be told as missing.
    repeats = any(found.code == "ALIAS" for found in problems[known:])
    return Document(path, None if repeats else tree, {(): START} | marks, texts)


class _NotOurs(Exception):
    """YAML that could be read, and that no content file is."""

    def __init__(self, reason: str, mark: Mark) -> None:
        super().__init__(reason)
        self.reason = reason
        self.mark = mark


@dataclass(frozen=True, slots=True)
class _Walk:
    """Over the events of the parser, which knows neither types nor how deep a file goes."""

    path: str
    problems: list[Problem]
    marks: dict[Trail, Mark]
    texts: dict[Trail, str]
    events: Iterator[yaml.Event]

    def document(self) -> "Tree":
        found: Tree = {}
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                found = self.tree(event, ())
            elif isinstance(event, yaml.DocumentStartEvent) and self.marks:
                raise _NotOurs("two", at(event.start_mark))
        return found

    def tree(self, event: yaml.Event, trail: Trail) -> "Tree":
        if len(trail) > DEEPEST:
            raise _NotOurs("deep", at(event.start_mark))
        self.marks.setdefault(trail, at(event.start_mark))
        if isinstance(event, yaml.AliasEvent):
            self.report(event, "ALIAS")
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            self.report(event, "TAG", tag=event.tag)
        if isinstance(event, yaml.MappingStartEvent):
            return self.fields(trail)
        if isinstance(event, yaml.SequenceStartEvent):
            inside = takewhile(
                lambda item: not isinstance(item, yaml.SequenceEndEvent), self.events
            )
            return tuple(self.tree(item, (*trail, str(i))) for i, item in enumerate(inside))
        self.texts[trail] = event.value if isinstance(event, yaml.ScalarEvent) else ""
        return self.texts[trail]

    def fields(self, trail: Trail) -> "Mapping[str, Tree]":
        found: dict[str, Tree] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            name = key.value if isinstance(key, yaml.ScalarEvent) else "?"
            if name == "?":
                self.report(key, "TEXT", key=name)
                self.tree(key, (*trail, name))
            elif name in found:
                self.report(key, "KEY-TWICE", key=name)
            self.marks[*trail, name] = at(key.start_mark)
            value = self.tree(next(self.events), (*trail, name))
            found.setdefault(name, value)
        return found

    def report(self, event: yaml.Event, code: str, **values: str) -> None:
        self.problems.append(problem(self.path, at(event.start_mark), code, **values))
