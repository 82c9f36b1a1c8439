"""What holds for every test: no other machine is spoken to, and chance can be repeated."""

import os
import sys

import alembic.command
import alembic.config  # noqa: F401 - a migration then takes no process of its own
from hypothesis import HealthCheck, settings

from tests.postgres import postgres as postgres  # noqa: PLC0414 - a fixture for all

THIS_MACHINE = {None, "", b"", "localhost", b"localhost", "127.0.0.1", b"127.0.0.1", "::1"}

settings.register_profile(
    "rightsbot",
    # A busy machine is no fault of the code; the whole test still has its time limit.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("rightsbot")


def stay_here(event: str, args: tuple[object, ...]) -> None:
    """Refuse every connection and name look-up that would leave this machine."""
    match event, args:
        case ("socket.getaddrinfo", (host, *_)):
            pass
        case ("socket.connect" | "socket.sendto", (_, (host, *_))):
            pass
        case _:
            return
    if host not in THIS_MACHINE:
        raise RuntimeError("a test tried to reach another machine")


sys.addaudithook(stay_here)
