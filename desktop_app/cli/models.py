"""`footnote models list · get · use · remove`."""

from __future__ import annotations

import argparse
import threading

from desktop_app.cli import output as out
from desktop_app.models import ModelProgress, Task, bytes_in_words, memory_in_words
from desktop_app.models.store import ModelRow, ModelStore
from indexer.codec import to_plain


def models(store: ModelStore, options: argparse.Namespace) -> None:
    """One of the four, by `options.action`."""
    if options.action == "list":
        _list(store, options)
    elif options.action == "get":
        _get(store, options)
    elif options.action == "use":
        entry = store.use(options.name)
        said = f"{entry.title} is used from now on."
        if entry.task is Task.EMBEDDER:
            said += " It embeds your documents anew; until it is done, the one before answers."
        _report(options, {"name": entry.name, "in_use": True}, said)
    else:
        freed = store.remove(options.name)
        _report(options, {"name": options.name, "freed_bytes": freed}, f"{out.in_bytes(freed)} freed.")


def _report(options: argparse.Namespace, plain: dict[str, object], sentence: str) -> None:
    if options.json:
        out.print_json(plain)
    else:
        out.print_line(sentence)


def _list(store: ModelStore, options: argparse.Namespace) -> None:
    rows = [row for row in store.rows() if options.all or not row.for_tests or row.installed]
    if options.json:
        out.print_json({"models": [to_plain(row) for row in rows]})
        return
    for task in dict.fromkeys(row.task for row in rows):
        out.print_line(out.styled(task.replace("-", " ").capitalize() + "s", out.BOLD))
        for row in (row for row in rows if row.task == task):
            fetched = f"{bytes_in_words(row.fetched_bytes)} fetched, get it to go on" if row.fetched_bytes else ""
            marks = [mark for mark in ("in use" * row.in_use, "installed" * (row.installed and not row.in_use),
                                       "recommended" * row.recommended, fetched) if mark]  # fmt: skip
            out.print_line(f"  {row.name}" + (f"  [{', '.join(marks)}]" if marks else ""))
            out.print_line(out.styled(_facts(row), out.DIM))
            if row.problem:
                out.print_line(out.wrapped(row.problem, "      "))
        out.print_line()


def _facts(row: ModelRow) -> str:
    ram = f"{memory_in_words(row.ram_bytes)} memory"
    return f"      {row.title} · {row.licence} · {bytes_in_words(row.bytes)} · {ram} · {row.fits}"


def _get(store: ModelStore, options: argparse.Namespace) -> None:
    cancel = threading.Event()
    with out.progress_bar("B", scaled=True) as bar:

        def show(progress: ModelProgress) -> None:
            bar.total, bar.n = progress.total or None, progress.done
            bar.set_description_str(out.shortened(progress.stage, 60))

        try:
            path = store.get(options.name, show, cancel)
        except KeyboardInterrupt:
            cancel.set()
            raise
    _report(options, {"name": options.name, "path": str(path)}, f"Installed: {path}")
