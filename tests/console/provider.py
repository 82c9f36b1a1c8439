"""A small sign-in service of a city that speaks OpenID Connect over real HTTP."""

import asyncio
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "rights bot", "a secret: with/signs%"


@dataclass(slots=True)
class Provider:
    """`person` is who is sitting before the browser; the rest is what it may get wrong."""

    port: int
    person: str = "person-1"
    claims: dict[str, object] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    forged: bool = False
    """Signs with a key that it does not publish."""
    asked: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Code -> the request that it answers."""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    clock: float = 0
    host: str = "127.0.0.1"
    """The name that it is known by: for a browser another site than the console's."""

    @property
    def issuer(self) -> str:
        return f"http://{self.host}:{self.port}/realm"

    async def about(self, _: Request) -> Response:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/enter",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return JSONResponse(told | self.facts)

    async def enter(self, request: Request) -> Response:
        """Everybody is let in at once."""
        query = dict(request.query_params)
        assert (query["client_id"], query["response_type"]) == (CLIENT, "code")
        assert query["code_challenge_method"] == "S256"
        code = token_urlsafe(8)
        self.asked[code] = query
        answer = urlencode({"code": code, "state": query["state"]})
        return RedirectResponse(f"{query['redirect_uri']}?{answer}", 303)

    async def token(self, request: Request) -> Response:
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        who = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        query = self.asked.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        wanted = urlencode({"": CLIENT})[1:] + ":" + urlencode({"": SECRET})[1:]
        if (
            who != wanted
            or query is None
            or query["code_challenge"] != challenge.decode().rstrip("=")
            or query["redirect_uri"] != form["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": self._id(query)}
        )

    def _id(self, query: Mapping[str, str]) -> str:
        claims: dict[str, object] = {
            "iss": self.issuer,
            "sub": self.person,
            "aud": CLIENT,
            "iat": int(self.clock),
            "exp": int(self.clock) + 300,
            "nonce": query["nonce"],
        }
        if "max_age" in query:
            claims["auth_time"] = int(self.clock)
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.forged else self.key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims | self.claims, key)

    async def keys(self, _: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))


@asynccontextmanager
async def providing(port: int) -> AsyncIterator[Provider]:
    provider = Provider(port)
    pages = {
        "/.well-known/openid-configuration": provider.about,
        "/enter": provider.enter,
        "/keys": provider.keys,
    }
    routes = [Route(f"/realm{path}", page) for path, page in pages.items()]
    routes.append(Route("/realm/token", provider.token, methods=["POST"]))
    config = uvicorn.Config(
        Starlette(routes=routes), port=port, log_config=None, lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    work = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    yield provider
    server.should_exit = True
    await work
