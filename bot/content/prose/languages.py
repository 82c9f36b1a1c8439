"""The five languages by their codes."""

from collections.abc import Mapping

from bot.content.prose.albanian import ALBANIAN
from bot.content.prose.bulgarian import BULGARIAN
from bot.content.prose.dutch import DUTCH
from bot.content.prose.english import ENGLISH
from bot.content.prose.french import FRENCH
from bot.content.prose.language import Language
from bot.core.model import Lang

KNOWN: Mapping[Lang, Language] = {
    language.lang: language for language in (FRENCH, DUTCH, ENGLISH, BULGARIAN, ALBANIAN)
}
