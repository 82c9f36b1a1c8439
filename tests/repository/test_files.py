"""Only agreed files are here, and none of them tells of a machine or of an address it needs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
    "benchmarks", "bot", "content", "deploy", "docs", "locales", "tests",
    "pyproject.toml", "requirements.lock", "requirements-dev.lock",
}  # fmt: skip
READERS = ("For residents", "For moderators", "For operators")
MACHINE = re.compile(r"(?<![\w.~-])/(?:root|work|opt/(?:pypi|wheels))(?:/|\b)(?!-)")
REGISTRY = re.compile(
    r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:com|org)|crates[.]io|rubygems[.]org"
    r"|proxy[.]golang[.]org)\b"
)


def lines_with(pattern: re.Pattern[str], root: Path, files: tuple[Path, ...]) -> Iterator[str]:
    for path in files:
        text = (root / path).read_bytes().decode("utf-8", errors="ignore")
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{path}:{number}"


def test_the_top_of_the_tree_holds_what_was_agreed(files: tuple[Path, ...]) -> None:
    assert {path.parts[0] for path in files} <= TOP


def test_no_file_names_a_place_on_one_machine(root: Path, files: tuple[Path, ...]) -> None:
    assert list(lines_with(MACHINE, root, files)) == []


def test_no_file_names_the_host_of_a_package_registry(root: Path, files: tuple[Path, ...]) -> None:
    assert list(lines_with(REGISTRY, root, files)) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE, "cd /" + "root/rightsbot"),
        (MACHINE, "see /" + "work"),
        (REGISTRY, "https://py" + "pi.org/simple"),
    ],
)
def test_such_a_line_would_be_found(tmp_path: Path, pattern: re.Pattern[str], line: str) -> None:
    (tmp_path / "a.md").write_text(f"first\n{line}\n", encoding="utf-8")
    assert list(lines_with(pattern, tmp_path, (Path("a.md"),))) == ["a.md:2"]


def test_the_licence_is_here_and_whole(root: Path) -> None:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_what_comes_next_is_told_to_each_reader(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.partition("## [Unreleased]")[2].partition("\n## [")[0]
    assert [reader for reader in READERS if f"### {reader}" not in unreleased] == []
