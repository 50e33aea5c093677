"""Everything a person sees. The only package that imports PySide6."""

from desktop_app.ui.none_guard import keep_none_alive

keep_none_alive()
