"""Services that are made when they are first asked: what answers and what checks takes longer to load than a window
to be drawn, and nobody asks in its first second."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from desktop_app.answering.check_events import CheckEvent
from desktop_app.answering.events import Event
from desktop_app.services import Answers, Checks

S = TypeVar("S")


class _Deferred(Generic[S]):
    """`make` is called once, on the first thread that asks; others wait for it."""

    def __init__(self, make: Callable[[], S]) -> None:
        self._make = make
        self._made: S | None = None
        self._lock = threading.Lock()

    def load(self) -> S:
        """Make the service now, unless it is made."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


class DeferredAnswers(_Deferred[Answers]):
    """Implements `services.Answers`."""

    def ask(
        self,
        question: str,
        *,
        conversation: int | None = None,
        scope: Sequence[Path] = (),
        as_written: bool = False,
        effort: int = 1,
    ) -> Iterator[Event]:
        """See `services.Answers.ask`."""
        return self.load().ask(
            question, conversation=conversation, scope=scope, as_written=as_written, effort=effort
        )  # fmt: skip

    def stop(self) -> None:
        """See `services.Answers.stop`. Called from the window's thread: where nothing was made, nothing is stopped."""
        if self._made is not None:
            self._made.stop()


class DeferredChecks(_Deferred[Checks]):
    """Implements `services.Checks`."""

    def check(self, text: str, *, against: Sequence[Path] = (), scope: Sequence[Path] = ()) -> Iterator[CheckEvent]:
        """See `services.Checks.check`."""
        return self.load().check(text, against=against, scope=scope)

    def check_file(
        self, path: Path, *, against: Sequence[Path] = (), scope: Sequence[Path] = ()
    ) -> Iterator[CheckEvent]:
        """See `services.Checks.check_file`."""
        return self.load().check_file(path, against=against, scope=scope)
