"""`survey`: a survey's life, beside a running bot, which follows within a minute."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.columns import columns
from bot.cli.ending import NotInOrder, finish, settings
from bot.cli.options import SurveyArgument
from bot.core.model import State, Survey
from bot.core.survey import LONGEST, too_late
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.house import House
    from bot.release.artefact import Release

MAKER = "command"
"""Who made a release, where staff would have their number."""


def list_surveys() -> None:
    """List surveys: city, state, last day, how much came."""
    finish(_list(settings()))


async def _list(chosen: Settings) -> None:
    from bot.house import house

    async with house(chosen) as opened:
        surveys = sorted((await standing(opened)).items())
        rows = [await _row(opened, survey) for _, survey in surveys]
    for line in columns(rows):
        typer.echo(line)


async def _row(opened: "House", survey: Survey) -> tuple[str, ...]:
    until = f"until {survey.until}" if survey.until else f"{survey.days} days"
    came = await _came(opened, survey)
    return (survey.id, survey.cities[0], survey.state, until, came)


async def _came(opened: "House", survey: Survey) -> str:
    """Never a true count: steps of ten while mixing, and the rounded one of the final release."""
    if survey.state is State.DRAFT:
        return _waiting(survey, opened.turns.survey_day(survey.id))
    if survey.state is not State.CLOSED:
        return f"mixed so far: {await _mixed(opened, survey.id)}"
    last = await opened.life.last(survey.id)
    if last is None or not last.final:
        return "closed: the final results are being made"
    return f"closed with {last.tables.people or 'too few answers'}"


def _waiting(survey: Survey, today: date) -> str:
    """Why it would not open, also where it should do so by itself."""
    until = survey.until or today
    if until < today:
        return "not published: its last day has passed"
    return f"not published: {_too_late()}" if too_late(until, today) else "not published"


async def _mixed(opened: "House", survey: str) -> str:
    count = await opened.store.mixed(survey)
    return "fewer than 10" if count < 10 else str(count // 10 * 10)  # noqa: PLR2004 - the step


async def standing(opened: "House") -> dict[str, Survey]:
    """Every survey as it stands this moment."""
    from bot.life import current

    return dict(current(opened.content, await opened.store.surveys()).surveys)


async def published(opened: "House", survey: str) -> Survey:
    from bot.house import Refusal

    found = (await standing(opened)).get(survey)
    if found is None:
        raise Refusal("no survey has that id: see `rightsbot survey list`")
    if found.state is State.DRAFT:
        raise Refusal(f"{survey} is not published yet")
    return found


async def note(opened: "House", did: str, subject: str) -> None:
    """The audit's line for what an operator did by a command."""
    from bot.storage.rows import AuditRow

    today = opened.turns.survey_day("")
    await opened.store.staff.note(AuditRow(today, MAKER, did, subject))


def publish(survey: SurveyArgument) -> None:
    """Freeze its questions and notice, and open it."""
    finish(_publish(settings(), survey))


async def _publish(chosen: Settings, survey: str) -> None:
    from bot.content.own import NOT_SET
    from bot.house import Refusal, house

    async with house(chosen) as opened:
        found = (await standing(opened)).get(survey)
        if found is None:
            raise _unknown(opened, survey)
        if found.state is not State.DRAFT:
            raise Refusal(f"{survey} was published before: its state is {found.state}")
        if found.legal_basis == NOT_SET:
            raise Refusal(f"{survey} has no legal basis yet: the console's page of it takes it")
        if found.pretest:
            raise Refusal(f"{survey} is a pretest: delete the line pretest when it is over")
        today = opened.turns.survey_day(survey)
        if found.until is not None and found.until < today:
            raise Refusal(f"{survey} would have ended on {found.until}: give it a later day")
        if found.until is not None and too_late(found.until, today):
            raise Refusal(f"{survey} would end on {found.until}: {_too_late()}")
        await opened.life.publish(opened.content, found, today)
        await note(opened, "publish", survey)
        until = (await published(opened, survey)).until
    typer.echo(f"{survey} is open until {until}. Its questions and notice can no longer change.")


def _too_late() -> str:
    return f"the last day is at most {LONGEST.days} days from today"


def _unknown(opened: "House", survey: str) -> Exception:
    from bot.content.problem import told
    from bot.house import Refusal

    errors = [problem for problem in opened.shelf.problems_of(survey) if problem.is_error]
    if errors:
        first = told(errors[0], opened.dictionary, "en")
        return NotInOrder(f"{survey} has an error and is held back (`rightsbot check`): {first}")
    return Refusal("no survey has that id: see `rightsbot survey list`")


def extend(
    survey: SurveyArgument,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The new last day.")],
) -> None:
    """Give it a later last day; one that ended opens again."""
    finish(_extend(settings(), survey, until))


async def _extend(chosen: Settings, survey: str, until: datetime) -> None:
    from bot.house import Refusal, house

    day = until.date()
    async with house(chosen) as opened:
        found = await published(opened, survey)
        if found.state is State.CLOSED:
            raise Refusal(f"{survey} is closed, and never opens again")
        today = opened.turns.survey_day(survey)
        if day < today:
            raise Refusal("--until is a day that has passed")
        if too_late(day, today):
            raise Refusal(f"--until is too far: {_too_late()}")
        if not await opened.store.extend(survey, day, today):
            raise Refusal(f"{survey} has its last day on {found.until}: --until must be later")
        await note(opened, "extend", survey)
    typer.echo(f"{survey} is open until {day}.")


def close(
    survey: SurveyArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """End it now, destroy its keys, make the final results."""
    finish(_close(settings(), survey, yes=yes))


async def _close(chosen: Settings, survey: str, *, yes: bool) -> None:
    from bot.house import Refusal, house

    async with house(chosen) as opened:
        found = await published(opened, survey)
        if found.state is State.CLOSED:
            raise Refusal(f"{survey} is closed already")
        if not yes:
            _confirm(survey)
        today = opened.turns.survey_day(survey)
        closed = await opened.life.close_now(survey, today)
        await note(opened, "close", survey)
        if not closed:
            typer.echo(_too_few(survey, found.until or today))
            return
        await opened.life.release(await published(opened, survey), today, MAKER)
    typer.echo(f"{survey} is closed, its keys are destroyed, and its final results are made.")


def _confirm(survey: str) -> None:
    from bot.house import Refusal

    typer.echo(
        f"{survey} will take no more answers, and this cannot be undone.\n"
        "Destroyed: the marks of who took part, every withdrawal code, and their keys.\n"
        "Nobody can see, change or take back their answers after that.\n"
        "Kept: the mixed answers for 90 days, and the final results for good."
    )
    try:
        typed = typer.prompt("Type the survey's id to close it")
    except typer.Abort:
        raise Refusal("nothing was closed: where nobody can type, say --yes") from None
    if typed != survey:
        raise Refusal("that is not its id: nothing was closed")


def _too_few(survey: str, until: date) -> str:
    from bot.storage.life import FEWEST, TIME_TO_EXTEND

    last = min(until, date.max - TIME_TO_EXTEND) + TIME_TO_EXTEND
    return (
        f"{survey} has ended, but fewer than {FEWEST} answers came, so it is not closed. "
        f"Extend it by {last}, or all of them are deleted after that day."
    )


def release(survey: SurveyArgument) -> None:
    """Make interim results now, or say when they are possible."""
    finish(_release(settings(), survey))


async def _release(chosen: Settings, survey: str) -> None:
    from bot.house import house

    async with house(chosen) as opened:
        found = await published(opened, survey)
        before = await opened.life.last(survey)
        today = opened.turns.survey_day(survey)
        made = await opened.life.release(found, today, MAKER)
        if made is None or (before is not None and made.sequence == before.sequence):
            raise NotInOrder(_not_yet(made, await _mixed(opened, survey)))
        await note(opened, "release", survey)
    kind = "final" if made.final else "interim"
    typer.echo(f"The {kind} results {made.sequence} of {survey} are made: `rightsbot export`.")


def _not_yet(last: "Release | None", mixed: str) -> str:
    from bot.release.artefact import MOST_INTERIMS, next_interim

    if last is not None and last.final:
        return "the final results were made before, and stand"
    needed = next_interim(None, 0) if last is None else last.next_at
    if needed is None:
        return f"{MOST_INTERIMS} interim results were made: the next are the final ones"
    return f"not yet: results are possible at {needed} mixed answers; mixed so far: {mixed}"
