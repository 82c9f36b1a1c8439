"""The RIGHTSBOT_* settings: read once, refused loudly, never printed."""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "RIGHTSBOT_"
TELEGRAM = "https://api.telegram.org"
KEY_BYTES = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN = re.compile(r"[0-9]{1,19}:[A-Za-z0-9_-]+")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API: setWebhook
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BadSetting(ValueError):
    """A setting is missing or wrong; the message names it and prints no value."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{PREFIX}{name} {why}")


@dataclass(frozen=True, slots=True, repr=False)
class SignInService:
    """The city's own sign-in (OpenID Connect), and how this installation is known there."""

    issuer: str
    client_id: str
    secret: str


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    token: str
    """Empty when not set: only `run`, `setup` and `link` need it."""
    api_url: str
    cities: tuple[str, ...]
    """Empty: all in content."""
    data_dir: Path
    database_url: str
    """Empty: SQLite in the data directory."""
    keyring_dir: Path
    kek: bytes | None
    content_dir: Path | None
    webhook_url: str
    webhook_secret: str
    host: str
    port: int
    public_url: str
    alert_chat: int | None
    log_level: str
    sign_in: SignInService | None = None


def read(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment. BadSetting on the first that is wrong."""
    host, port = _listen(_plain(environ, "LISTEN") or "127.0.0.1:8080")
    hook, hook_secret = _webhook(environ)
    return Settings(
        token=_token(_secret(environ, "TOKEN")),
        api_url=_url("API_URL", _plain(environ, "API_URL") or TELEGRAM).rstrip("/"),
        cities=tuple(city.strip() for city in _plain(environ, "CITIES").split(",") if city.strip()),
        data_dir=_folder(environ, "DATA_DIR") or Path("var/data"),
        database_url=_secret(environ, "DATABASE_URL"),
        keyring_dir=_folder(environ, "KEYRING_DIR") or Path("var/keys"),
        kek=_key(_secret(environ, "KEK")),
        content_dir=_content(environ),
        webhook_url=hook,
        webhook_secret=hook_secret,
        host=host,
        port=port,
        public_url=_public(environ) or f"http://{host}:{port}",
        alert_chat=_chat(_plain(environ, "ALERT_CHAT")),
        log_level=_level(environ),
        sign_in=_sign_in(environ),
    )


def _plain(environ: Mapping[str, str], name: str) -> str:
    return environ.get(PREFIX + name, "").strip()


def _secret(environ: Mapping[str, str], name: str) -> str:
    """From the variable itself, or from the file that NAME_FILE points to."""
    path = _plain(environ, f"{name}_FILE")
    if not path:
        return _plain(environ, name)
    if _plain(environ, name):
        raise BadSetting(name, f"and {PREFIX}{name}_FILE are both set: keep one")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{name}_FILE", "points to a file that cannot be read") from None


def _token(text: str) -> str:
    """Its form only; whether it opens anything, Telegram says."""
    if text and not TOKEN.fullmatch(text):
        raise BadSetting("TOKEN", "is not a bot token: BotFather gives one like 123456:ABC-def")
    return text


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    """It may still be missing: then it is made at the start."""
    text = _plain(environ, name)
    if not text:
        return None
    try:
        fits = Path(text).is_dir() or not Path(text).exists()
    except OSError:
        fits = False
    if not fits:
        raise BadSetting(name, "is not a directory")
    return Path(text)


def _content(environ: Mapping[str, str]) -> Path | None:
    folder = _folder(environ, "CONTENT_DIR")
    if folder is not None and not folder.exists():
        raise BadSetting("CONTENT_DIR", "is not there")
    return folder


def _public(environ: Mapping[str, str]) -> str:
    text = _plain(environ, "PUBLIC_URL")
    return _url("PUBLIC_URL", text).rstrip("/") if text else ""


def _key(text: str) -> bytes | None:
    if not text:
        return None
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSetting("KEK", "must be base64 of exactly 32 bytes")
    return key


def _url(name: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise BadSetting(name, "is not a web address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_fine:
        raise BadSetting(name, "must be an address that starts with https://")
    return text


def _sign_in(environ: Mapping[str, str]) -> SignInService | None:
    """All three settings, or none."""
    issuer, client = _plain(environ, "OIDC_ISSUER"), _plain(environ, "OIDC_CLIENT_ID")
    secret = _secret(environ, "OIDC_CLIENT_SECRET")
    if not issuer and not client and not secret:
        return None
    for name, value in (
        ("OIDC_ISSUER", issuer),
        ("OIDC_CLIENT_ID", client),
        ("OIDC_CLIENT_SECRET", secret),
    ):
        if not value:
            raise BadSetting(name, "is missing: the city's sign-in service takes all three")
    parts = urlsplit(_url("OIDC_ISSUER", issuer))
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadSetting("OIDC_ISSUER", "must start with https:// (http only to this machine)")
    return SignInService(issuer, client, secret)


def _webhook(environ: Mapping[str, str]) -> tuple[str, str]:
    url, secret = _plain(environ, "WEBHOOK_URL"), _secret(environ, "WEBHOOK_SECRET")
    if not url:
        return "", ""
    parts = urlsplit(_url("WEBHOOK_URL", url))
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadSetting("WEBHOOK_URL", "must start with https:// (http only to this machine)")
    if not secret:
        raise BadSetting("WEBHOOK_SECRET", "is required with a webhook")
    if not SECRET.fullmatch(secret):
        raise BadSetting("WEBHOOK_SECRET", "takes 1-256 characters: A-Z, a-z, 0-9, _ and -")
    return url, secret


def _listen(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:  # noqa: PLR2004 - the highest port
        raise BadSetting("LISTEN", "must be an address and a port, as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _chat(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,19}", text):
        raise BadSetting("ALERT_CHAT", "must be the number of a chat")
    return int(text)


def _level(environ: Mapping[str, str]) -> str:
    level = (_plain(environ, "LOG_LEVEL") or "INFO").upper()
    if level not in LEVELS:
        raise BadSetting("LOG_LEVEL", f"must be one of {', '.join(LEVELS)}")
    if level == "DEBUG" and _plain(environ, "INSECURE_DEBUG") != "1":
        raise BadSetting("LOG_LEVEL", f"DEBUG also needs {PREFIX}INSECURE_DEBUG=1")
    return level
