"""Reads the conditions of a form, as far as they compare answers with fixed values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

THIS = "."
"""The answer that a constraint is about."""
COUNT = "count-selected"
"""How many options that answer has."""
HAS = "has"
"""The operator of `selected(${question}, 'option')`."""
FLIPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
MOST_TOKENS = 400
DEEPEST = 30
TOKEN = re.compile(
    r"\s*(?:"
    r"\$\{\s*(?P<ref>[^{}]+?)\s*\}"
    r"|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|‘(?P<curly>[^’]*)’|“(?P<curled>[^”]*)”"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign>!=|<=|>=|[=<>(),])"
    r"|(?P<name>[A-Za-z][A-Za-z-]*)"
    r"|(?P<this>\.)"
    r")"
)


class CannotSay(Exception):
    """A condition that a survey here cannot have."""


@dataclass(frozen=True, slots=True)
class Is:
    """An answer compared with a value, both as they are written in the form."""

    question: str
    """Its name there; THIS or COUNT in a constraint."""
    sign: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    inside: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Condition", ...]


Condition: TypeAlias = "Is | Not | All | Either"


def parse(text: str) -> Condition:
    """CannotSay for whatever is more than comparisons with and, or and not."""
    reader = _Reader(list(_tokens(text)))
    found = reader.either(0)
    if reader.left:
        raise CannotSay
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Each with its sort: ref, value, sign, name or this."""
    at = 0
    text = text.rstrip()
    for _ in range(MOST_TOKENS):
        if at == len(text):
            return
        found = TOKEN.match(text, at)
        if found is None:
            raise CannotSay
        sort = str(found.lastgroup)
        known = sort if sort in {"ref", "sign", "name", "this"} else "value"
        yield known, found[sort]
        at = found.end()
    raise CannotSay


@dataclass(slots=True)
class _Reader:
    """Recursive descent: or binds weaker than and, and weaker than a comparison."""

    left: list[tuple[str, str]]

    def either(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise CannotSay
        parts = [self.both(depth)]
        while self.takes("name", "or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.takes("name", "and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Condition:
        if self.takes("sign", "("):
            return self.closed(self.either(depth + 1))
        if self.takes("name", "not"):
            self.expect("sign", "(")
            return Not(self.closed(self.either(depth + 1)))
        if self.takes("name", "selected"):
            return self.selected()
        return self.comparison()

    def closed(self, inside: Condition) -> Condition:
        self.expect("sign", ")")
        return inside

    def selected(self) -> Condition:
        self.expect("sign", "(")
        question = self.question()
        self.expect("sign", ",")
        return self.closed(Is(question, HAS, self.value()))

    def comparison(self) -> Condition:
        """With the question on either side."""
        if self.sees("value") or self.sees("name", "date"):
            value, sign = self.value(), self.next("sign")
            return Is(self.question(), FLIPPED.get(sign) or self.fail(), value)
        question, sign = self.question(), self.next("sign")
        return Is(question, sign if sign in FLIPPED else self.fail(), self.value())

    def question(self) -> str:
        if self.takes("name", COUNT):
            self.expect("sign", "(")
            asked = self.question()
            self.expect("sign", ")")
            return COUNT if asked == THIS else self.fail()
        if self.sees("this"):
            return self.next("this")
        return self.next("ref")

    def value(self) -> str:
        if self.takes("name", "date"):
            self.expect("sign", "(")
            day = self.next("value")
            self.expect("sign", ")")
            return day
        return self.next("value")

    def sees(self, sort: str, text: str = "") -> bool:
        return bool(self.left) and self.left[0][0] == sort and text in {"", self.left[0][1]}

    def takes(self, sort: str, text: str) -> bool:
        if not self.sees(sort, text):
            return False
        self.left.pop(0)
        return True

    def expect(self, sort: str, text: str) -> None:
        if not self.takes(sort, text):
            raise CannotSay

    def next(self, sort: str) -> str:
        if not self.sees(sort):
            raise CannotSay
        return self.left.pop(0)[1]

    def fail(self) -> str:
        raise CannotSay
