"""One visit to the console: who came, in which language, and how a page answers them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console import form
from bot.console.oidc import Service, service
from bot.console.password import Passwords
from bot.console.patience import Patience
from bot.console.reading import Reading
from bot.console.session import is_secure, minute
from bot.core.menu import OWN_NAMES
from bot.core.model import City, Lang, State, Survey, Words
from bot.core.screen import Value
from bot.core.sheet import Place
from bot.house import House
from bot.life import current
from bot.release.report import PAGES
from bot.storage.member import ROLES
from bot.storage.rows import AuditRow, StaffRow
from bot.storage.sessions import SessionRow
from bot.tick import Tick

ROOT = "/staff"
ANYONE, MODERATOR, ANALYST, STEWARD = ROLES
FRESH = 10
"""Minutes after a sign-in in which one may change how one signs in."""
RUNNING = frozenset({State.OPEN, State.ENDED})
"""The states in which a survey's life can still be changed."""
NOBODY = StaffRow("", "", ANYONE, "", active=False)


def word(words: Words, lang: Lang) -> str:
    """A moderator's text; where this language lacks, English, then any."""
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


class Refused(Exception):
    """The visit ends here, kindly: `key` names the words for why."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


@dataclass(frozen=True, slots=True)
class Desk:
    """What every visit has in common."""

    house: House
    username: Callable[[], str]
    """The bot's name at Telegram, without the at sign."""
    pages: Environment
    patience: Patience
    passwords: Passwords
    service: Service | None
    """The city's own sign-in, where there is one."""
    reading: Reading = field(default_factory=Reading)

    @property
    def secure(self) -> bool:
        return is_secure(self.house.settings)

    async def surveys(self) -> Mapping[str, Survey]:
        """All of them as they stand this moment."""
        return current(self.house.content, await self.house.store.surveys()).surveys

    async def refresh(self) -> None:
        """Residents see a change of a survey's life at once, not with the next tick."""
        house = self.house
        await Tick(house.turns, house.life, house.shelf).refresh()


def desk(house: House, username: Callable[[], str]) -> Desk:
    folder = Path(__file__).with_name("pages")
    pages = Environment(
        loader=FileSystemLoader([folder, PAGES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    patience = Patience(lambda: house.turns.clock().timestamp())
    return Desk(house, username, pages, patience, Passwords(), service(house.settings))


@dataclass(frozen=True, slots=True)
class Visit:
    desk: Desk
    request: Request
    lang: Lang
    staff: StaffRow = NOBODY
    session: SessionRow | None = None
    """None of who is not signed in."""
    again: str = ROOT
    """The path at which this page can be asked for; an answer to a form may have none."""

    @property
    def house(self) -> House:
        return self.desk.house

    @property
    def city(self) -> City:
        """Whose staff this is; of a stranger, the first city served."""
        cities = self.house.content.cities
        return cities.get(self.staff.city) or next(iter(cities.values()))

    @property
    def today(self) -> date:
        return self.house.turns.today(Place(self.lang, self.city.id))

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.house.turns.clock().timestamp()

    def may(self, role: str) -> bool:
        """A role that is none of ours, or one in a city not served here, may nothing."""
        mine = self.staff
        if role == ANYONE:
            return True
        known = mine.role in ROLES and mine.city in self.house.content.cities
        return known and ROLES.index(mine.role) >= ROLES.index(role)

    def say(self, key: str, **values: Value) -> str:
        return self.house.dictionary.say(self.lang, key, values)

    def shown(self, value: Value) -> str:
        return self.house.dictionary.shown(self.lang, value)

    def word(self, words: Words) -> str:
        return word(words, self.lang)

    def path(self, name: str) -> str:
        """A part of this visit's address."""
        part: str = self.request.path_params[name]
        return part

    async def typed(self, name: str) -> str:
        """A field of the form, without spaces around it; empty where it is missing."""
        return (await self.exact(name)).strip()

    async def exact(self, name: str) -> str:
        """The same, every character as it was typed: passwords."""
        return next(iter(await self.chosen(name)), "")

    async def chosen(self, name: str) -> tuple[str, ...]:
        """All values of a field: boxes that can be ticked together."""
        values = (await self._form()).getlist(name)
        return tuple(value for value in values if isinstance(value, str))

    async def upload(self, name: str) -> tuple[str, bytes]:
        """Name and bytes of the file of a field; ("", b"") where none was chosen."""
        return next(iter(await self.uploads(name)), ("", b""))

    async def uploads(self, name: str) -> tuple[tuple[str, bytes], ...]:
        """The same, of a field that takes several files."""
        return await form.files(await self._form(), name)

    async def _form(self) -> FormData:
        try:
            return await form.read(self.request)
        except form.Unreadable:
            raise Refused(400, "console.error.form") from None

    async def survey(self) -> Survey:
        """The survey of the address. Another city's is as unknown as one that does not exist."""
        found = (await self.desk.surveys()).get(self.path("survey"))
        if found is None or found.cities[0] != self.staff.city:
            raise Refused(404, "console.error.unknown")
        return found

    async def running(self) -> Survey:
        """The same, as long as its life can still be changed."""
        found = await self.survey()
        if found.state not in RUNNING:
            raise Refused(409, "console.error.closed")
        return found

    async def note(self, did: str, subject: str) -> None:
        row = AuditRow(self.today, self.staff.id, did, subject)
        await self.house.store.staff.note(row)

    def languages(self) -> tuple[tuple[Lang, str, str], ...]:
        """Each language with its own name and the address of this page in it."""
        query = dict(self.request.query_params) if self.request.method == "GET" else {}
        return tuple(
            (lang, name, f"{self.again}?{urlencode({**query, 'lang': lang})}")
            for lang, name in OWN_NAMES.items()
        )

    @property
    def is_fresh(self) -> bool:
        """Signed in a moment ago: it is really this person, not who found the screen open."""
        return self.session is not None and minute(self.house) - self.session.began <= FRESH

    def sign_in(
        self, *, status: int = 200, name: str = "", after: str = "", wrong: str = ""
    ) -> Response:
        """The page that lets in; `after` is where it leads then, `wrong` the key of a reason."""
        return self.page("signing", status=status, name=name, after=after or ROOT, wrong=wrong)

    def page(self, name: str, /, *, status: int = 200, **values: object) -> Response:
        template = self.desk.pages.get_template(f"{name}.html")
        html = template.render(visit=self, say=self.say, word=self.word, root=ROOT, **values)
        return HTMLResponse(html, status)

    def back(self, done: str) -> Response:
        """To the overview, which says what was done."""
        return RedirectResponse(f"{ROOT}?{urlencode({'done': done})}", 303)
