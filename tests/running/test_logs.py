"""What a line may say, and that nothing else reaches standard error."""

import ast
import logging
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.model import State
from bot.logs import Discreet, Plain, Record
from bot.vault.errors import KeyMissing

ROOT = Path(__file__).parents[2]
TOKEN = "4242424242:AAdemo-token-that-opens-nothing-at-all"
SECRET = "xylophone of 5861402713"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
WRAPPED = {
    "name": "what a call is for, a literal of chat",
    "number": "drawn by chance for one failure",
    "failure.error": "the same, later",
    "error": "the same, of the console",
    "found.code": "of the checker",
}
"""Every word that is logged as it is, and why it is nobody's."""
HOOKS = """
import asyncio, faulthandler, gc, logging, resource, threading, warnings
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
from bot import logs
logs.guard()
SECRET = "xylophone of 5861402713"
class Talkative(Exception): pass
def fail(): raise Talkative(SECRET)
async def lost(): fail()
class Falling:
    def __del__(self): fail()
async def main():
    task = asyncio.ensure_future(lost())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)
    del task
    gc.collect()
class Broken(logging.Handler):
    def emit(self, record):
        try: fail()
        except Talkative: self.handleError(record)
warnings.warn(SECRET)
Falling()
threading.Thread(target=fail, name=SECRET).start()
logging.getLogger("bot.x").addHandler(Broken())
logging.getLogger("bot.x").warning("of %s", SECRET)
logging.warning(SECRET)
asyncio.run(main(), debug=True)
print(resource.getrlimit(resource.RLIMIT_CORE)[0], faulthandler.is_enabled())
fail()
"""
COMMAND = """
import bot.cli, typer
class Talkative(Exception): pass
app = typer.Typer(pretty_exceptions_enable=False)
@app.command()
def fail(): raise Talkative("xylophone of 5861402713")
bot.cli.build = lambda: app
bot.cli.main()
"""


def calls() -> Iterator[tuple[str, ast.Call, ast.Attribute]]:
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, node.func


def test_every_template_is_a_literal_of_the_code() -> None:
    lines = [f for f in calls() if ast.unparse(f[2].value) == "log" and f[2].attr in LEVELS]
    assert len(lines) > 10
    wrong = [
        where
        for where, call, function in lines
        if function.attr == "log"
        or not isinstance(call.args[0], ast.Constant)
        or not isinstance(call.args[0].value, str)
        or {keyword.arg for keyword in call.keywords} - {"exc_info"}
    ]
    assert wrong == []


def test_nobody_logs_but_by_a_logger_of_the_own_module() -> None:
    loud = {f"logging.{level}" for level in LEVELS} | {"traceback.print_exc", "warnings.warn"}
    found = {where for where, _, function in calls() if ast.unparse(function) in loud}
    named = {
        where
        for where, call, function in calls()
        if ast.unparse(function) == "logging.getLogger"
        # The proof listens to what was logged.
        and not where.startswith("bot/proof/")
        and [ast.unparse(argument) for argument in call.args] not in ([], ["__name__"], ["OWN"])
    }
    assert (found, named) == (set(), set())


def test_words_are_wrapped_only_where_they_are_nobodys() -> None:
    wrapped = {
        ast.unparse(node.args[0])
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Plain"
    }
    assert wrapped <= WRAPPED.keys()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7, "7"),
        (True, "True"),
        (2.5, "2.5"),
        (State.OPEN, "open"),
        (datetime(2026, 11, 24, 9, 41, tzinfo=UTC), "2026-11-24"),
        (Path("topics/cameras/en.md"), "topics/cameras/en.md"),
        (KeyMissing, "KeyMissing"),
        (Plain("mark.services"), "mark.services"),
        (100_000, "…"),
        (5_861_402_713, "…"),
        (-5_861_402_713.0, "…"),
        ("word", "…"),
        (Plain("5861402713"), "…"),
        (Plain("A word, typed"), "…"),
        (KeyMissing("mark.services"), "…"),
        (b"word", "…"),
        (["word"], "…"),
        (Plain, "…"),
        (None, "…"),
        (Path("var/5861402713"), "var/…"),
    ],
)
def test_what_is_not_known_to_be_harmless_is_left_out(value: object, shown: str) -> None:
    record = Record("bot.x", logging.INFO, __file__, 1, "of %s", (value,), None)
    assert record.getMessage() == f"of {shown}"


@pytest.mark.parametrize(
    ("template", "arguments"),
    [
        ("of %d", (SECRET,)),
        ("of %s %s", (SECRET,)),
        ("of %(a)s", ({"a": SECRET},)),
        ("of", (SECRET,)),
        (KeyMissing(SECRET), ()),
        (SECRET, None),
    ],
)
def test_a_line_that_cannot_be_filled_quotes_nothing(
    template: object, arguments: tuple[object, ...] | None
) -> None:
    record = Record("bot.x", logging.INFO, __file__, 1, template, arguments, None)
    assert "5861402713" not in str(record.__dict__)


def test_words_of_others_are_never_told_but_their_place_is() -> None:
    for name in ("httpx", "botany", "telegram.Bot", "root"):
        record = Record(name, logging.ERROR, f"/lib/x/{name}/client.py", 41, SECRET, (), None)
        assert record.getMessage() == f"x/{name}/client.py:41"


def test_a_record_born_otherwise_is_stripped_before_it_is_written() -> None:
    try:
        raise KeyMissing(SECRET)
    except KeyMissing as error:
        born = logging.LogRecord(
            "x", 40, __file__, 1, "of %s", (SECRET,), (type(error), error, error.__traceback__)
        )
    logging.Formatter().format(born)
    assert "xylophone" in (born.exc_text or "")
    line = Discreet("%(asctime)s %(message)s").format(born)
    assert "xylophone" not in line
    assert "bot.vault.errors.KeyMissing\n  tests/running/test_logs.py" in line


def test_time_is_told_to_the_minute() -> None:
    record = Record("bot.x", logging.INFO, __file__, 1, "of", (), None)
    assert record.created % 60 == record.msecs == record.relativeCreated == 0
    line = Discreet("%(asctime)s").format(record)
    assert datetime.strptime(line, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def python(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **environ},
    )


def test_whatever_ends_on_standard_error_goes_the_same_way() -> None:
    done = python("-X", "dev", "-c", HOOKS)
    assert done.returncode == 1
    assert done.stdout == "0 True\n"
    assert [word for word in ("xylophone", "5861402713", "Traceback") if word in done.stderr] == []
    told = ("UserWarning in", "nothing can be raised: Talkative", "a thread broke: Talkative")
    assert [line for line in told if line not in done.stderr] == []
    assert done.stderr.count("ERROR asyncio: ") == 2
    assert "CRITICAL bot.logs: the program broke\n__main__.Talkative\n" in done.stderr


def test_a_command_that_breaks_tells_its_place_only() -> None:
    done = python("-c", COMMAND)
    assert done.returncode == 1
    assert "__main__.Talkative\n" in done.stderr
    assert [word for word in ("xylophone", "Traceback") if word in done.stderr] == []


def test_debug_needs_its_flag(tmp_path: Path) -> None:
    given = {
        "RIGHTSBOT_TOKEN": TOKEN,
        "RIGHTSBOT_LOG_LEVEL": "DEBUG",
        "RIGHTSBOT_DATA_DIR": str(tmp_path / "data"),
        "RIGHTSBOT_KEYRING_DIR": str(tmp_path / "data/keys"),
        "RIGHTSBOT_KEK": b64encode(bytes(32)).decode(),
    }
    refused = python("-m", "bot", "run", **given)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("rightsbot: RIGHTSBOT_LOG_LEVEL DEBUG also needs")
    # With it the start goes on, to what is wrong next: the keyring lies inside the data directory.
    allowed = python("-m", "bot", "run", **given, RIGHTSBOT_INSECURE_DEBUG="1")
    assert allowed.returncode == 2
    assert allowed.stderr.startswith("rightsbot: RIGHTSBOT_KEYRING_DIR: ")
