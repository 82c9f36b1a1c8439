"""The short numbers by which buttons name topics, cities and surveys."""

import json
from hashlib import sha256

from bot.core.model import Question, Survey


def topic_tag(topic: str) -> int:
    return _first_bits(topic, 24)


def city_tag(city: str) -> int:
    return _first_bits(city, 12)


def survey_tag(survey: Survey) -> int:
    return _first_bits(structure(survey), 24)


def structure(survey: Survey) -> str:
    """Canonical JSON of a survey's id and questions without words: what publishing freezes."""
    found: dict[str, object] = {
        "id": survey.id,
        "questions": [_question(q) for q in survey.questions],
    }
    # Surveys that were opened before there were comments and matrices keep their tags.
    if survey.comment:
        found["comment"] = [survey.comment.id, survey.comment.about]
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _question(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "type": question.type,
        "options": [option.id for option in question.options],
        "fixed": [option.id for option in question.options if option.fixed],
        "alone": [option.id for option in question.options if option.alone],
        "ask_if": {earlier: sorted(options) for earlier, options in question.ask_if.items()},
        "shuffle": question.shuffle,
        "at_most": question.at_most,
        "low": question.low,
        "high": question.high,
        "bands": [[band.low, band.high] for band in question.bands],
    } | ({"matrix": question.matrix} if question.matrix else {})


def _first_bits(text: str, bits: int) -> int:
    return int.from_bytes(sha256(text.encode()).digest()) >> (256 - bits)
