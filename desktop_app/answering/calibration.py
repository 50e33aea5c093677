"""The fitted numbers of `assets/calibration.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.assets import asset
from indexer.errors import BugError, ErrorCode, Problem

_T = TypeVar("_T")
_EDGE = 0.0001


@dataclass(frozen=True)
class SupportWeights:
    """Of the features in `verify.Features`, for log-odds."""

    bias: float
    together: float
    best: float
    cosine: float
    figures_missing: float
    numbers_missing: float
    names_missing: float


@dataclass(frozen=True)
class EvidenceWeights:
    """Of the best passage's similarity and the best sentence's coverage of the question, for the log-odds that the
    library holds an answer; below `threshold` it is declined without asking the model."""

    bias: float
    similarity: float
    coverage: float
    threshold: float


@dataclass(frozen=True)
class AnswerableWeights:
    """Of `answerable.Signs`, for the log-odds that the passages found answer the question; below `threshold` it is
    declined before the model answers. `stated` is nought where the model is not asked."""

    bias: float
    near: float
    coverage: float
    denies: float
    opposite: float
    named: float
    stated: float
    threshold: float

    def of_signs(self) -> tuple[float, ...]:
        """The weights in the order of `Signs`."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name not in ("bias", "threshold"))


@dataclass(frozen=True)
class Calibration:
    """`support` is for the probability that people call a sentence supported, which it is from `supported` on;
    `support_in_part` that they call it supported or partly so, which it is from `partial` on; both without vectors
    too. `answerable` has weights for each language model whose word on it was measured, and under the empty name those
    for all others, which are not asked."""

    support: SupportWeights
    support_without_vectors: SupportWeights
    support_in_part: SupportWeights
    support_in_part_without_vectors: SupportWeights
    supported: float
    partial: float
    evidence: EvidenceWeights
    answerable: Mapping[str, AnswerableWeights]

    def answerable_for(self, model: str) -> AnswerableWeights:
        return self.answerable.get(model, self.answerable[""])


def probability(log_odds: float) -> float:
    """The logistic function, 0 to 1, without overflow."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def log_odds(probability: float) -> float:
    """The inverse of `probability`; of 0 and 1 something finite."""
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


@cache
def load_calibration(path: Path | None = None) -> Calibration:
    """Raises BugError when the shipped file lacks a number."""
    path = path or asset("calibration.toml")
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        return Calibration(
            _read(SupportWeights, tables["support"]),
            _read(SupportWeights, tables["support_without_vectors"]),
            _read(SupportWeights, tables["support_in_part"]),
            _read(SupportWeights, tables["support_in_part_without_vectors"]),
            float(tables["verdict"]["supported"]),
            float(tables["verdict"]["partial"]),
            _read(EvidenceWeights, tables["evidence"]),
            {name: _read(AnswerableWeights, table) for name, table in tables["answerable"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BugError(
            Problem(ErrorCode.BUG, f"{path} can't be used: {error}.", "Install Footnote again.", detail=repr(error))
        ) from error


def _read(kind: type[_T], table: dict[str, Any]) -> _T:
    return kind(**{field.name: float(table[field.name]) for field in fields(kind)})  # type: ignore[arg-type]
