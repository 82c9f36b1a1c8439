"""Opens what moderators and developers wrote, narrowed to the cities that are served here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.content.folders import Folders
from bot.content.locate import locate
from bot.content.shelf import Incomplete, Shelf
from bot.content.versions import Versions
from bot.content.words import Dictionary
from bot.core.model import LANGUAGES, PREFER_NOT, Catalogue
from bot.core.month import NAMES
from bot.settings import Settings

OWN = "content"
"""A directory in the data directory: what staff wrote in the console, laid out as the content
folder.
"""
VERSIONS = "versions"
"""A directory in the data directory: every published version of a text."""
BUILT_IN = ("yes", "no", PREFER_NOT, *NAMES)


def read_library(settings: Settings, clock: Callable[[], datetime]) -> tuple[Dictionary, Shelf]:
    """FileNotFoundError where a folder is missing, Incomplete where a city is."""
    dictionary = Dictionary.load(locate("locales"))
    folder = locate("content", settings.content_dir)
    built_in = {o: {g: dictionary.say(g, f"option.{o}") for g in LANGUAGES} for o in BUILT_IN}

    def finish(content: Catalogue) -> Catalogue:
        site = settings.public_url.rstrip("/")
        return _served(replace(content, built_in=built_in, site=site), settings.cities)

    versions = Versions(settings.data_dir / VERSIONS, clock)
    return dictionary, Shelf.read(Folders(folder, settings.data_dir / OWN, versions), finish)


def _served(content: Catalogue, cities: tuple[str, ...]) -> Catalogue:
    unknown = [city for city in cities if city not in content.cities]
    if unknown:
        raise Incomplete(
            f"RIGHTSBOT_CITIES names a city without a sound file: {', '.join(unknown)}"
        )
    if not content.cities:
        raise Incomplete("no city file could be read: run `rightsbot check`")
    kept = {id_: content.cities[id_] for id_ in cities or content.cities}
    surveys = {id_: s for id_, s in content.surveys.items() if s.cities[0] in kept}
    return replace(content, cities=kept, surveys=surveys)
