"""Models: the catalogue, what of it is on this machine, and how to get the rest.

Catalogue entries name files by their checksum (`catalogue`, `assets/models.toml`); `store` chooses and answers for
them; `install` puts them in place; `hub_source` and `pip_source` fetch them; `partial` says what an
interrupted download kept; `files` remembers what was verified; `gguf` and `personal` read what a person brings. The
store has to be imported by its own name: what only talks of models needs none of what it loads.
"""

from desktop_app.models.catalogue import ModelEntry, ModelFile, Task, bytes_in_words, memory_in_words
from desktop_app.models.transfer import ModelProgress

__all__ = [
    "ModelEntry",
    "ModelFile",
    "ModelProgress",
    "Task",
    "bytes_in_words",
    "memory_in_words",
]
