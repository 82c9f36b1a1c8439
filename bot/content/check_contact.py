"""Checks of how somebody is reached: web addresses, mail addresses, phone numbers."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bot.content import markup
from bot.content.draft import Draft
from bot.content.problem import Problem, problem
from bot.content.tree import Document, Trail

HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[\w-]{2,}")
PHONE = re.compile(r"\+?[0-9](?:[0-9 ()/.-]{0,22}[0-9])?")
SCHEME = re.compile(r"(?:h\w{2,6})?[:;]?[/\\]*", re.IGNORECASE)
"""What begins an address, however it is mistyped."""


def links(draft: Draft) -> Iterator[Problem]:
    for document, trail, value in _city_texts(draft):
        is_contact = trail == ("contact",) and "@" not in value
        if (is_contact or trail[-1:] in {("site",), ("page",)}) and not _is_address(value):
            yield document.problem(trail, "LINK", url=value, meant=meant_address(value))
    for file, chunk in draft.chunks():
        for line, url in markup.addresses(chunk.source):
            if not _is_address(url):
                values = {"url": unquote(url), "meant": meant_address(unquote(url))}
                yield problem(file.path, (chunk.line + line, 1), "LINK", **values)


def _is_address(url: str) -> bool:
    """A page of the web in full, or a placeholder that the core fills with one."""
    if re.fullmatch(r"\{[a-z_]+\}", unquote(url)):
        return True
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and not parts.username and port is None
    return plain and bool(HOST.fullmatch(host)) and not re.search(r"\s", url)


def meant_address(url: str) -> str:
    """The address that was probably meant, or nothing."""
    typed = url.strip()
    tries = (f"https://{rest}" for rest in (typed, SCHEME.sub("", typed, count=1)))
    return next(filter(_is_address, tries), "")


def mails(draft: Draft) -> Iterator[Problem]:
    for document, trail, value in _city_texts(draft):
        is_contact = trail == ("contact",) and "@" in value
        if (is_contact or trail[-1:] == ("mail",)) and not MAIL.fullmatch(value.strip()):
            yield document.problem(trail, "MAIL", value=value, meant=meant_mail(value))


def meant_mail(value: str) -> str:
    near = re.sub(r"\s|^mailto:", "", re.sub(r"[(\[]at[)\]]", "@", value)).replace(",", ".")
    return near if MAIL.fullmatch(near) else ""


def phones(draft: Draft) -> Iterator[Problem]:
    for document, trail, value in _city_texts(draft):
        if trail[-1:] == ("phone",) and not PHONE.fullmatch(value.strip()):
            yield document.problem(trail, "PHONE", value=value, meant=meant_phone(value))


def meant_phone(value: str) -> str:
    near = re.sub(r"[^0-9+ ()/.-]", "", value).strip(" .-/")
    return near if PHONE.fullmatch(near) else ""


def _city_texts(draft: Draft) -> Iterator[tuple[Document, Trail, str]]:
    for found in draft.cities.values():
        for trail, value in found.document.texts.items():
            yield found.document, trail, value
