"""The models of this machine: what there is, what is installed and sound, what to use, and getting more."""

from __future__ import annotations

import dataclasses
import difflib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from desktop_app.models.catalogue import (
    LocalSource,
    ModelEntry,
    ModelFile,
    Task,
    describe,
    entry_from_plain,
    fit_in_words,
    read_catalogue,
)
from desktop_app.models.files import read_stamp, sha256_of, verified
from desktop_app.models.partial import fetched_bytes
from desktop_app.models.personal import personal_entry, usable_header
from desktop_app.models.transfer import Meter, ModelProgress
from indexer.config import Settings, load_settings, models_folder, save_settings
from indexer.errors import ErrorCode, FootnoteError, KnownError, known

Report = Callable[[ModelProgress], None]


@dataclass(frozen=True)
class ModelRow:
    """A model as `models list` and the window show it. `path` is empty unless it is installed; `problem` says what is
    wrong with an installed one; `fits` is a sentence about this machine's memory; sizes are in bytes. `speed_key` is
    what the speed of an installed language model is kept under (`History.speed`); `fetched_bytes` is what is kept of a
    download that was interrupted."""

    name: str
    title: str
    task: str
    licence: str
    bytes: int
    ram_bytes: int
    context: int
    parameters: int
    installed: bool
    in_use: bool
    recommended: bool
    fits: str
    sources: tuple[str, ...]
    note: str
    path: str
    problem: str
    personal: bool
    for_tests: bool
    speed_key: str = ""
    fetched_bytes: int = 0


class ModelStore:
    """The models that the library at `home` can use. They lie in a folder that all homes share.

    Methods raise `FootnoteError`, and may be called from any thread. `catalogue` is another catalogue file than the
    shipped one, `machine_ram` another amount of memory in bytes than this machine's, `prepare` is told of an embedder's
    folder before it is used.
    """

    def __init__(
        self,
        home: Path,
        *,
        catalogue: Path | None = None,
        machine_ram: int | None = None,
        prepare: Callable[[Path], object] | None = None,
    ) -> None:
        self._home = home
        self._shipped = read_catalogue(catalogue)
        self._machine_ram = machine_ram or int(psutil.virtual_memory().total)
        self._prepare = prepare or _compile

    @property
    def folder(self) -> Path:
        """Where models lie, a folder each."""
        return models_folder(self._settings())

    def _settings(self) -> Settings:
        return load_settings(self._home)

    def catalogue(self) -> tuple[ModelEntry, ...]:
        """Every model that is known: the shipped catalogue's, then the ones a person brought."""
        return self._shipped + self._personal()

    def _personal(self) -> tuple[ModelEntry, ...]:
        shipped = {entry.name for entry in self._shipped}
        found = []
        folder = self.folder
        for place in sorted(folder.iterdir()) if folder.is_dir() else ():
            stamp = None if place.name in shipped or place.name.startswith(".") else read_stamp(place)
            if stamp and stamp.entry:
                try:
                    found.append(entry_from_plain(stamp.entry, place.name))
                except KnownError:
                    continue  # of another version: as good as not there, importing it again brings it back
        return tuple(found)

    def entry(self, name: str) -> ModelEntry:
        """Raises KnownError(MODEL_MISSING) with the nearest known name."""
        by_name = {entry.name: entry for entry in self.catalogue()}
        if name in by_name:
            return by_name[name]
        near = difflib.get_close_matches(name, by_name, 1)
        hint = f"Did you mean {near[0]}?" if near else "`footnote models list` shows what there is."
        raise known(ErrorCode.MODEL_MISSING, f"There is no model {name!r} in the catalogue.", hint)

    def installed(self, name: str) -> Path | None:
        """The GGUF file of a language model, or the folder of any other; None when it is not installed.
        Raises KnownError: MODEL_DAMAGED, MODEL_MISSING for an unknown name."""
        return self._installed(self.entry(name))

    def _installed(self, entry: ModelEntry) -> Path | None:
        return verified(entry, self.folder / entry.name)

    def rows(self) -> tuple[ModelRow, ...]:
        """The catalogue with what this machine has and can run."""
        try:
            language_model = self.language_model()[0].name
        except FootnoteError:
            language_model = ""
        in_use = {language_model, self._settings().embedder}
        recommended = {self.recommended(task).name for task in (Task.EMBEDDER, Task.LANGUAGE_MODEL)}
        return tuple(self._row(entry, in_use, recommended) for entry in self.catalogue())

    def _row(self, entry: ModelEntry, in_use: set[str], recommended: set[str]) -> ModelRow:
        path, problem = None, ""
        try:
            path = self._installed(entry)
        except KnownError as error:
            problem = str(error.problem)
        return ModelRow(
            name=entry.name,
            title=entry.title,
            task=entry.task.value,
            licence=entry.licence,
            bytes=entry.bytes,
            ram_bytes=entry.ram_bytes,
            context=entry.context,
            parameters=entry.parameters,
            installed=path is not None,
            in_use=path is not None and entry.name in in_use,
            recommended=entry.name in recommended,
            fits=self.fits(entry),
            sources=tuple(describe(source) for source in entry.sources),
            note=entry.note,
            path=str(path or ""),
            problem=problem,
            personal=entry.personal,
            for_tests=entry.for_tests,
            speed_key=entry.speed_key(path) if path is not None and entry.task is Task.LANGUAGE_MODEL else "",
            fetched_bytes=fetched_bytes(self.folder, entry) if path is None else 0,
        )

    def fits(self, entry: ModelEntry) -> str:
        """Whether it suits this machine's memory, in a sentence that starts with Fits, Tight or Too big."""
        return fit_in_words(entry, self._machine_ram)

    def recommended(self, task: Task) -> ModelEntry:
        """The best model for this machine that needs no model hub; where none is comfortable, the smallest. Raises
        KnownError(NO_SOURCE) for a task that only hub models serve."""
        candidates = [e for e in self._shipped if e.task is task and e.without_hub and not e.for_tests]
        if not candidates:
            raise known(
                ErrorCode.NO_SOURCE,
                f"No {task.value} can be had without a model hub.",
                "`footnote models list` shows the ones of the hub.",
            )
        fitting = [entry for entry in candidates if entry.machine_ram_bytes <= self._machine_ram]
        return min(fitting, key=lambda e: e.rank) if fitting else min(candidates, key=lambda e: e.ram_bytes)

    def language_model(self, name: str = "") -> tuple[ModelEntry, Path]:
        """The language model of this name, or to use now: the setting's; else the recommended one; else the best
        other one that is installed. Raises KnownError: MODEL_MISSING with the command that gets one, MODEL_DAMAGED,
        BAD_REQUEST for a model of another kind."""
        chosen = name or self._settings().language_model
        recommended = self.recommended(Task.LANGUAGE_MODEL)
        if chosen:
            entry = self.entry(chosen)
            if entry.task is not Task.LANGUAGE_MODEL:
                raise known(
                    ErrorCode.BAD_REQUEST,
                    f"{chosen} is no language model: it can't write answers.",
                    "`footnote models list` shows what there is.",
                )
            return self._present(entry)
        others = [e for e in self.catalogue() if e.task is Task.LANGUAGE_MODEL and not e.for_tests and e != recommended]
        by_merit = sorted(others, key=lambda e: (e.machine_ram_bytes > self._machine_ram, e.rank, e.name))
        for entry in (recommended, *by_merit):
            if path := self._installed(entry):
                return entry, path
        raise _not_installed(recommended, "No language model is installed yet.")

    def embedder(self) -> tuple[ModelEntry, Path]:
        """The embedder of the settings. Raises KnownError: MODEL_MISSING, MODEL_DAMAGED."""
        return self._present(self.entry(self._settings().embedder))

    def _present(self, entry: ModelEntry) -> tuple[ModelEntry, Path]:
        if path := self._installed(entry):
            return entry, path
        raise _not_installed(entry, f"The model {entry.name} is not installed.")

    def use(self, name: str) -> ModelEntry:
        """Make an installed model the one to use, in the settings. A new embedder means that documents are embedded
        anew. Raises KnownError: MODEL_MISSING, BAD_REQUEST for a reranker."""
        entry, _ = self._present(self.entry(name))
        if entry.task is Task.RERANKER:
            raise known(
                ErrorCode.BAD_REQUEST,
                f"{name} is a reranker; Footnote does not use one yet.",
                "Choose a language model or an embedder.",
            )
        settings = self._settings()
        if entry.task is Task.LANGUAGE_MODEL:
            save_settings(self._home, dataclasses.replace(settings, language_model=name))
        else:
            save_settings(self._home, dataclasses.replace(settings, embedder=name))
        return entry

    def remove(self, name: str) -> int:
        """Delete an installed model's files, and stop preferring it. Returns the bytes freed. Raises
        KnownError(MODEL_MISSING) when it is not there."""
        entry, folder = self.entry(name), self.folder / name
        stamp = read_stamp(folder)
        files = entry.files or tuple(ModelFile(f.name, f.size, f.sha256) for f in (stamp.files if stamp else ()))
        if not any((folder / file.name).is_file() for file in files):
            raise _not_installed(entry, f"The model {name} is not installed.")
        from desktop_app.models.install import delete, working_folder

        with working_folder(self.folder, name, Meter(name, 0, None, None)):
            freed = delete(folder, files)
        if entry.task is Task.EMBEDDER:
            from indexer.compiling import forget

            freed += forget(folder)
        settings = self._settings()
        if settings.language_model == name:
            save_settings(self._home, dataclasses.replace(settings, language_model=""))
        return freed

    def discard(self, name: str) -> None:
        """Delete what an interrupted download of this model, or an import of a file of this name, kept, unless another
        Footnote is fetching it. Raises KnownError: NO_PERMISSION, UNREADABLE."""
        from desktop_app.models.install import discard

        discard(self.folder, name)

    def get(
        self, name_or_path: str | Path, progress: Report | None = None, cancel: threading.Event | None = None
    ) -> Path:
        """Install a model of the catalogue, or import a GGUF file; returns what `installed` returns. One that is
        there and sound is left alone, a damaged one is fetched again.

        `progress` is called from this thread, up to ten times a second; setting `cancel` ends it within a second, or
        when an embedder that was fetched is prepared.
        Raises KnownError: MODEL_MISSING, NO_SOURCE, DISK_FULL, NO_PERMISSION, CANCELLED; for a file also MISSING,
        UNREADABLE, UNSUPPORTED, MODEL_DAMAGED.
        """
        given = str(name_or_path)
        if isinstance(name_or_path, Path) or given.lower().endswith(".gguf") or Path(given).is_file():
            return self._import(Path(given).expanduser().absolute(), progress, cancel)
        entry = self.entry(given)
        meter = Meter(entry.name, entry.bytes, progress, cancel)
        path = self._sound(entry) or self._fetched(entry, meter)
        if entry.task is Task.EMBEDDER:
            meter.stage("Preparing it for this processor")
            self._prepare(path)
        return path

    def _fetched(self, entry: ModelEntry, meter: Meter) -> Path:
        if all(isinstance(source, LocalSource) for source in entry.sources):
            raise _not_installed(entry, f"{entry.name} can only be brought as a file.")
        from desktop_app.models.install import download, working_folder  # not needed to choose or to list

        with working_folder(self.folder, entry.name, meter) as working:
            if not self._sound(entry):  # another process may have brought it while this one waited
                download(entry, working, self.folder / entry.name, meter)
        return self._present(entry)[1]

    def _sound(self, entry: ModelEntry) -> Path | None:
        try:
            return self._installed(entry)
        except KnownError as error:
            if error.problem.code is ErrorCode.MODEL_DAMAGED:
                return None
            raise

    def _import(self, path: Path, progress: Report | None, cancel: threading.Event | None) -> Path:
        header = usable_header(path)
        meter = Meter(path.name, path.stat().st_size, progress, cancel)
        meter.stage(f"Checking {path.name}")
        sha256 = sha256_of(path, meter.advance)
        entry = self._entry_of(sha256)
        if entry is None:
            entry = personal_entry(path, header, sha256, {known_one.name for known_one in self.catalogue()})
        if found := self._sound(entry):
            return found
        from desktop_app.models.install import import_file, working_folder

        # Under the file's name, by which `discard` knows what was copied of it.
        with working_folder(self.folder, path.name, meter) as working:
            import_file(path, entry, working, self.folder / entry.name, meter)
        return self._present(entry)[1]

    def _entry_of(self, sha256: str) -> ModelEntry | None:
        """The entry whose only file has this content."""
        matching = (e for e in self.catalogue() if len(e.files) == 1 and e.files[0].sha256 == sha256)
        return next(matching, None)


def _compile(model: Path) -> None:
    from indexer.compiling import compiled  # takes its time to import, and the window begins with this module

    compiled(model)


def _not_installed(entry: ModelEntry, message: str) -> KnownError:
    fetchable = any(not isinstance(source, LocalSource) for source in entry.sources)
    target = entry.name if fetchable else "FILE"
    return known(ErrorCode.MODEL_MISSING, message, f"Get it with `footnote models get {target}`.")
