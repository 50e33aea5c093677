"""The command line: a thin skin over the same services as the window."""

from desktop_app.cli.main import main

__all__ = ["main"]
