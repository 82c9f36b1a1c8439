"""Reads `cities/<city>.yaml`."""

from datetime import date

from bot.content.cursor import Cursor
from bot.content.draft import CityDraft
from bot.content.tags import city_tag
from bot.core.model import LANGUAGES, City, Helper

NEEDS = (
    "data", "city", "ombudsman", "equality", "consumer", "platforms",
    "scam", "police", "children", "digital", "rights",
)  # fmt: skip
NEEDED = (
    "name", "languages", "time_zone", "body", "page", "contact", "authority", "emergency",
    "helpers",
)  # fmt: skip
KNOWN = ("stewards",)
STEWARDS = 2
"""Unless the city says that one is enough."""


def city(id_: str, root: Cursor) -> CityDraft:
    root.fields(NEEDED, KNOWN)
    return CityDraft(
        root.document,
        City(
            id=id_,
            name=root["name"].words(),
            languages=root["languages"].choices(LANGUAGES),
            time_zone=root["time_zone"].text(),
            body=root["body"].words(),
            page=root["page"].text(),
            authority=root["authority"].words(),
            contact=root["contact"].text(),
            emergency=root["emergency"].words(),
            helpers=tuple(_helper(item) for item in root["helpers"].items()),
            tag=city_tag(id_),
            stewards=root["stewards"].number(1, STEWARDS) if root["stewards"] else STEWARDS,
        ),
    )


def _helper(item: Cursor) -> Helper:
    item.fields(("need", "name", "site", "checked"), ("phone", "mail", "address", "note"))
    return Helper(
        need=item["need"].choice(NEEDS),
        name=item["name"].words(),
        site=item["site"].text(),
        phone=item["phone"].text(),
        mail=item["mail"].text(),
        address=item["address"].text(),
        note=item["note"].words(),
        checked=item["checked"].day() or date.min,
    )
