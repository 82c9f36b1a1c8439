"""Writes a survey's files from values: YAML that the tree reads back exactly as it was given."""

from collections.abc import Mapping

import yaml

from bot.content.tree import Tree

WIDE = 1_000_000
"""No text is folded: one line stays one line."""


class _Plain(yaml.SafeDumper):
    """Every scalar is text to our reader: `no`, 12 and 2026-11-24 need no quotation marks."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, object]]] = {}  # noqa: RUF012 - as its base

    def ignore_aliases(self, data: object) -> bool:
        """A list that stands in two places is written twice: the reader takes no aliases."""
        del data
        return True


def structure_text(fields: Mapping[str, Tree]) -> str:
    """Short lists stand on one line, as a person would write them."""
    return _text(fields, flow=None)


def words_text(fields: Mapping[str, Tree]) -> str:
    """One text a line."""
    return _text(fields, flow=False)


def _text(fields: Mapping[str, Tree], *, flow: bool | None) -> str:
    written: str = yaml.dump(
        _as_written(fields),
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=flow,
        width=WIDE,
    )
    return written


def _as_written(tree: Tree) -> object:
    """In the types that the writer of YAML knows."""
    match tree:
        case str():
            return tree
        case tuple():
            return [_as_written(item) for item in tree]
        case _:
            return {key: _as_written(value) for key, value in tree.items()}
