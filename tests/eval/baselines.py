"""What was measured before, to see a regression by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Measures = Mapping[str, Mapping[str, float]]

# What is compared, and whether more of it is better; all else is only printed.
COMPARED = {
    "doc-hit@5": True,
    "page-hit@5": True,
    "passage-hit@3": True,
    "correct (answerable)": True,
    "wrong (answerable)": False,
    "declined (answerable)": False,
    "declined (unanswerable)": True,
    "balanced accuracy of declining": True,
    "gold document cited (right)": True,
    "gold page cited (right)": True,
    "sentences supported": True,
}


@dataclass(frozen=True)
class Baselines:
    """`measures` by part ("fast", "full"), then by what was asked, then by rate; a rate may fall by `tolerance`."""

    tolerance: float
    measures: Mapping[str, Measures]

    @staticmethod
    def read(path: Path) -> Baselines:
        plain = json.loads(path.read_text("utf-8"))
        return Baselines(plain["tolerance"], plain["measures"])

    def write(self, path: Path) -> None:
        plain = {"tolerance": self.tolerance, "measures": self.measures}
        path.write_text(json.dumps(plain, indent=2) + "\n", "utf-8")

    def with_measures(self, part: str, measured: Measures) -> Baselines:
        """What was measured now replaces what was measured of the same before."""
        kept = {
            asked: {name: round(rates[name], 3) for name in COMPARED if name in rates}
            for asked, rates in measured.items()
        }
        return Baselines(self.tolerance, {**self.measures, part: {**self.measures.get(part, {}), **kept}})

    def worse(self, part: str, measured: Measures) -> list[str]:
        """A line for every rate that got worse by more than the tolerance."""
        lines = []
        for asked, rates in measured.items():
            for name, before in self.measures.get(part, {}).get(asked, {}).items():
                now = rates.get(name)
                fallen = before if now is None else (before - now if COMPARED[name] else now - before)
                if fallen > self.tolerance:
                    lines.append(
                        f"{asked}: {name} was {before:.3f} and is {'missing' if now is None else f'{now:.3f}'}"
                    )
        return lines
