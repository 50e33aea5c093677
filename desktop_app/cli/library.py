"""`footnote add · remove · folders · estimate · index · pause · resume · retry · status · search`."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.cli import output as out
from desktop_app.cli.batch import questions
from desktop_app.services import Library
from indexer.client import IndexerClient
from indexer.codec import to_plain
from indexer.errors import ErrorCode, known
from indexer.protocol import Estimate, IndexReport, ListDocuments, Search, SearchReply
from indexer.types import Folder, Progress


def _folders_json(folders: Sequence[Folder]) -> dict[str, Any]:
    return {
        "folders": [{"path": f.path, "is_file": f.is_file, "online": f.online, "documents": f.counts} for f in folders]
    }


def _print_folders(folders: Sequence[Folder], as_json: bool) -> None:
    if as_json:
        out.print_json(_folders_json(folders))
        return
    if not folders:
        out.print_line("Your library is empty. Add a folder: footnote add PATH")
    for folder in folders:
        counts = ", ".join(f"{n:,} {state}" for state, n in sorted(folder.counts.items())) or "nothing read yet"
        away = "" if folder.online else "  (offline: its documents still answer)"
        out.print_line(f"{folder.path}{away}\n    {counts}")


def add(library: Library, options: argparse.Namespace) -> None:
    _print_folders(library.add_folders([Path(path) for path in options.paths]), options.json)
    if not options.json:
        out.print_note("They are read from now on; `footnote status` tells how far that is.")


def remove(library: Library, options: argparse.Namespace) -> None:
    """Asks first where somebody can answer; a script, which can't, is taken at its word."""
    paths = [Path(path) for path in options.paths]
    if not (options.yes or options.json) and sys.stdin.isatty() and not _agreed(library.folders(), paths):
        out.print_note("Nothing was removed.")
        return
    _print_folders(library.remove_folders(paths), options.json)


def _agreed(folders: Sequence[Folder], paths: Sequence[Path]) -> bool:
    wanted = {str(path.absolute()) for path in paths} | {str(path.resolve()) for path in paths}
    documents = sum(sum(folder.counts.values()) for folder in folders if folder.path in wanted)
    out.print_note(
        out.wrapped(
            f"This deletes everything that Footnote has read of {out.plural(documents, 'document')}: text, keywords "
            "and vectors. The files themselves stay where they are."
        )
    )
    out.print_prompt("Remove from the library? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def estimate(library: Library, options: argparse.Namespace) -> None:
    """Tell what indexing these folders or files would take."""
    found = library.estimate([Path(path) for path in options.paths], float(options.seconds))
    if options.json:
        out.print_json(estimate_json(found))
    else:
        out.print_line(out.wrapped(estimate_sentences(found)))


def estimate_json(found: Estimate) -> dict[str, Any]:
    """The contract of `estimate --json`."""
    return {
        "files": found.files,
        "bytes": found.bytes,
        "known": found.known,
        "unread": found.unread,
        "predicted": {"seconds": to_plain(found.seconds), "disk_bytes": found.disk_bytes, "chunks": found.chunks},
        "sampled": {"files": found.sampled_files, "seconds": found.sampled_seconds},
    }


def _are(files: int) -> str:
    return f"{files:,} {'file is' if files == 1 else 'files are'}"


def estimate_sentences(found: Estimate) -> str:
    """What a person wants to know of it, in one paragraph."""
    known = f" {_are(found.known)} up to date already." if found.known else ""
    if not found.files:
        return f"Nothing to index.{known}"
    seconds = found.seconds
    sentences = (
        f"{out.plural(found.files, 'file')} ({out.in_bytes(found.bytes)}) would take about "
        f"{out.in_seconds(seconds.mid)} to index, most likely between {out.in_seconds(seconds.low)} and "
        f"{out.in_seconds(seconds.high)}, and {out.in_bytes(found.disk_bytes)} of disk for about "
        f"{out.plural(found.chunks, 'chunk')}."
    )
    unread = f" {out.plural(found.unread, 'file')} can't be read yet." if found.unread else ""
    tried = f" {out.plural(found.sampled_files, 'file')} tried in {out.in_seconds(found.sampled_seconds)}."
    return sentences + known + unread + tried


def folders(library: Library, options: argparse.Namespace) -> None:
    _print_folders(library.folders(), options.json)


def index(library: IndexerClient, options: argparse.Namespace) -> None:
    """Bring the index up to date and say what was done."""
    report: IndexReport | None = None
    try:
        with out.progress_bar(" chunks") as bar:
            for step in library.sync():
                if isinstance(step, IndexReport):
                    report = step
                else:
                    _show(bar, step)
    except KeyboardInterrupt:
        library.shutdown(if_alone=True)  # or it would go on unseen; an open window keeps it working
        raise
    assert report is not None
    if options.json:
        out.print_json(to_plain(report))
        return
    documents, chunks = report.documents, report.chunks
    predicted = f" ({out.in_seconds(report.predicted_seconds)} predicted)" if report.predicted_seconds else ""
    out.print_line(
        f"{out.plural(documents.indexed, 'document')} indexed, {documents.unchanged:,} unchanged, "
        f"{documents.moved:,} moved, {documents.removed:,} removed, {documents.failed:,} failed, "
        f"{documents.skipped:,} skipped."
    )
    out.print_line(
        f"{out.plural(chunks.embedded, 'chunk')} embedded, {chunks.reused:,} reused, {chunks.removed:,} removed, "
        f"in {out.in_seconds(report.seconds)}{predicted}; found by keyword after "
        f"{out.in_seconds(report.keyword_ready_seconds)}; "
        f"{out.in_bytes(report.disk_bytes)} on disk."
    )
    if documents.failed or documents.skipped or library.status().problems:
        out.print_line("`footnote status` says what could not be read, and why.")


def _show(bar: Any, progress: Progress) -> None:
    bar.total, bar.n = progress.chunks_total, progress.chunks_done
    left = f", {out.in_seconds(progress.seconds_left)} left" if progress.seconds_left else ""
    if progress.predicted_seconds:
        left += f" ({out.in_seconds(progress.predicted_seconds)} predicted)"
    documents = f"{progress.documents_done:,}/{progress.documents_total:,} documents{left}"
    bar.set_description_str(f"{out.shortened(progress.activity.sentence, 44)} {documents}")


def pause(library: Library, options: argparse.Namespace) -> None:
    _set_paused(library, True, options)


def resume(library: Library, options: argparse.Namespace) -> None:
    _set_paused(library, False, options)


def _set_paused(library: Library, paused: bool, options: argparse.Namespace) -> None:
    library.set_paused(paused)
    if options.json:
        out.print_json({"paused": paused})
    elif paused:
        out.print_line("Indexing is paused until `footnote resume`. What is indexed still answers.")
    else:
        out.print_line("Indexing goes on; `footnote status` tells how far it is.")


def retry(library: Library, options: argparse.Namespace) -> None:
    """Read again what failed; with paths, all that could not be read of these files and folders. Raises
    KnownError(MISSING) for a path where nothing is wrong."""
    again: dict[int, str] = {}
    for path in options.paths:
        below = os.path.abspath(path)  # noqa: PTH100 - a symlink is not followed, as when it was added
        found = _in_state(library, "failed", below) | _in_state(library, "skipped", below)
        if not found:
            raise known(
                ErrorCode.MISSING,
                f"Nothing at {path} failed to be read.",
                "`footnote status` lists what did, with its path.",
            )
        again |= found
    if not options.paths:
        again = _in_state(library, "failed")
    if again:
        library.retry(tuple(again), getpass.getpass("Password: ") if options.password else "")
    if options.json:
        out.print_json({"retried": sorted(again.values())})
    elif again:
        out.print_line(f"{out.plural(len(again), 'file')} will be read again; `footnote status` tells how that went.")
    else:
        out.print_line("Nothing failed to be read.")


def _in_state(library: Library, state: str, below: str = "") -> dict[int, str]:
    """The paths of the documents in that state, by id."""
    found: dict[int, str] = {}
    while True:
        page = library.documents(ListDocuments(below=below, state=state, offset=len(found)))
        found |= {document.id: document.path for document in page.documents}
        if not page.documents or len(found) >= page.total:
            return found


def status(library: Library, options: argparse.Namespace) -> None:
    report = library.status()
    if options.json:
        plain = to_plain(report)
        keys = ("documents", "chunks", "disk_bytes", "embedder", "problems")
        more = ("chunks_embedded", "embedder_ready", "paused", "watch", "progress", "last_run")
        out.print_json({key: plain[key] for key in keys + more})
        return
    counts = ", ".join(f"{n:,} {state}" for state, n in report.documents.items() if n) or "none"
    out.print_line(f"Documents  {counts}")
    out.print_line(f"Chunks     {report.chunks:,}, {report.chunks_embedded:,} of them searchable by meaning")
    out.print_line(f"Disk       {out.in_bytes(report.disk_bytes)}")
    ready = "" if report.embedder_ready else " (not loaded)"
    out.print_line(f"Embedder   {report.embedder}{ready}")
    out.print_line(f"Now        {report.progress.activity.sentence}{_course(report.progress)} {report.watch}")
    if (past := report.last_run) is not None:
        took = f"{out.in_seconds(past.seconds)}; {out.in_seconds(past.predicted_seconds)} were predicted"
        out.print_line(f"Last run   {took}")
    for problem in report.problems:
        out.print_line(f"\n{out.styled(problem.path, out.BOLD)}")
        out.print_line(out.wrapped(f"{problem.message} {problem.action}", "    "))


def _course(progress: Progress) -> str:
    """How a run goes, beside what was predicted for it."""
    if progress.predicted_seconds is None or progress.elapsed_seconds is None:
        return ""
    elapsed, predicted = out.in_seconds(progress.elapsed_seconds), out.in_seconds(progress.predicted_seconds)
    return f" {elapsed} so far, {predicted} predicted."


def search_json(reply: SearchReply) -> dict[str, Any]:
    """The contract of `search --json`."""
    keys = ("rank", "path", "title", "page", "start", "length", "text", "score", "place")
    hits = [
        {key: getattr(hit, key) for key in keys} | {"title": hit.title or Path(hit.path).name} for hit in reply.hits
    ]
    return {"hits": hits, "milliseconds": round(reply.milliseconds, 1)}


def search(library: Library, options: argparse.Namespace) -> None:
    scope = tuple(os.path.abspath(path) for path in options.scope or ())  # noqa: PTH100 - it need not exist any more
    for item in questions(options):
        reply = library.search(Search(item.text, k=options.k, scope=scope))
        if options.batch:
            out.print_json({"id": item.id, **search_json(reply)})
        elif options.json:
            out.print_json(search_json(reply))
        else:
            _print_hits(reply)


def _print_hits(reply: SearchReply) -> None:
    if not reply.hits:
        out.print_line("Nothing found.")
    for hit in reply.hits:
        place = f", {hit.place}" if hit.place else ""
        out.print_line(out.styled(f"{hit.rank}. {Path(hit.path).name}{place}", out.BOLD))
        if hit.heading:
            out.print_line(out.styled(out.wrapped(hit.heading, "   "), out.DIM))
        out.print_line(out.wrapped(out.shortened(hit.text, 320), "   "))
    how = "by meaning and keyword" if reply.vectors else "by keyword alone, the embedding model is not there yet"
    searched = f"{reply.coverage.searched:,} documents searched {how} in {reply.milliseconds:.0f} ms"
    out.print_note(searched + (f"; {reply.coverage.pending:,} still to be read." if reply.coverage.pending else "."))
