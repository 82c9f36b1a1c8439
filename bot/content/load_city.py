"""Reads `cities/<city>.yaml`."""

from datetime import date

from bot.content.cursor import Cursor
from bot.content.draft import CityDraft
from bot.content.tags import city_tag
from bot.core.model import LANGUAGES, City, Helper, Lang

NEEDS = (
    "data", "city", "ombudsman", "equality", "consumer", "platforms",
    "scam", "police", "children", "digital", "rights",
)  # fmt: skip
NEEDED = (
    "name", "languages", "time_zone", "body", "page", "contact", "authority", "emergency",
    "helpers",
)  # fmt: skip
KNOWN = ("stewards",)
WORDS = ("name", "body", "authority", "emergency")
STEWARDS = 2
"""Unless the city says that one is enough."""


def city(id_: str, root: Cursor) -> CityDraft:
    root.fields(NEEDED, KNOWN)
    own = root["languages"].choices(LANGUAGES)
    langs = _complete_in(root, own)
    return CityDraft(
        root.document,
        City(
            id=id_,
            name=root["name"].words(langs),
            languages=own,
            time_zone=root["time_zone"].text(),
            body=root["body"].words(langs),
            page=root["page"].text(),
            authority=root["authority"].words(langs),
            contact=root["contact"].text(),
            emergency=root["emergency"].words(langs),
            helpers=tuple(_helper(item, langs) for item in root["helpers"].items()),
            tag=city_tag(id_),
            stewards=root["stewards"].number(1, STEWARDS) if root["stewards"] else STEWARDS,
        ),
    )


def _complete_in(root: Cursor, own: tuple[Lang, ...]) -> tuple[Lang, ...]:
    """The languages that every text needs: the city's own, and any that one of its texts has."""
    found = {lang for key in WORDS for lang in root[key].entries()}
    return tuple(lang for lang in LANGUAGES if lang in found.union(own))


def _helper(item: Cursor, langs: tuple[Lang, ...]) -> Helper:
    item.fields(("need", "name", "site", "checked"), ("phone", "mail", "address", "note"))
    return Helper(
        need=item["need"].choice(NEEDS),
        name=item["name"].words(langs),
        site=item["site"].text(),
        phone=item["phone"].text(),
        mail=item["mail"].text(),
        address=item["address"].text(),
        note=item["note"].words(langs),
        checked=item["checked"].day() or date.min,
    )
