"""Ten different folders: what is predicted for each, then how long indexing it really takes.

The folders are put together from the evaluation sets below `--eval`, and from a corpus made by
`eval/scale/make_corpus.py` where `--corpus` names one. They go into one library after the other, as a person's would,
so that earlier runs correct later predictions; with `--fresh` each gets a library of its own. `--others` takes ten
other folders.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from indexer.client import IndexerClient
from tests.support.live import eventually, live_library, synced

# Name → (set, pattern, how many files): spread over the set's sorted names.
_FOLDERS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "few large reports": (("financebench/docs", "*.pdf", 4),),
    "many short texts": (("pubmedqa/docs", "*.txt", 500),),
    "papers": (("aragog/docs", "*.pdf", 13),),
    "articles": (("clapnq/docs", "*.txt", 278),),
    "long texts": (("squad2/docs_distractors", "*.txt", 60),),
    "quarterly reports": (("kgrag_sec10q/docs", "*.pdf", 8),),
    "office and mail": (("torture/office_mail_text", "*", 138),),
    "odd PDFs": (("torture/pdfjs", "*.pdf", 87), ("torture/pypdf", "*.pdf", 15)),
    "a bit of everything": (
        ("financebench/docs", "A*.pdf", 2), ("torture/docling", "*", 43), ("squad2/docs", "*.txt", 10),
        ("clapnq/docs", "*.txt", 60), ("ir/cranfield", "*", 4),
    ),
    "documentation": (("corpus", "**/*", 60),),
}  # fmt: skip
_OTHERS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "a filing": (("financebench/docs", "B*.pdf", 1),),
    "a report and texts": (("financebench/docs", "W*.pdf", 1), ("corpus/debian-policy", "**/*", 40)),
    "manuals of git": (("corpus/git-doc", "**/*", 120),),
    "a database's manual": (("corpus/sqlite3-doc", "**/*", 40),),
    "four long chapters": (("corpus/kicad-doc-en", "**/*", 4),),
    "scanner's samples": (("torture/paperless", "*", 200),),
    "a mail server's manual": (("corpus/exim4-doc-html", "**/*", 40),),
    "pages of Perl": (("corpus/perl-doc", "**/*", 30),),
    "help pages": (("corpus/libreoffice-help-en-us", "**/*", 150),),
    "an editor, statistics": (("corpus/vim-doc", "**/*", 15), ("corpus/r-doc-pdf", "**/*", 1)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="the folder of the evaluation sets")
    parser.add_argument("--corpus", type=Path, help="a folder that make_corpus.py made")
    parser.add_argument("--fresh", action="store_true", help="a library for each folder")
    parser.add_argument("--others", action="store_true", help="other folders; CORPUS must be of 10,000 files")
    parser.add_argument("--only", action="append", help="just this folder (repeatable)")
    options = parser.parse_args()
    print(
        f"{'folder':20} {'files':>6} {'low':>7} {'mid':>7} {'high':>7} {'actual':>7}  inside  off    chunks     disk MB"
    )
    inside, near, measured = 0, 0, 0
    with tempfile.TemporaryDirectory() as base, contextlib.ExitStack() as shared:
        library = None if options.fresh else shared.enter_context(_ready(Path(base) / "home"))
        for number, (name, parts) in enumerate((_OTHERS if options.others else _FOLDERS).items()):
            folder = Path(base) / f"{number}"
            if (options.only and name not in options.only) or not _fill(folder, parts, options.eval, options.corpus):
                print(f"{name:20} not measured")
                continue
            with contextlib.ExitStack() as own:
                used = library or own.enter_context(_ready(Path(base) / f"home{number}"))
                is_inside, off = _measure(used, name, folder)
            inside, near, measured = inside + is_inside, near + (off <= 0.25), measured + 1
    print(f"\n{inside} of {measured} inside the predicted range, the middle within 25 % in {near}")


def _measure(library: IndexerClient, name: str, folder: Path) -> tuple[bool, float]:
    """Whether the actual time was inside the prediction, and by what share its middle was off."""
    found = library.estimate([folder])
    before = library.status()
    library.add_folders([folder])
    report = synced(library)
    after = library.status()
    seconds = found.seconds
    is_inside, off = seconds.low <= report.seconds <= seconds.high, abs(seconds.mid / report.seconds - 1)
    print(
        f"{name:20} {found.files:6} {seconds.low:7.1f} {seconds.mid:7.1f} {seconds.high:7.1f} {report.seconds:7.1f}  "
        f"{'yes' if is_inside else 'NO':6} {100 * off:4.0f} %  {found.chunks}/{after.chunks - before.chunks}  "
        f"{found.disk_bytes / 1e6:.1f}/{(after.disk_bytes - before.disk_bytes) / 1e6:.1f}  "
        f"(tried {found.sampled_files} in {found.sampled_seconds:.1f} s)",
        flush=True,
    )
    return is_inside, off


@contextlib.contextmanager
def _ready(home: Path) -> Iterator[IndexerClient]:
    with live_library(home) as library:
        eventually(lambda: library.status().embedder_ready, 120)
        yield library


def _fill(folder: Path, parts: tuple[tuple[str, str, int], ...], sets: Path, corpus: Path | None) -> bool:
    """Copy the files (links are not followed). False where none of the sets is there."""
    count = 0
    for name, pattern, wanted in parts:
        of, _, inside = name.partition("/")
        source = (corpus / inside if corpus else None) if of == "corpus" else sets / name
        if source is None or not source.is_dir():
            continue
        files = sorted(path for path in source.glob(pattern) if path.is_file())
        step = max(1.0, len(files) / wanted)
        for number in range(min(wanted, len(files))):
            path = files[int(number * step)]
            target = folder / name.replace("/", "-") / f"{number:04}-{path.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            count += 1
    return count > 0


if __name__ == "__main__":
    main()
