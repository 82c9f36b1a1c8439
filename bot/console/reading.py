"""Which comments there are to read, without opening all of them again for each page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.model import Lang
from bot.release.comments import in_order
from bot.storage.comments import Decision
from bot.storage.store import Store

AT_ONCE: Final = 1000
"""Comments opened in one transaction: what else is to be written waits no longer."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a comment without its words."""

    id: bytes
    stamp: bytes
    """Changes whenever the comment is sealed anew, with each decision as well."""
    lang: Lang
    decision: Decision


@dataclass(frozen=True, slots=True)
class Reading:
    """The cards of this process, by survey; in the order of the alphabet as they were first read:
    an edited text keeps its page.

    Another process may decide, and once a week everything is sealed anew: so each time the stamps
    are compared, and what has changed is opened.
    """

    cards: dict[str, dict[bytes, Card]] = field(default_factory=dict)

    async def of(self, store: Store, survey: str) -> Sequence[Card]:
        stamps = await store.comment_stamps(survey)
        known = self.cards.get(survey, {})
        changed = [id_ for id_ in stamps if id_ not in known or known[id_].stamp != stamps[id_]]
        opened = [row for some in batched(changed) for row in await store.comments(survey, some)]
        fresh = {r.id: Card(r.id, stamps[r.id], r.lang, r.decision) for r in in_order(opened)}
        self.cards[survey] = {i: card for i, card in (known | fresh).items() if i in stamps}
        return tuple(self.cards[survey].values())


def batched(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
