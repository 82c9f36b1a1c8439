"""Where content and locales lie: named folder, working folder, checkout or installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def locate(name: str, given: Path | None = None) -> Path:
    """The folder `name` ("content" or "locales"); FileNotFoundError if there is none."""
    if given is not None:
        places = [given]
    else:
        places = [Path.cwd() / name, PACKAGE.parent / name, PACKAGE / "_data" / name]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no folder {name}: looked in {', '.join(map(str, places))}")
