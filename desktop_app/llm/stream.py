"""Tokens' bytes → text to show: whole characters only, and never a stop string or the beginning of one."""

from __future__ import annotations

import codecs
from collections.abc import Iterable


class TextStream:
    """Feed it the bytes of token after token; it gives back the text that is certain.

    A character whose bytes are split across tokens is held back until it is whole, and bytes that can't become a
    character are dropped. Text that may be the beginning of a stop string is held back too. The first stop string to
    be complete ends the text just before it, however the bytes were split: `stopped` is True then.
    """

    def __init__(self, stops: Iterable[str] = ()) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._held = ""
        self.stopped = False

    def feed(self, data: bytes) -> str:
        """The text that became certain with `data`; empty after a stop."""
        if self.stopped:
            return ""
        self._held += self._decoder.decode(data)
        found = [(at + len(stop), at) for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if found:
            self.stopped = True
            text, self._held = self._held[: min(found)[1]], ""
            return text
        certain = len(self._held) - self._beginning_of_a_stop()
        text, self._held = self._held[:certain], self._held[certain:]
        return text

    def finish(self) -> str:
        """What was held back, now that nothing more comes."""
        text, self._held = self._held, ""
        return text

    def _beginning_of_a_stop(self) -> int:
        """The length of the longest end of the held text with which some stop string begins."""
        longest = max((len(stop) - 1 for stop in self._stops), default=0)
        for length in range(min(longest, len(self._held)), 0, -1):
            end = self._held[-length:]
            if any(stop.startswith(end) for stop in self._stops):
                return length
        return 0
