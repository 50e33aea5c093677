"""Numbers, durations and counts as a person reads them."""

from __future__ import annotations

from indexer.types import Coverage


def number(value: int) -> str:
    """12345 as "12,345"."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """ "1 document", "12 documents"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """ "0.2 s", "6.1 s", "48 s", "2 min 5 s"."""
    if seconds < 9.95:
        return f"{max(seconds, 0.0):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def searched(coverage: Coverage) -> str:
    """What a search saw, e.g. "1,204 of 1,210 documents searched"."""
    total = coverage.searched + coverage.pending + coverage.failed + coverage.offline
    return f"{number(coverage.searched)} of {number(total)} documents searched"


def not_searched(coverage: Coverage) -> tuple[str, ...]:
    """What a search did not see or only half saw, a phrase each."""
    phrases = []
    if coverage.pending:
        phrases.append(f"{number(coverage.pending)} still to be read")
    if coverage.vectors_pending:
        phrases.append(f"{number(coverage.vectors_pending)} searched by keyword only so far")
    if coverage.failed:
        phrases.append(f"{number(coverage.failed)} could not be read")
    if coverage.offline:
        phrases.append(f"{number(coverage.offline)} offline")
    return tuple(phrases)
