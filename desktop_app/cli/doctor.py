"""`footnote doctor`: is everything as it should be?"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.cli import output as out
from desktop_app.doctor import examine, repair
from desktop_app.models.store import ModelStore
from indexer.codec import to_plain

_STYLES = {"ok": out.GREEN, "warning": out.YELLOW, "error": out.RED}


def doctor(home: Path, store: ModelStore, options: argparse.Namespace) -> int:
    """Returns 1 when an error stands."""
    repaired = repair(home) if options.repair else ()
    findings = examine(home, store)
    if options.json:
        out.print_json({"findings": [to_plain(finding) for finding in findings], "repaired": list(repaired)})
    else:
        for sentence in repaired:
            out.print_line(sentence)
        for finding in findings:
            out.print_line(
                f"{out.styled(f'{finding.verdict:8}', _STYLES[finding.verdict])} {finding.name}: {finding.sentence}"
            )
            if finding.remedy:
                out.print_line(out.wrapped(finding.remedy, " " * 9))
    return int(any(finding.verdict == "error" for finding in findings))
