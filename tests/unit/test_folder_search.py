"""Folders found by a piece of their name, level by level."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.ui.completion import subfolder_offers
from desktop_app.ui.folder_search import folders_called
from indexer.types import Folder, Subfolder
from tests.support.fake_library import FakeLibrary

ROOTS = (Folder(1, "/d/Contracts", False, True, {}, True), Folder(2, "/d/offer.pdf", True, True, {}))
PATHS = ("/d/Contracts/Leases/2023/a.txt", "/d/Contracts/Leases/2024/b.txt", "/d/Contracts/2024 offers/c.txt")


class Tree(FakeLibrary):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []

    def subfolders(self, parents: Sequence[str]) -> tuple[Subfolder, ...]:
        self.asked.append(tuple(parents))
        made = {
            "/d/Contracts": [("/d/Contracts/2024 offers", False), ("/d/Contracts/Leases", True)],
            "/d/Contracts/Leases": [("/d/Contracts/Leases/2023", False), ("/d/Contracts/Leases/2024", False)],
        }
        return tuple(Subfolder(path, parent, {}, nested) for parent in parents for path, nested in made[parent])


def test_the_nearest_come_first_and_no_more_is_asked_than_is_shown() -> None:
    tree = Tree()
    assert folders_called(tree, ROOTS, "202", 8) == (
        "/d/Contracts/2024 offers",
        "/d/Contracts/Leases/2023",
        "/d/Contracts/Leases/2024",
    )
    assert tree.asked == [("/d/Contracts",), ("/d/Contracts/Leases",)], "only of folders that hold folders"
    tree.asked.clear()
    assert folders_called(tree, ROOTS, "202", 1) == ("/d/Contracts/2024 offers",)
    assert tree.asked == [("/d/Contracts",)]
    tree.close()


def test_a_piece_of_a_path_goes_over_several_folders() -> None:
    tree = Tree()
    assert folders_called(tree, ROOTS, "leases\\2", 8) == ("/d/Contracts/Leases/2023", "/d/Contracts/Leases/2024")
    assert folders_called(tree, ROOTS, "contracts", 8) == (), "the folder itself is no folder in it"
    tree.close()


def test_a_name_that_several_have_is_written_with_its_folder() -> None:
    paths = ("/d/A/2024", "/d/My letters/2024", "/d/A/Work", "/d/A/contracts")
    assert [offer.text for offer in subfolder_offers(paths, ROOTS)] == [
        "in:A/2024",
        'in:"My letters/2024"',
        "in:Work",
        "in:A/contracts",
    ]
