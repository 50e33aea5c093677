"""The role switch. One program serves as window, command line, indexer service, LLM service, reader of files and
compiler of embedders, so that a frozen build can start its own parts: `footnote --role=indexer …`."""

from __future__ import annotations

import importlib
import sys

_ROLES = {
    "indexer": "indexer.__main__",
    "desktop_app.llm": "desktop_app.llm.__main__",
    "indexer.extract.worker": "indexer.extract.worker",
    "indexer.compiling": "indexer.compiling",
}


def main() -> int:
    """Returns the exit code."""
    role = next((a.partition("=")[2] for a in sys.argv[1:2] if a.startswith("--role=")), None)
    if role is not None:
        if role not in _ROLES:
            sys.stderr.write(f"footnote: there is no role {role}\n")
            return 2
        return int(importlib.import_module(_ROLES[role]).main(sys.argv[2:]))
    from desktop_app.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
