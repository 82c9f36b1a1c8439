"""Options that several commands share."""

from typing import Annotated, Literal, TypeAlias

import typer

Lang: TypeAlias = Literal["fr", "nl", "en", "bg", "sq"]

LangOption: TypeAlias = Annotated[Lang, typer.Option(help="The language.")]
SurveyArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="SURVEY", help="The survey's id, as `survey list` shows it.")
]
