"""Answers beside their sources."""

from __future__ import annotations

from pathlib import Path

from desktop_app.answering.events import Evidence, Source
from indexer.types import EvidenceSentence
from tests.gui.scene import Scene, view
from tests.support import sample_scene as sample


@view("source-text")
def source_text(scene: Scene) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    path = str(sample.HOUSE / "maintenance" / "maintenance-handbook.md")
    handbook = next(kept for kept in scene.library._documents.values() if kept.document.path == path)
    hit, words = handbook.hits[0], "Radiators are bled in the first week of October"
    at = hit.text.index(words)
    end = hit.text.index(".", at) + 1
    cited = Source(1, hit.document_id, path, hit.title, None, None, hit.start + at, end - at, hit.text[at:end])
    scene.window.conversation.source_requested.emit(cited)
    scene.settle(0.6)


@view("source-sheet")
def source_sheet(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sheet_source(scene.library))
    scene.settle(0.6)


@view("source-table")
def source_table(scene: Scene) -> None:
    """Rows of a CSV file: in the evidence with the header above them, in the source with their columns aligned."""
    path = str(sample.HOUSE / "maintenance" / "inventory.csv")
    kept = next(one for one in scene.library._documents.values() if one.document.path == path)
    text = Path(path).read_text("utf-8")
    rows = []
    for words in ("Snow blower", "Dryer"):
        start = text.index(words)
        row = text[start : text.index("\n", start)]
        place = f"line {1 + text.count(chr(10), 0, start)}"
        rows.append(
            EvidenceSentence(
                kept.document.id, path, "", None, None, start, len(row), row, 0.9, 0.6, 0.8, place,
                " | ".join(text.partition("\n")[0].split(",")),
            )
        )  # fmt: skip
    found = Evidence("What did the snow blower cost?", tuple(rows), (), sample.COVERAGE, 92.0)
    scene.ask("What did the snow blower cost?", found)
    scene.window.conversation.source_requested.emit(rows[0])
    scene.settle(0.6)


@view("source-mail")
def source_mail(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.mail_source(scene.library))
    scene.settle(0.6)


@view("narrow-source")
def narrow_source(scene: Scene) -> None:
    scene.window.resize(900, 700)
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.settle(1.0)


@view("narrow-source-mail")
def narrow_source_mail(scene: Scene) -> None:
    scene.window.resize(900, 700)
    source_mail(scene)


@view("source-search")
def source_search(scene: Scene) -> None:
    """A PDF searched, with its small pages beside it and words selected."""
    scene.ask(sample.QUESTION, *sample.answered())
    source = scene.window.source
    source.body.show_strip(True)
    scene.window.conversation.source_requested.emit(sample.sources()[1])
    scene.wait(lambda: source.body.currentWidget() is source.pdf)
    scene.window.panes.setSizes([220, 400, 660])
    source.open_search()
    source.body.find_bar.words.setText("notice")
    scene.wait(lambda: any(map(str.isdigit, source.body.find_bar.said.text())))
    source.pdf.selection.word(*source.pdf._layout.nearest(source.pdf._layout.rect(0).center()))
    source.pdf.selection_changed.emit()
    scene.settle(1.0)


@view("source-code")
def source_code(scene: Scene) -> None:
    _show(scene, sample.HOUSE / "maintenance" / "dues.py", "return")


@view("source-slides")
def source_slides(scene: Scene) -> None:
    path = scene.home / "Budget talk.pptx"
    path.write_bytes(b"slides")
    stat = path.stat()
    slides = (
        "What the roof costs\n\nThe offers came in May.\nHansen is the cheapest.",
        "Offers\n\nFirm | Net | Gross\nHansen | 6,320.00 | 7,520.80\nRoof & Rain | 7,105.00 | 8,454.95",
        "What we decide\n\nThe meeting of 12 March decides.",
    )
    document = scene.library.put(str(path), list(slides), size=stat.st_size, modified=stat.st_mtime)
    quote = "Hansen | 6,320.00 | 7,520.80"
    scene.ask(sample.QUESTION, *sample.answered())
    scene.window.conversation.source_requested.emit(
        Source(
            1, document.id, document.path, "Budget talk", 2, None, slides[1].index(quote), len(quote), quote, "slide 2"
        )
    )
    scene.settle(0.6)


@view("source-stale")
def source_stale(scene: Scene) -> None:
    """A file that was read anew since it was cited."""
    path = sample.HOUSE / "maintenance" / "maintenance-handbook.md"
    quote = "Radiators are bled in the last week of September."
    scene.ask(sample.QUESTION, *sample.answered())
    kept = next(kept for kept in scene.library._documents.values() if kept.document.path == str(path))
    scene.window.conversation.source_requested.emit(
        Source(1, kept.document.id, str(path), kept.document.title, None, None, 120, len(quote), quote)
    )
    scene.settle(0.6)


def _show(scene: Scene, path: Path, words: str) -> None:
    scene.ask(sample.QUESTION, *sample.answered())
    kept = next(kept for kept in scene.library._documents.values() if kept.document.path == str(path))
    text = kept.pages[0].text
    start = text.index(words)
    end = text.index("\n", start)
    scene.window.conversation.source_requested.emit(
        Source(1, kept.document.id, str(path), kept.document.title, None, None, start, end - start, text[start:end])
    )
    scene.settle(1.5)
