"""The code keeps the shape that contributors agreed on."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

LONGEST_MODULE = 300
LONGEST_FUNCTION = 45
MEDIAN_FUNCTION = 8
EMPTY_NAMES = {"utils", "helpers", "base", "manager", "service", "common"}


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its number of lines, decorators and docstring left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            spoken = ast.get_docstring(node, clean=False)
            words = spoken.count("\n") + 1 if spoken is not None else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - words


def test_every_module_says_why_it_exists(root: Path, modules: tuple[Path, ...]) -> None:
    silent = [
        str(path)
        for path in modules
        if path.parts[0] == "bot"
        and not ast.get_docstring(ast.parse((root / path).read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_a_module_fits_in_one_reading(root: Path, modules: tuple[Path, ...]) -> None:
    counts = {
        str(path): len((root / path).read_text(encoding="utf-8").splitlines()) for path in modules
    }
    assert {path: count for path, count in counts.items() if count > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen(root: Path, modules: tuple[Path, ...]) -> None:
    long = [
        f"{path}: {name} has {count} lines"
        for path in modules
        for name, count in lengths(root / path)
        if count > LONGEST_FUNCTION
    ]
    assert long == []


def test_most_functions_are_a_few_lines(root: Path, modules: tuple[Path, ...]) -> None:
    counts = [
        count for path in modules if path.parts[0] == "bot" for _, count in lengths(root / path)
    ]
    assert median(counts) <= MEDIAN_FUNCTION


def test_no_module_has_a_name_that_says_nothing(modules: tuple[Path, ...]) -> None:
    assert [str(path) for path in modules if EMPTY_NAMES & {*path.parent.parts, path.stem}] == []
