"""What a question about the documents as a whole asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.protocol import Survey


@dataclass(frozen=True)
class Listing:
    """Which documents, or how many. `wanted` has no scope yet; `noun` is what they are called, in the singular;
    `only` is how many of the first are asked for ("the newest file"), 0 for all; `passages`: it is asked how often."""

    wanted: Survey = field(default_factory=Survey)
    noun: str = "document"
    counts: bool = False
    passages: bool = False
    only: int = 0


@dataclass(frozen=True)
class Summary:
    """A summary of what `target` names; empty: of what is in scope. `everything`: one line for each document."""

    target: str = ""
    everything: bool = False


@dataclass(frozen=True)
class Comparison:
    """The same question to several documents: those that `sides` name ("the 2023 report"), or with `across` all that
    fit it."""

    sides: tuple[str, ...] = ()
    across: Survey | None = None


Inquiry = Listing | Summary | Comparison
