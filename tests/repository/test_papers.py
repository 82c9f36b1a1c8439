"""What the paper on security names is there."""

import re
from pathlib import Path

NAMED = re.compile(r"`(test_[a-z0-9_]+)`")
DEFINED = re.compile(r"^(?:async )?def (test_[a-z0-9_]+)", re.MULTILINE)


def test_every_test_that_the_paper_on_security_names_exists(root: Path) -> None:
    there = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in DEFINED.findall(path.read_text(encoding="utf-8"))
    }
    named = set(NAMED.findall((root / "docs" / "security.md").read_text(encoding="utf-8")))
    assert len(named) > 50
    assert named - there == set()
