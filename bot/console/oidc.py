"""The city's own sign-in service, spoken to in OpenID Connect: code flow with PKCE."""

import hmac
import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.util import find_spec
from typing import Final, Self
from urllib.parse import urlencode, urlsplit

import httpx

from bot.console.session import fresh
from bot.house import Refusal
from bot.settings import LOOPBACK, Settings, SignInService

log = logging.getLogger(__name__)
BACK: Final = "/staff/city/back"
ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a public key; what the token itself asks for is not believed."""
ONE_FACTOR: Final = ["pwd"]
"""RFC 8176. A service that says nothing of how it asked is trusted to ask for two factors."""
LEEWAY: Final = 60
"""Seconds by which two clocks may differ."""
PATIENCE: Final = 10.0
"""Seconds for each answer of the service."""


class ServiceFailed(Exception):
    """It did not answer, or not as it has to; what it said is told to nobody."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in under way. The browser that began it keeps this, and can only harm itself."""

    state: str
    nonce: str
    verifier: str
    after: str
    """The path that it leads to."""
    invitation: str = ""
    """The token of the invitation that this account is to take."""
    again: int = 0
    """Seconds since 1970: the service must have asked for the password since then."""

    @classmethod
    def begun(cls, after: str, *, invitation: str = "", again: int = 0) -> Self:
        return cls(fresh(), fresh(), fresh(), after, invitation, again)

    def packed(self) -> str:
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpacked(cls, packed: str) -> Self | None:
        try:
            return cls(**json.loads(urlsafe_b64decode(packed)))
        except (ValueError, TypeError):
            return None

    def is_of(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())


@dataclass(frozen=True, slots=True)
class Service:
    at: SignInService
    back: str
    """The address to which it sends people back; registered there."""

    async def address(self, flow: Flow) -> str:
        """Where the browser goes. ServiceFailed."""
        challenge = urlsafe_b64encode(sha256(flow.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.at.client_id,
            "redirect_uri": self.back,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if flow.again:
            asked |= {"prompt": "login", "max_age": "0"}
        async with _client() as http:
            endpoint = (await self._facts(http))["authorization_endpoint"]
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    async def subject(self, flow: Flow, code: str, now: float) -> bytes:
        """Digest of the account that the code is of: of its issuer and its number there, which no
        other account ever gets. ServiceFailed.
        """
        async with _client() as http:
            facts = await self._facts(http)
            asked = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.back,
                "code_verifier": flow.verifier,
            }
            # RFC 6749, section 2.3.1: both are encoded as form fields are.
            who = httpx.BasicAuth(_field(self.at.client_id), _field(self.at.secret))
            token = await _json(http.post(facts["token_endpoint"], data=asked, auth=who))
            keys = await _json(http.get(facts["jwks_uri"]))
        claims = _verified(token.get("id_token"), keys)
        self._judge(claims, flow, now)
        if claims.get("amr") == ONE_FACTOR:
            log.warning("the city's sign-in service asked for a password alone")
            raise ServiceFailed
        return sha256(f"{self.at.issuer}\0{claims['sub']}".encode()).digest()

    async def _facts(self, http: httpx.AsyncClient) -> Mapping[str, str]:
        """What the service says of itself; of another issuer nothing is believed."""
        root = self.at.issuer.rstrip("/")
        told = await _json(http.get(f"{root}/.well-known/openid-configuration"))
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        facts = {name: str(told.get(name, "")) for name in names}
        if told.get("issuer") != self.at.issuer or not all(map(_is_safe, facts.values())):
            raise ServiceFailed
        return facts

    def _judge(self, claims: Mapping[str, object], flow: Flow, now: float) -> None:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        audience, mine = claims.get("aud"), self.at.client_id
        among = audience if isinstance(audience, list) else [audience]
        proved = claims.get("auth_time") if flow.again else now
        if not (
            claims.get("iss") == self.at.issuer
            and mine in among
            and claims.get("azp", mine if len(among) == 1 else None) == mine
            and claims.get("nonce") == flow.nonce
            and isinstance(claims.get("sub"), str)
            and claims.get("sub")
            and _number(claims.get("exp")) > now - LEEWAY
            and _number(claims.get("iat")) < now + LEEWAY
            and _number(proved) >= flow.again - LEEWAY
        ):
            raise ServiceFailed


def service(settings: Settings) -> Service | None:
    """Refusal where it is set and this installation cannot speak with it."""
    if settings.sign_in is None:
        return None
    if find_spec("joserfc") is None:
        raise Refusal("RIGHTSBOT_OIDC_ISSUER needs the extra `oidc` of this package")
    return Service(settings.sign_in, settings.public_url + BACK)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _field(text: str) -> str:
    return urlencode({"": text})[1:]


def _number(value: object) -> float:
    """Of a claim that is a time; what is none is neither before nor after anything."""
    return float(value) if isinstance(value, int | float) else float("nan")


async def _json(answer: Awaitable[httpx.Response]) -> Mapping[str, object]:
    """ServiceFailed."""
    try:
        response = await answer
        told = response.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        raise ServiceFailed from None
    if not isinstance(told, dict):
        raise ServiceFailed
    return told


def _keys(told: Mapping[str, object]) -> list[dict[str, str | list[str]]]:
    """Public keys only: one that anybody can sign with is none."""
    keys = told.get("keys")
    if not isinstance(keys, list):
        raise ServiceFailed
    return [key for key in keys if isinstance(key, dict) and key.get("kty") != "oct"]


def _verified(token: object, keys: Mapping[str, object]) -> Mapping[str, object]:
    """The claims of a token that one of these keys signed. ServiceFailed."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        ring = KeySet.import_key_set({"keys": _keys(keys)})
        return jwt.decode(str(token), ring, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, KeyError, TypeError):
        raise ServiceFailed from None
