"""The table of documents, and how indexing stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.ui.collection_dialog import CollectionDialog
from indexer.protocol import FoldersChanged
from indexer.types import Activity, DocumentState, Progress
from tests.gui.scene import Scene, view


@view("documents", trouble=True)
def documents(scene: Scene) -> None:
    scene.window.show_documents(None, "")
    scene.wait(lambda: scene.window.documents.model.rowCount() > 0)
    scene.settle()


@view("problems", trouble=True)
def problems(scene: Scene) -> None:
    scene.window.show_documents(None, DocumentState.FAILED.value)
    scene.wait(lambda: scene.window.documents.model.rowCount() == 2)
    scene.window.documents.table.selectRow(0)
    scene.settle()


@view("indexing", trouble=True)
def indexing(scene: Scene) -> None:
    scene.library.progress = Progress(
        Activity("embedding", "Making your documents searchable by meaning."), 43, 63, 1180, 2960, 37.2, 48
    )
    scene.library.push(scene.library.progress)
    scene.window.scopes.choose_folder(Path(scene.window.watch.folders[1].path))
    scene.settle()


@view("folders", trouble=True)
def folders(scene: Scene) -> None:
    """The folders of the library, opened, one of them the scope of the conversation."""
    library, tree = scene.library, scene.window.library.folder_view
    for year in ("2022", "2023", "2024"):
        for month in ("January", "February and the invoices of the winter", "March"):
            library.put(f"/home/mara/Contracts/{year}/{month}/offer.pdf", ["Text."])
    library.put("/home/mara/Contracts/2023/March/scan.pdf", state=DocumentState.PENDING)
    library.put("/home/mara/Contracts/2024/March/broken.pdf", state=DocumentState.FAILED)
    library.push(FoldersChanged())
    for path in ("/home/mara/Contracts", "/home/mara/Contracts/2023"):
        scene.wait(
            lambda path=path: (
                tree.folders.find(path).isValid() and bool(tree.folders.place(tree.folders.find(path)).nested)
            )
        )
        tree.expand(tree.folders.find(path))
    scene.wait(lambda: tree.folders.find("/home/mara/Contracts/2023/March").isValid())
    scene.window.scopes.choose_folder(Path("/home/mara/Contracts/2023"))
    scene.settle()


@view("needs-ocr", trouble=True)
def needs_ocr(scene: Scene) -> None:
    scene.add_other_kinds()
    scene.window.show_documents(None, DocumentState.SKIPPED.value)
    scene.wait(lambda: scene.window.documents.model.rowCount() == 2)
    scene.window.documents.table.selectRow(1)
    scene.settle()


@view("recognition", trouble=True)
def recognition(scene: Scene) -> QWidget:
    needs_ocr(scene)
    scene.window.documents.problem.recognition_requested.emit()
    scene.settle()
    return scene.dialog()


@view("read-in-part", trouble=True)
def read_in_part(scene: Scene) -> None:
    scene.add_other_kinds()
    office = next(folder for folder in scene.window.watch.folders if folder.path.endswith("Office"))
    scene.window.show_documents(Path(office.path), DocumentState.INDEXED.value)
    model = scene.window.documents.model
    scene.wait(lambda: model.any_problem)
    rows = [row for row in range(model.rowCount()) if (found := model.document(row)) and found.problem_code]
    scene.window.documents.table.selectRow(rows[0])
    scene.settle()


@view("kinds")
def kinds(scene: Scene) -> None:
    scene.add_other_kinds()
    documents(scene)


@view("narrow-documents", trouble=True)
def narrow_documents(scene: Scene) -> None:
    scene.window.resize(900, 700)
    documents(scene)


@view("narrow-needs-ocr", trouble=True)
def narrow_needs_ocr(scene: Scene) -> None:
    scene.window.resize(900, 700)
    needs_ocr(scene)


@view("predicted", trouble=True)
def predicted(scene: Scene) -> None:
    scene.library.progress = Progress(
        Activity("embedding", "Making your documents searchable by meaning."), 43, 63, 1180, 2960, 37.2, 740, 2400, 1710
    )
    scene.library.push(scene.library.progress)
    scene.settle()


@view("predicted-and-done", trouble=True)
def predicted_and_done(scene: Scene) -> None:
    busy = Progress(Activity("embedding", "Embedding."), 0, 1204, 0, 0, 0.0, 9, 2400, 0.5)
    idle = replace(busy, activity=Activity("idle", "Up to date."), documents_done=1204)
    for progress in (
        busy,
        replace(busy, documents_done=1204, elapsed_seconds=2280),
        replace(idle, predicted_seconds=None, elapsed_seconds=None),
    ):
        scene.library.progress = progress
        scene.library.push(progress)
        scene.settle(0.1)
    scene.settle()


@view("waiting", trouble=True)
def waiting(scene: Scene) -> None:
    scene.library.progress = Progress(
        Activity("waiting", "Waiting for mains power: only 18 % of the battery left."),
        43, 63, 1180, 2960, 37.2, 740, 2400, 1710,
    )  # fmt: skip
    scene.library.push(scene.library.progress)
    scene.settle()


@view("paused", trouble=True)
def paused(scene: Scene) -> None:
    scene.library.paused = True
    indexing(scene)


@view("inspector", trouble=True)
def inspector(scene: Scene) -> QWidget:
    """What is indexed of a document."""
    documents(scene)
    view = scene.window.documents
    rows = [row for row in range(view.model.rowCount()) if (found := view.model.document(row)) and found.pages > 1]
    view.table.selectRow(rows[0])
    view.problem.inspect.click()
    scene.wait(lambda: scene.dialog().text.marked_text() != "")  # type: ignore[attr-defined]
    scene.settle()
    return scene.dialog()


@view("collections")
def collections(scene: Scene) -> None:
    """Two collections in the library pane, one of them asked."""
    scene.window.collections.add("Contracts", (Path("/harbour/agreement.pdf"),))
    folder = Path(scene.window.watch.folders[0].path)
    scene.window.collections.add("Money", (folder, folder / "accounts 2024.xlsx"))
    scene.settle()
    scene.window.scopes.choose((folder, folder / "accounts 2024.xlsx"))
    scene.settle()


@view("collection-places")
def collection_places(scene: Scene) -> QWidget:
    """What belongs to a collection, one of it to be taken out."""
    folder = Path(scene.window.watch.folders[0].path)
    scene.window.collections.add("Money", (folder, folder / "accounts 2024.xlsx", Path("/home/mara/Bank/letter.pdf")))
    scene.wait(lambda: bool(scene.window.collections.known))
    menu = scene.window.library.collections.menu(scene.window.collections.known[0])
    menu.actions()[2].trigger()
    dialog = scene.dialog()
    assert isinstance(dialog, CollectionDialog)
    dialog.places.setCurrentIndex(dialog.places.model().index(1, 0))
    scene.settle()
    return dialog
