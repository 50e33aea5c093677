"""What the services behind the window call things, in the reader's language: they know neither Qt nor languages."""

from __future__ import annotations

from desktop_app.ui.translation import tr


def in_words(text: str) -> str:
    """A word of a service; one that isn't known here is left as it is."""
    return (_processes() | _parts() | _of_an_answer()).get(text, text)


def _processes() -> dict[str, str]:
    return {
        "Window": tr("Window"),
        "Indexer": tr("Indexer"),
        "Language model": tr("Language model"),
        "Reader of files": tr("Reader of files"),
    }


def _parts() -> dict[str, str]:
    """What Footnote keeps, and what that holds."""
    return {
        "Documents": tr("Documents"),
        "their names, text and keywords": tr("their names, text and keywords"),
        "Vectors": tr("Vectors"),
        "the meaning of their passages, as numbers": tr("the meaning of their passages, as numbers"),
        "Questions and answers": tr("Questions and answers"),
        "with their traces and costs": tr("with their traces and costs"),
        "Settings": tr("Settings"),
        "and how the window stood": tr("and how the window stood"),
        "Logs": tr("Logs"),
        "what went wrong, and which services run": tr("what went wrong, and which services run"),
        "Models": tr("Models"),
        "shared by all libraries; they hold nothing of yours": tr(
            "shared by all libraries; they hold nothing of yours"
        ),
    }


def _of_an_answer() -> dict[str, str]:
    """How it ended, and the stages that it went through."""
    return {
        "answered": tr("answered", note="an outcome"),
        "declined": tr("declined", note="an outcome"),
        "stopped": tr("stopped", note="an outcome"),
        "failed": tr("failed", note="an outcome"),
        "Search": tr("Search", note="a stage"),
        "Calculate": tr("Calculate", note="a stage"),
        "Load": tr("Load", note="a stage"),
        "Score": tr("Score", note="a stage"),
        "Prefill": tr("Prefill", note="a stage"),
        "Decode": tr("Decode", note="a stage"),
    }
