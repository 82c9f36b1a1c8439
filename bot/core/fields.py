"""The fields of a packed event: each is written and read by a pair of functions that walk alike."""

from collections.abc import Iterable
from typing import Any

from bot.core import event as ev
from bot.core.dialling import begun
from bot.core.model import Part
from bot.core.packing import BadButton, Field, Reader, Writer
from bot.core.sheet import Receipt, Sheet
from bot.core.states import answer_of, choice_of, choices, chosen_of, state_of, states
from bot.core.survey import accepts, agrees, codes

KIND = 64
TAG = 1 << 24
SEED = 1 << 16
SECRET_BYTES = 10
SECRET = 1 << (8 * SECRET_BYTES)


def _put_survey(writer: Writer, survey: str) -> None:
    writer.survey = writer.catalogue.surveys[survey]
    writer.put(writer.survey.tag, TAG)


def _take_survey(reader: Reader) -> str:
    tag = reader.take(TAG)
    for survey in reader.catalogue.surveys.values():
        if survey.tag == tag:
            reader.survey = survey
            return survey.id
    raise BadButton(survey=True)


def _put_topic(writer: Writer, topic: str) -> None:
    writer.put(writer.catalogue.topics[topic].tag, TAG)


def _take_topic(reader: Reader) -> str:
    tag = reader.take(TAG)
    for topic in reader.catalogue.topics.values():
        if topic.tag == tag:
            return topic.id
    raise BadButton


def _put_part(writer: Writer, part: Part) -> None:
    writer.put(tuple(Part).index(part), len(Part))


def _take_part(reader: Reader) -> Part:
    return reader.pick(Part)


def _put_flag(writer: Writer, flag: bool) -> None:  # noqa: FBT001 - the value of a field
    writer.put(int(flag), 2)


def _take_flag(reader: Reader) -> bool:
    return bool(reader.take(2))


def _put_nonce(writer: Writer, nonce: bytes) -> None:
    _put_flag(writer, bool(nonce))
    if nonce:
        writer.put(int.from_bytes(nonce), SECRET)


def _take_nonce(reader: Reader) -> bytes:
    return reader.take(SECRET).to_bytes(SECRET_BYTES) if _take_flag(reader) else b""


def _put_receipt(writer: Writer, receipt: Receipt) -> None:
    _put_flag(writer, receipt.is_code)
    writer.put(int.from_bytes(receipt.secret), SECRET)


def _take_receipt(reader: Reader) -> Receipt:
    is_code = _take_flag(reader)
    return Receipt(reader.take(SECRET).to_bytes(SECRET_BYTES), is_code)


def _put_sheet(writer: Writer, sheet: Sheet) -> None:
    _put_survey(writer, sheet.survey)
    writer.put(sheet.seed, SEED)
    _put_flag(writer, sheet.receipt is not None)
    if sheet.receipt is not None:
        _put_receipt(writer, sheet.receipt)
    for question in writer.survey.questions:
        writer.put(state_of(question, sheet.answers.get(question.id)), states(question))


def _take_sheet(reader: Reader) -> Sheet:
    survey = _take_survey(reader)
    seed = reader.take(SEED)
    receipt = _take_receipt(reader) if _take_flag(reader) else None
    taken = [(q, reader.take(states(q))) for q in reader.survey.questions]
    answers = {q.id: answer_of(q, state) for q, state in taken if state}
    if not all(accepts(q, answers[q.id]) for q in reader.survey.questions if q.id in answers):
        raise BadButton
    return Sheet(survey, seed, answers, receipt)


def _put_question(writer: Writer, question: str) -> None:
    ids = [known.id for known in writer.survey.questions]
    writer.put(ids.index(question), len(ids))
    writer.question = writer.survey.questions[ids.index(question)]


def _take_question(reader: Reader) -> str:
    reader.question = reader.pick(reader.survey.questions)
    return reader.question.id


def _put_chosen(writer: Writer, chosen: tuple[str, ...]) -> None:
    question = writer.question
    writer.put(choice_of(question, chosen), choices(question))


def _take_chosen(reader: Reader) -> tuple[str, ...]:
    number = reader.take(choices(reader.question))
    chosen = chosen_of(reader.question, number)
    if not agrees(reader.question, chosen):
        raise BadButton
    return chosen


def _put_option(writer: Writer, option: str) -> None:
    known = codes(writer.question)
    writer.put(known.index(option), len(known))


def _take_option(reader: Reader) -> str:
    return reader.pick(codes(reader.question))


def _put_begun(writer: Writer, number: int | None) -> None:
    low, high = begun(writer.question)
    writer.put(0 if number is None else number - low + 1, high - low + 2)


def _take_begun(reader: Reader) -> int | None:
    low, high = begun(reader.question)
    number = reader.take(high - low + 2)
    return number - 1 + low if number else None


def _put_number(writer: Writer, number: int) -> None:
    low, high = writer.question.low, writer.question.high
    writer.put(number - low, high - low + 1)


def _take_number(reader: Reader) -> int:
    low, high = reader.question.low, reader.question.high
    return low + reader.take(high - low + 1)


def put_event(writer: Writer, event: ev.Pressed) -> None:
    kind = KINDS.index(type(event))
    writer.put(kind, KIND)
    for name, (put, _) in _fields(kind):
        put(writer, getattr(event, name))


def take_event(reader: Reader) -> ev.Pressed:
    kind = reader.take(KIND)
    if kind >= len(KINDS):
        raise BadButton
    found: ev.Pressed = KINDS[kind](**{name: take(reader) for name, (_, take) in _fields(kind)})
    return found


def _fields(kind: int) -> Iterable[tuple[str, Field]]:
    return TABLE[KINDS[kind]].items()


def _put_then(writer: Writer, then: ev.Pressed) -> None:
    put_event(writer, then)


def _take_then(reader: Reader) -> ev.Pressed:
    then = take_event(reader)
    if isinstance(then, ev.Languages | ev.Cities):
        raise BadButton
    return then


_SURVEY: Field = (_put_survey, _take_survey)
_TOPIC: Field = (_put_topic, _take_topic)
_PART: Field = (_put_part, _take_part)
_FLAG: Field = (_put_flag, _take_flag)
_NONCE: Field = (_put_nonce, _take_nonce)
_RECEIPT: Field = (_put_receipt, _take_receipt)
_SHEET: Field = (_put_sheet, _take_sheet)
_QUESTION: Field = (_put_question, _take_question)
_CHOSEN: Field = (_put_chosen, _take_chosen)
_OPTION: Field = (_put_option, _take_option)
_BEGUN: Field = (_put_begun, _take_begun)
_NUMBER: Field = (_put_number, _take_number)
_THEN: Field = (_put_then, _take_then)

TABLE: dict[type[Any], dict[str, Field]] = {
    ev.Home: {},
    ev.Languages: {"then": _THEN},
    ev.Cities: {"then": _THEN},
    ev.Topics: {},
    ev.ReadTopic: {"topic": _TOPIC, "part": _PART},
    ev.Guess: {"topic": _TOPIC, "true": _FLAG},
    ev.Helpers: {},
    ev.Surveys: {},
    ev.Consent: {"survey": _SURVEY},
    ev.ReadNotice: {"survey": _SURVEY},
    ev.Decline: {"survey": _SURVEY},
    ev.Start: {"survey": _SURVEY},
    ev.Ask: {"sheet": _SHEET, "question": _QUESTION, "chosen": _CHOSEN},
    ev.Answer: {"sheet": _SHEET, "question": _QUESTION, "option": _OPTION},
    ev.Toggle: {"sheet": _SHEET, "question": _QUESTION, "chosen": _CHOSEN, "option": _OPTION},
    ev.Done: {"sheet": _SHEET, "question": _QUESTION, "chosen": _CHOSEN},
    ev.Review: {"sheet": _SHEET},
    ev.Changes: {"sheet": _SHEET},
    ev.Send: {"sheet": _SHEET, "nonce": _NONCE},
    ev.More: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.Edit: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.AskWithdraw: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.TakeBack: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.Thanks: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.Privacy: {"full": _FLAG},
    ev.Help: {},
    ev.RememberMe: {},
    ev.AskForget: {},
    ev.ForgetMe: {},
    ev.MyData: {},
    ev.WayBack: {},
    ev.AskTidy: {},
    ev.Tidy: {"everything": _FLAG},
    ev.Dial: {"sheet": _SHEET, "question": _QUESTION, "number": _BEGUN},
    ev.Enter: {"sheet": _SHEET, "question": _QUESTION, "number": _NUMBER},
    ev.Tested: {"sheet": _SHEET},
    ev.SeeComment: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.WriteComment: {"survey": _SURVEY, "receipt": _RECEIPT},
    ev.KeepComment: {"survey": _SURVEY, "receipt": _RECEIPT, "masked": _FLAG},
    ev.DropComment: {"survey": _SURVEY, "receipt": _RECEIPT},
}
"""Event -> its fields in order. The order of this table numbers the events: append only."""

KINDS: tuple[type[Any], ...] = tuple(TABLE)
