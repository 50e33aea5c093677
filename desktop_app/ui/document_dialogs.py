"""What the table of documents asks before it does something; none of the boxes holds the window up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMessageBox, QWidget

from desktop_app.ui.translation import tr, trn
from indexer.types import Document


def ask_for_password(documents: Sequence[Document], parent: QWidget, given: Callable[[str], object]) -> None:
    """Ask for the password of locked documents; `given` gets it."""
    if len(documents) == 1:
        asked = tr("Password of {name}", name=_name(documents[0]))
    else:
        asked = trn("Password of {n} document", "Password of {n} documents", len(documents))
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Password"))
    dialog.setLabelText("\n".join((asked, tr("It is not written down anywhere."))))
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setOkButtonText(trn("Read it", "Read them", len(documents)))
    dialog.textValueSelected.connect(lambda text: given(text) if text else None)
    dialog.open()


def ask_to_exclude(documents: Sequence[Document], parent: QWidget, agreed: Callable[[], object]) -> None:
    """Ask whether documents are to be left out from now on."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("Leave out"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    if len(documents) == 1:
        box.setText(tr("Leave {name} out from now on?", name=_name(documents[0])))
        box.setInformativeText(
            tr(
                "What the library knows of it is deleted: text, keywords and vectors. The file itself stays where it "
                "is, and is not read again. To let it in again, add it to the library."
            )
        )
    else:
        box.setText(trn("Leave {n} document out from now on?", "Leave {n} documents out from now on?", len(documents)))
        box.setInformativeText(
            tr(
                "What the library knows of them is deleted: text, keywords and vectors. The files stay where they "
                "are, and are not read again. To let them in again, add them to the library."
            )
        )
    leave = box.addButton(tr("Leave out"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    leave.clicked.connect(lambda: agreed())
    box.open()


def _name(document: Document) -> str:
    return Path(document.path).name
