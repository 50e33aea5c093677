"""Bringing folders and files into the library, and taking them out again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_app.services import Library
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.library_words import document_count, folder_name
from desktop_app.ui.theme import Theme
from desktop_app.ui.translation import tr, trn
from indexer.errors import Problem
from indexer.types import Folder

Then = Callable[[], object] | None
Bring = Callable[[tuple[Path, ...], Then], object]


class Importer(QObject):
    """Asks the person, then the library. `added` carries what to say of it, `removed` the folder's path, `refused`
    a problem and a call that tries again, `failed` any other problem."""

    added = Signal(str)
    removed = Signal(str)
    refused = Signal(object, object)
    failed = Signal(object)

    def __init__(self, library: Library, bridge: Bridge, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._library = library
        self._bridge = bridge
        self._theme = theme
        self._window = window
        self._asked: tuple[Then, Bring] = (None, self.add)  # of the import that the open dialog asks about

    def choose_folder(self) -> None:
        """Ask for a folder, and add it."""
        dialog = QFileDialog(self._window, tr("Add a folder to your library"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.offer((Path(path),)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def offer(self, paths: tuple[Path, ...], then: Then = None, bring: Bring | None = None) -> None:
        """Add a few files at once; of a large import, say first what it takes, and ask. `then` is called once they
        are added. `bring` does it instead of `add`."""
        from desktop_app.ui.import_size import is_large

        bring = bring or self.add

        def weighed(large: bool) -> None:
            if large:
                self.ask_to_add(paths, then, bring)
            else:
                bring(paths, then)

        self._bridge.run(partial(is_large, paths), weighed, owner=self)

    def ask_to_add(self, paths: tuple[Path, ...], then: Then = None, bring: Bring | None = None) -> None:
        """Say what an import takes, and add it once the person says so."""
        from desktop_app.ui.estimate_dialog import EstimateDialog

        dialog = EstimateDialog(self._library, self._bridge, self._theme, paths, self._window)
        self._asked = then, bring or self.add
        dialog.agreed.connect(self._agreed)
        dialog.open()

    def add(self, paths: tuple[Path, ...], then: Then = None, said: str = "") -> None:
        """Add folders and files; they are read in the background from now on. `said` is what to say of it."""

        def added(_: object) -> None:
            self.added.emit(said or _what_came(paths))
            if then is not None:
                then()

        self._bridge.run(
            partial(self._library.add_folders, paths),
            added,
            lambda problem: self.refused.emit(problem, partial(self.add, paths, then, said)),
            self,
        )

    def _agreed(self, paths: tuple[Path, ...]) -> None:
        then, bring = self._asked
        bring(paths, then)

    def ask_to_remove(self, folder: Folder) -> None:
        """Remove a folder from the library, once the person says so."""
        box = QMessageBox(self._window)
        box.setWindowTitle(tr("Remove from the library"))
        box.setText(tr("Remove {name} from the library?", name=folder_name(folder)))
        box.setInformativeText(_what_goes(folder))
        remove = box.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(partial(self._remove, folder.path))
        box.finished.connect(box.deleteLater)
        box.open()

    def _remove(self, path: str) -> None:
        self._bridge.run(
            partial(self._library.remove_folders, (Path(path),)),
            lambda _: self.removed.emit(path),
            self._not_removed,
            self,
        )

    def _not_removed(self, problem: Problem) -> None:
        self.failed.emit(problem)


def _what_came(paths: tuple[Path, ...]) -> str:
    if len(paths) == 1:
        return tr("Added {name}. You can ask while it is being read.", name=paths[0].name)
    return trn(
        "Added {n} item. You can ask while it is being read.",
        "Added {n} items. You can ask while it is being read.",
        len(paths),
    )


def _what_goes(folder: Folder) -> str:
    """What removing deletes, and what it leaves."""
    documents = document_count(folder.counts)
    if folder.is_file or not documents:
        goes = tr("Deleted from the library: the text, the keywords and the vectors.")
    else:
        goes = trn(
            "Deleted from the library: the text, the keywords and the vectors of its {n} document.",
            "Deleted from the library: the text, the keywords and the vectors of its {n} documents.",
            documents,
        )
    if not folder.online:
        goes += " " + tr("Its drive is not connected: it can be read anew only once it is.")
    stays = (
        tr("The file itself stays where it is.") if folder.is_file else tr("The files themselves stay where they are.")
    )
    kept = tr("Answers that quote them stay in your conversations until you delete those.")
    return f"{goes}\n\n{stays} {kept}"
