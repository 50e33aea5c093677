"""`footnote check`: every sentence of a text with its support and footnotes, or one JSON object a text."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.answering.check_events import Begun, Checked, CheckEvent
from desktop_app.answering.checking import CheckService, given
from desktop_app.answering.events import Support, Verified
from desktop_app.answering.grounds import Grounds
from desktop_app.answering.record import checked_to_json
from desktop_app.cli import output as out
from desktop_app.cli.asking import print_sources
from desktop_app.cli.batch import Item, texts

_STDIN = "-"
_MARKS = {
    Support.SUPPORTED: ("✓", out.GREEN, ""),
    Support.PARTIAL: ("~", out.YELLOW, " (partly supported)"),
    Support.UNSUPPORTED: ("✗", out.RED, " (NOT supported)"),
}


def check(checks: CheckService, options: argparse.Namespace) -> None:
    """Raises FootnoteError."""
    if options.batch:
        _check_batch(checks, options)
        return
    with out.progress_bar(" sentences") as bar:
        for event in _events(checks, options):
            if isinstance(event, Begun):
                bar.total = event.sentences
            elif isinstance(event, Verified):
                bar.update()
            else:
                checked = event
    if options.json:
        out.print_json(checked_to_json(checked))
    else:
        print_checked(checked)


def _events(checks: CheckService, options: argparse.Namespace) -> Iterator[CheckEvent]:
    against, scope = _against(options), _scope(options)
    if options.file == _STDIN:
        return checks.check(sys.stdin.read(), against=against, scope=scope)
    return checks.check_file(Path(options.file), against=against, scope=scope)


def _check_batch(checks: CheckService, options: argparse.Namespace) -> None:
    """One JSON object a line. What comes without a context is checked against the files in `--against`, which are
    read once, or against the library."""
    shared = checks.grounds(_against(options)) if options.against else None
    items = list(texts(options.batch))

    def grounds(item: Item) -> Grounds:
        if item.context is not None:
            return given(item.context)
        return shared or checks.grounds(scope=_scope(options))

    with out.progress_bar(" texts") as bar:
        bar.total = len(items)
        for item, checked in zip(items, checks.check_each((i.text, grounds(i)) for i in items), strict=True):
            out.print_json({"id": item.id, **checked_to_json(checked)})
            bar.update()


def _against(options: argparse.Namespace) -> list[Path]:
    return [Path(path) for path in options.against or ()]


def _scope(options: argparse.Namespace) -> list[Path]:
    return [Path(os.path.abspath(path)) for path in options.scope or ()]  # noqa: PTH100 - it need not exist any more


def print_checked(checked: Checked) -> None:
    """Each sentence with its mark and footnotes, what of it is missing below it, then the sources."""
    for sentence in checked.sentences:
        mark, colour, word = _MARKS[sentence.support] if sentence.claim else (" ", out.DIM, "")
        notes = "".join(f"[{n}]" for n in sentence.citations)
        text = out.wrapped(f"{sentence.text} {notes}{word}", "  ").lstrip()
        out.print_line(f"{out.styled(mark, colour)} {text}")
        if sentence.missing and sentence.support is not Support.SUPPORTED:
            out.print_line(out.wrapped(f"not in the sources: {', '.join(sentence.missing)}", "    "))
    if checked.sources:
        out.print_line()
        print_sources(checked.sources)
    out.print_note(_summary(checked))


def _summary(checked: Checked) -> str:
    tally = checked.tally
    parts = [f"{tally.supported:,} supported, {tally.partial:,} partly, {tally.unsupported:,} not"]
    if (coverage := checked.coverage) is not None:
        waiting = f", {coverage.pending:,} still to be read" if coverage.pending else ""
        parts.append(f"checked against {out.plural(coverage.searched, 'document')}{waiting}")
    if not checked.vectors:
        parts.append("by words alone: the embedding model is not there")
    return " · ".join(parts)
