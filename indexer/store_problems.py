"""What LanceDB's errors mean. It raises RuntimeError, ValueError or OSError for anything, and only the text tells them
apart.
"""

from __future__ import annotations

import re

from indexer.errors import ErrorCode, KnownError, known


def explanation(uri: str, error: Exception) -> KnownError:
    """The known problem behind an error of LanceDB, of the store at `uri`."""
    text = str(error)
    if re.search(r"No space left|os error (28|112)\b|Errno 28|disk quota", text, re.I):
        return known(
            ErrorCode.DISK_FULL,
            f"The disk that holds {uri} is full.",
            "Free some space; indexing goes on by itself.",
            retryable=True,
            detail=text,
        )
    if re.search(r"Permission denied|Read-only file system|Access is denied|os error (5|13|30)\b", text, re.I):
        return known(
            ErrorCode.NO_PERMISSION,
            f"Footnote may not write to {uri}.",
            "Give your user account the right to write there.",
            retryable=True,
            detail=text,
        )
    if "://" in uri:
        return known(
            ErrorCode.UNREADABLE,
            f"The vector store at {uri} does not answer as it should.",
            "Check the address, your rights and the network, then try again.",
            retryable=True,
            detail=text,
        )
    return known(
        ErrorCode.LIBRARY_DAMAGED,
        f"The vectors in {uri} can't be read.",
        "They have to be built again; your documents are not affected.",
        detail=text,
    )
