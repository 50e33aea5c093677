"""Questions made from what documents are called and how they are divided."""

from __future__ import annotations

import pytest

from desktop_app.suggestions import readable_title, suggestions
from indexer.errors import ErrorCode, FootnoteError, known
from tests.support.fake_library import FakeLibrary


def test_headings_before_titles_the_latest_document_first() -> None:
    library = FakeLibrary()
    library.put("/d/annual-report-2024.pdf", ["No heading here."], modified=3.0)
    library.put("/d/handbook.md", "# Handbook\n\n## Introduction\n\n## 3.1 Looking after the boiler\n", modified=2.0)
    library.put("/d/rules.md", "# House rules\n\n## Who pays for repairs?\n", title="House rules", modified=1.0)
    assert suggestions(library) == (
        "What does “handbook” say about “Looking after the boiler”?",
        "Who pays for repairs?",
        "What is “annual report 2024” about?",
    )
    assert len(suggestions(library, most=1)) == 1
    library.close()


@pytest.mark.parametrize("heading", ["Summary", "4.2", "Notes and references", "x" * 90, "a b c d e f g h i j", "Ab"])
def test_what_tells_nothing_is_no_question(heading: str) -> None:
    library = FakeLibrary({"/d/Lease.md": f"# {heading}\n"})
    assert suggestions(library) == ("What is “Lease” about?",)
    library.close()


@pytest.mark.parametrize(
    ("path", "title", "shown"),
    [
        ("/d/energy_audit-2024.html", "energy_audit-2024", "energy audit 2024"),
        ("/d/x.pdf", "Property service agreement", "Property service agreement"),
        ("/d/20240312_1.pdf", "", ""),
        ("/d/IMG_0001.pdf", "", ""),
        ("/d/x.pdf", "A title that goes on " * 9, ""),
    ],
)
def test_titles_that_a_person_can_read(path: str, title: str, shown: str) -> None:
    library = FakeLibrary()
    assert readable_title(library.put(path, "text", title=title)) == shown
    library.close()


def test_a_document_that_left_meanwhile_is_passed_over() -> None:
    library = FakeLibrary({"/d/Lease.md": "# Notice periods\n"})
    library.fail_next("text", known(ErrorCode.MISSING, "It is gone.", "Refresh."))
    assert suggestions(library) == ("What is “Lease” about?",)
    library.fail_next("documents", known(ErrorCode.PROCESS_DIED, "It died.", "It starts anew."))
    with pytest.raises(FootnoteError):
        suggestions(library)
    library.close()
