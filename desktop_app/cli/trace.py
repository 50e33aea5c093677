"""`footnote trace list · show · export · purge`: how answers came about."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from desktop_app.answering.trace import Trace
from desktop_app.cli import output as out
from desktop_app.history import History
from indexer.codec import to_plain
from indexer.errors import ErrorCode, known


def trace(history: History, options: argparse.Namespace) -> None:
    """One of the four, by `options.action`."""
    if options.action == "list":
        _list(history, options)
    elif options.action == "show":
        _show(history, options)
    elif options.action == "export":
        _export(history, options)
    else:
        before = None if options.days is None else time.time() - options.days * 86_400
        purged = history.purge(before)
        if options.json:
            out.print_json({"purged": purged})
        else:
            out.print_line(f"{out.plural(purged, 'trace')} deleted.")


def _list(history: History, options: argparse.Namespace) -> None:
    traces = history.traces(options.limit)
    if options.json:
        out.print_json({"traces": [to_plain(summary) for summary in traces]})
        return
    for summary in traces:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.created))
        out.print_line(f"{summary.id}  {when}  {summary.outcome:9}  {out.shortened(summary.question, 60)}")
    if not traces:
        out.print_line("No traces yet. Each answer leaves one.")


def _show(history: History, options: argparse.Namespace) -> None:
    if options.json:
        out.print_json(history.export(options.id))
        return
    found = history.trace(options.id)
    if found is None:
        raise known(ErrorCode.MISSING, f"There is no trace {options.id}.", "`footnote trace list` names those kept.")
    _print(found)


def _print(found: Trace) -> None:
    out.print_line(out.styled(found.question, out.BOLD))
    out.print_line(f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(found.created))} · {found.outcome}")
    if found.query != found.question:
        out.print_line(f"Searched for: {found.query}")
    if found.coverage is not None:
        out.print_line(f"Documents searched: {found.coverage.searched:,}, still to be read: {found.coverage.pending:,}")
    if found.evidence_score is not None:
        out.print_line(f"Evidence: {found.evidence_score:.2f}, needed {found.evidence_threshold or 0:.2f}")
    chance, needed = found.parameters.get("answerable"), found.parameters.get("answerable_threshold")
    if chance is not None and needed is not None:
        out.print_line(f"Passages answer it: {chance:.2f}, needed {needed:.2f}")
    out.print_line("\nFound (· was sent to the model)")
    for hit in found.hits:
        page = f" p. {hit.page}" if hit.page else ""
        ranks = f"keyword {hit.keyword_rank or '–'}, meaning {hit.vector_rank or '–'}"
        out.print_line(f" {'·' if hit.used else ' '} {hit.score:.4f}  {Path(hit.path).name}{page}  ({ranks})")
    for number, message in enumerate(found.prompt):
        what = " (an example, not from your documents)" if found.is_example(number) else ""
        out.print_line(f"\n{out.styled(message.role, out.BOLD)}{what}\n{message.content}")
    if found.model is not None:
        out.print_line(f"\nModel: {found.model.name} ({found.model.path})")
    for sentence in found.verdicts:
        missing = f"  missing: {', '.join(sentence.missing)}" if sentence.missing else ""
        out.print_line(
            f" {sentence.support:11} {sentence.score:.2f} {list(sentence.citations)} {sentence.text}{missing}"
        )
    for note in found.notes:
        out.print_line(note)
    out.print_line("Seconds: " + ", ".join(f"{name} {value:.2f}" for name, value in found.seconds.items()))


def _export(history: History, options: argparse.Namespace) -> None:
    text = json.dumps(history.export(options.id), ensure_ascii=False, indent=2)
    if options.to is None:
        out.print_line(text)
        return
    try:
        Path(options.to).write_text(text + "\n", "utf-8")
    except OSError as error:
        raise known(
            ErrorCode.NO_PERMISSION, f"{options.to} can't be written ({error.strerror}).", "Choose another."
        ) from error
