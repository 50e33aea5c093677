"""Failures as data.

`Problem` is what travels between processes and is stored with a document. Two exceptions carry one inside a
process: `KnownError` (the world's fault: a full disk, a password, a missing file) and `BugError` (ours).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable names of everything that is known to go wrong; shown with `--json` and kept in the catalogue."""

    # A document
    MISSING = "missing"
    LEFT_OUT = "left-out"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED = "unsupported"
    NO_TEXT = "no-text"
    NEEDS_OCR = "needs-ocr"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out-of-memory"
    READER_DIED = "reader-died"
    CHANGED_WHILE_READ = "changed-while-read"
    # A library or the machine
    DISK_FULL = "disk-full"
    LIBRARY_LOCKED = "library-locked"
    LIBRARY_DAMAGED = "library-damaged"
    NEWER_LIBRARY = "newer-library"
    NO_PERMISSION = "no-permission"
    # A process or a message
    PROCESS_DIED = "process-died"
    NOT_RUNNING = "not-running"
    VERSION_MISMATCH = "version-mismatch"
    BAD_MESSAGE = "bad-message"
    CANCELLED = "cancelled"
    # Settings and models
    BAD_SETTING = "bad-setting"
    MODEL_MISSING = "model-missing"
    MODEL_DAMAGED = "model-damaged"
    NO_SOURCE = "no-source"
    NOT_ENOUGH_MEMORY = "not-enough-memory"
    PROMPT_TOO_LONG = "prompt-too-long"
    BAD_REQUEST = "bad-request"
    BUG = "bug"


@dataclass(frozen=True)
class Problem:
    """What happened (`message`), what to do (`action`), whether trying again can help, and the detail for the
    curious. `message` and `action` are whole sentences for a person; `detail` may be a traceback."""

    code: ErrorCode
    message: str
    action: str
    retryable: bool = False
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.action}".strip()


class FootnoteError(Exception):
    """Carries a `Problem` up to the surface that shows it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class KnownError(FootnoteError):
    """The environment is at fault, and a person can do something about it."""


class BugError(FootnoteError):
    """Footnote is at fault."""


def known(code: ErrorCode, message: str, action: str, *, retryable: bool = False, detail: str = "") -> KnownError:
    """The `KnownError` of a `Problem` made in place."""
    return KnownError(Problem(code, message, action, retryable, detail))


def problem_of(error: BaseException) -> Problem:
    """The problem an exception carries; BUG with the traceback for one that carries none."""
    if isinstance(error, FootnoteError):
        return error.problem
    import traceback

    return Problem(
        ErrorCode.BUG,
        f"Footnote made a mistake ({type(error).__name__}: {error}).",
        "Try again; if it stays, report it with the detail.",
        detail="".join(traceback.format_exception(error)),
    )
