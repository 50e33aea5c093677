"""What the table of documents asks before it does something; none of the boxes holds the window up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMessageBox, QWidget

from desktop_app.ui.library_words import count
from indexer.types import Document


def named(documents: Sequence[Document]) -> str:
    """ "Offer.pdf", "3 documents"."""
    return Path(documents[0].path).name if len(documents) == 1 else count(len(documents), "document")


def ask_for_password(documents: Sequence[Document], parent: QWidget, given: Callable[[str], object]) -> None:
    """Ask for the password of locked documents; `given` gets it."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Password")
    dialog.setLabelText(f"Password of {named(documents)}\nIt is not written down anywhere.")
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setOkButtonText("Read it" if len(documents) == 1 else "Read them")
    dialog.textValueSelected.connect(lambda text: given(text) if text else None)
    dialog.open()


def ask_to_exclude(documents: Sequence[Document], parent: QWidget, agreed: Callable[[], object]) -> None:
    """Ask whether documents are to be left out from now on."""
    one = len(documents) == 1
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Leave out")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Leave {named(documents)} out from now on?")
    box.setInformativeText(
        f"What the library knows of {'it' if one else 'them'} is deleted: text, keywords and vectors. "
        f"{'The file itself stays where it is, and is' if one else 'The files stay where they are, and are'} "
        f"not read again. To let {'it' if one else 'them'} in again, add {'it' if one else 'them'} to the library."
    )
    leave = box.addButton("Leave out", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    leave.clicked.connect(lambda: agreed())
    box.open()
