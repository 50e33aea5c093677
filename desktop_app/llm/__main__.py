"""The entry of the LLM process: `python -m desktop_app.llm --home DIR`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from filelock import FileLock, Timeout

from indexer.channel import EXIT_LOCKED, service_address
from indexer.config import LiveSettings, load_settings, private_folder
from indexer.errors import FootnoteError
from indexer.machine import session_steps_back
from indexer.offline import refuse_network
from indexer.runstate import running

SERVICE = "llm"
# How long an OpenMP thread spins for its neighbours before it sleeps. Measured on 2 cores, decoding tokens/s:
#   default   1.5B 40, 0.5B 65 undisturbed; 0.5B 2.6 beside ten other jobs
#   300       1.5B 36, 0.5B 60 undisturbed; 0.5B 14 beside ten other jobs
#   0         1.5B 27, 0.5B 38 undisturbed; 0.5B 17 beside ten other jobs
_SPIN_COUNT = "500"
_LOCK_SECONDS = 1.0  # time for a predecessor that is just ending


def main(arguments: list[str] | None = None) -> int:
    """Serve until idle and alone, asked to end, or told to by SIGTERM. 0, 1 for a known problem, or `EXIT_LOCKED`
    where another process serves this home."""
    options = _parser().parse_args(arguments)
    home = Path(options.home).absolute()
    # Also for code that a model file brings (its chat template) and for native code; before any thread starts.
    refuse_network()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        with (
            FileLock(private_folder(home / "run") / f"{SERVICE}.lock", timeout=_LOCK_SECONDS),
            running(home, SERVICE),
        ):
            let_go = _serve(home, options.idle_seconds)
    except Timeout:
        return EXIT_LOCKED
    except FootnoteError as error:
        sys.stderr.write(f"{error.problem}\n{error.problem.detail}\n")
        return 1
    if not let_go:
        os._exit(0)  # a thread is deep in native code, and tearing down around it would crash
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desktop_app.llm", description="Footnote's language model process.")
    parser.add_argument("--home", required=True, help="the library's home folder")
    parser.add_argument("--idle-seconds", type=float, default=120.0, help="ends after this time without a client")
    return parser


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _serve(home: Path, idle_seconds: float) -> bool:
    """Whether the engine let go of the model when the service ended."""
    # GNU OpenMP reads it when it is loaded, which is now.
    os.environ.setdefault("GOMP_SPINCOUNT", _SPIN_COUNT)
    # Here, so that a second process that finds the lock taken does not load the heavy library first.
    from desktop_app.llm.engine import LlamaEngine
    from desktop_app.llm.service import LlmService

    _prefer_as_victim()
    session_steps_back()
    settings = LiveSettings(home, load_settings(home))
    engine = LlamaEngine(lambda: settings().threads, private_folder(home / "run"))
    service = LlmService(service_address(home, SERVICE), engine)
    try:
        while not service.finished.wait(min(1.0, idle_seconds / 4)) and service.idle_seconds() < idle_seconds:
            pass
    except SystemExit:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return service.close()


def _prefer_as_victim() -> None:
    """Ask Linux to end this process before the window when memory runs out."""
    if sys.platform.startswith("linux"):
        try:
            Path("/proc/self/oom_score_adj").write_text("500")
        except OSError:
            return


if __name__ == "__main__":
    raise SystemExit(main())
