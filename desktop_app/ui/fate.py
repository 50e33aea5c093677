"""What became of a cited file since the answer, or that its drive is away."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from desktop_app.ui.translation import later, tr


class Fate(Enum):
    """A word and a sentence of it, for the eye and for a screen reader."""

    STALE = (later("stale"), later("This file has changed since the answer."))
    GONE = (later("gone"), later("This file is gone. The passage is shown as it was."))

    @property
    def word(self) -> str:
        return tr(self.value[0])

    @property
    def sentence(self) -> str:
        return tr(self.value[1])


Fates = dict[int, Fate]  # by number of the footnote; one whose file is as it was has none
Offline = Callable[[str], bool]  # whether the document at a path is away


def never_offline(path: str) -> bool:
    """For what knows of no library."""
    del path
    return False
