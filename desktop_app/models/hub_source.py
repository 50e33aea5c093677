"""Fetches a model from a model hub, through `huggingface_hub`, which is imported here alone and only when asked.

Its own downloader starts anew after an interruption, so the bytes are fetched here, by range requests over its
session: they resume where they stopped and can be cancelled at any block.
"""

from __future__ import annotations

import fnmatch
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from desktop_app.models.catalogue import HubSource, ModelEntry, ModelFile
from desktop_app.models.files import sha256_of
from desktop_app.models.transfer import INCOMPLETE, READY, Meter, SourceError, require_space

_PATTERNS = ("*.json", "*.txt", "*.model", "*.safetensors")
_UNWANTED = ("onnx/*", "openvino/*", "*/onnx/*", "*/openvino/*")
_ATTEMPTS = 5  # in a row without a single new byte
_TIMEOUT = 30.0  # seconds of silence


@dataclass(frozen=True)
class _Remote:
    """A file to fetch. The hub vouches for it with `sha256` (large files) or with `git_sha1` (small ones)."""

    name: str
    local: str
    size: int
    sha256: str
    git_sha1: str


def fetch_from_hub(
    source: HubSource, entry: ModelEntry, folder: Path, meter: Meter, endpoint: str | None = None
) -> tuple[ModelFile, ...]:
    """Fetch the files into `folder / READY`. `endpoint` is another hub than the user's settings name.

    Raises SourceError, or KnownError: CANCELLED, DISK_FULL.
    """
    try:
        from huggingface_hub import HfApi, hf_hub_url
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, HTTPError, OfflineModeIsEnabled
    except ImportError as error:
        raise SourceError(f"can't be asked, because huggingface_hub is not installed ({error})") from error
    meter.stage("Asking the model hub")
    try:
        info = HfApi(endpoint=endpoint).model_info(source.repository, files_metadata=True, timeout=10)
        remotes = _remotes(source, entry, info.siblings or [])
        meter.total = sum(remote.size for remote in remotes)
        done, fetched = 0, []
        for remote in remotes:
            meter.stage(f"Downloading {remote.name}")
            url = hf_hub_url(source.repository, remote.name, revision=info.sha, endpoint=endpoint)
            fetched.append(_fetch_file(url, remote, folder, meter, done))
            done += remote.size
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else "no answer"
        raise SourceError(f"refused ({status})") from error
    except (HTTPError, OfflineModeIsEnabled, HFValidationError) as error:
        raise SourceError(f"can't be reached ({error})") from error
    return tuple(fetched)


def _remotes(source: HubSource, entry: ModelEntry, siblings: list[Any]) -> tuple[_Remote, ...]:
    """What to fetch of the repository's files, as the hub's own metadata describes them."""
    by_name = {sibling.rfilename: sibling for sibling in siblings}
    if entry.files:
        remote_names = source.files or tuple(file.name for file in entry.files)
        pairs = list(zip(remote_names, entry.files, strict=True))
    else:
        chosen = [name for name in by_name if _wanted(name, source.files or _PATTERNS)]
        pairs = [(name, ModelFile(name, 0, "")) for name in sorted(chosen)]
    if not pairs:
        raise SourceError("has no file there that fits")
    return tuple(_remote(name, file, by_name.get(name)) for name, file in pairs)


def _remote(name: str, file: ModelFile, sibling: Any) -> _Remote:
    if sibling is None:
        raise SourceError(f"has no {name} there")
    sha256 = str(sibling.lfs.sha256) if sibling.lfs else ""
    if file.sha256 and sha256 and sha256 != file.sha256:
        raise SourceError(f"has another version of {name} than the catalogue's")
    return _Remote(name, file.name, int(sibling.size or 0), file.sha256 or sha256, str(sibling.blob_id or ""))


def _wanted(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns) and not any(
        fnmatch.fnmatchcase(name, pattern) for pattern in _UNWANTED
    )


def _fetch_file(url: str, remote: _Remote, folder: Path, meter: Meter, done: int) -> ModelFile:
    """One file, resumed and verified. The partial file's name carries the expected hash, so that a new version of
    the file does not go on where the old one stopped."""
    target = folder / READY / remote.local
    expected = remote.sha256 or remote.git_sha1
    if ".." in Path(remote.local).parts or Path(remote.local).is_absolute():
        raise SourceError(f"names a file {remote.local!r}, which leads out of the model's folder")
    if target.is_file() and target.stat().st_size == remote.size and _hash(target, remote) == expected:
        meter.at(done + remote.size)
        return ModelFile(remote.local, remote.size, sha256_of(target))
    partial = folder / f"{expected[:16]}{INCOMPLETE}"
    target.parent.mkdir(parents=True, exist_ok=True)
    here = partial.stat().st_size if partial.exists() else 0
    require_space(folder, remote.size - here)
    with partial.open("ab") as output:
        if here > remote.size:
            _start_anew(output)
        _stream(url, output, remote, meter, done)
    meter.stage(f"Checking {remote.name}")
    if _hash(partial, remote) != expected:
        partial.unlink()
        raise SourceError(f"sent {remote.name} with another checksum than it announced")
    partial.replace(target)
    return ModelFile(remote.local, remote.size, remote.sha256 or sha256_of(target))


def _stream(url: str, output: BinaryIO, remote: _Remote, meter: Meter, done: int) -> None:
    """Append what is missing; a broken connection is taken up again as long as bytes keep coming."""
    from huggingface_hub.errors import HTTPError
    from huggingface_hub.utils import build_hf_headers, get_session

    failures = 0
    while (position := output.tell()) < remote.size:
        headers = {**build_hf_headers(), "Accept-Encoding": "identity", "Range": f"bytes={position}-"}
        try:
            with get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response:
                response.raise_for_status()
                if position and response.status_code != 206:
                    _start_anew(output)  # a server without ranges sends the whole file
                for block in response.iter_bytes():  # as they come: a fixed size would lose what it holds back
                    output.write(block)
                    meter.at(done + output.tell())
        except HTTPError as error:
            answer = getattr(error, "response", None)
            if answer is not None and answer.status_code < 500:
                raise  # a refusal, which asking again does not change
            failures = 0 if output.tell() > position else failures + 1
            if failures == _ATTEMPTS:
                raise
            meter.pause(min(0.5 * 2**failures, 8))
        else:
            if output.tell() == position:
                raise SourceError(f"ended {remote.name} after {position:,} of {remote.size:,} bytes")
    output.flush()


def _start_anew(output: BinaryIO) -> None:
    output.seek(0)
    output.truncate()


def _hash(path: Path, remote: _Remote) -> str:
    """The sha256, or for a file that the hub keeps in git the sha1 of its git object."""
    if remote.sha256:
        return sha256_of(path)
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    digest.update(path.read_bytes())
    return digest.hexdigest()
