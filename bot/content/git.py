"""Keeps the content folder's Git checkout: commits what was published, brings what was pushed."""

import logging
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)
MAIL = "texts@rightsbot.invalid"
"""Of every commit made here: no one's address."""
PLAIN = {
    "safe.bareRepository": "explicit",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.quotePath": "false",
    "commit.gpgSign": "false",
    "fetch.recurseSubmodules": "false",
    "submodule.recurse": "false",
    "user.name": "rightsbot",
    "user.email": MAIL,
}
"""Nothing that lies in the checkout is run, and nobody is asked for anything. Files that were
pushed can look like a repository of their own, with a configuration that names a program.
"""
SECONDS = 120.0


class GitError(Exception):
    """One line that says what Git could not do. Git's own words may quote an address."""


@dataclass(frozen=True, slots=True)
class Git:
    folder: Path
    """Of the texts: the checkout or a folder in it."""

    @property
    def is_checkout(self) -> bool:
        """Whether files of this folder are kept by Git, and Git is there."""
        try:
            return bool(self._run("ls-files", "--", "."))
        except GitError:
            return False

    def commit(self, path: str, by: str, message: str) -> None:
        """Of one file alone, by whoever published it, whatever else was changed. GitError."""
        if not self._run("status", "--porcelain", "--", path):
            return
        author = re.sub(r"[<>\s\0]+", " ", by).strip() or "rightsbot"
        self._run("add", "--", path)
        said = message.replace("\0", "").strip()
        words = f"--message={said or f'Change {path}'}"
        who = f"--author={author} <{MAIL}>"
        self._run("commit", "--quiet", "--only", "--cleanup=whitespace", who, words, "--", path)

    def fetch(self) -> None:
        """What was pushed elsewhere, into the checkout's store and not yet among its files."""
        self._run("ls-files", why="the content folder is no Git checkout")
        none = "the checkout's branch follows no branch of a remote"
        self._run("rev-parse", "@{upstream}", why=none)
        self._run("fetch", "--quiet", why="the remote cannot be reached")

    def merge(self) -> None:
        """Puts what was fetched beside what was published here; nothing is ever pushed. GitError.

        Where both changed the same lines no file is touched, and no mark is put into one.
        """
        self._run("merge-tree", "--write-tree", "HEAD", "HEAD", why="Git is older than 2.38")
        clash = "the same lines were changed here and elsewhere"
        self._run("merge-tree", "--write-tree", "HEAD", "@{upstream}", why=clash)
        open_ = "a file that was pushed has a change here that is not committed"
        self._run("merge", "--quiet", "--no-edit", "@{upstream}", why=open_)

    def author(self, path: str) -> str:
        """Who changed this file last."""
        return self._run("log", "-1", "--format=%an", "--", path).strip()

    def _run(self, *words: str, why: str = "") -> str:
        plain = (part for name, value in PLAIN.items() for part in ("-c", f"{name}={value}"))
        try:
            done = subprocess.run(  # noqa: S603 - a list, and no shell
                ("git", *plain, *words),  # noqa: S607 - the operator's Git
                cwd=self.folder,
                env=_environment(),
                capture_output=True,
                encoding="utf-8",
                errors="replace",  # a name of other letters must not stop what mends it
                stdin=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
        except FileNotFoundError:
            raise GitError("git is not installed") from None
        except (subprocess.SubprocessError, OSError, ValueError):
            raise GitError(why or f"git {words[0]} failed") from None
        return done.stdout


def commit(folder: Path, path: str, by: str, message: str) -> None:
    """Where the folder is a checkout. What fails is only logged: the text is in place already."""
    git = Git(folder)
    try:
        if git.is_checkout:
            git.commit(path, by, message)
    except GitError as error:
        log.warning("a published text is not committed: %s", type(error))


def _environment() -> dict[str, str]:
    """The operator's, without our secrets and without settings that would point elsewhere."""
    ours = ("RIGHTSBOT_", "GIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
