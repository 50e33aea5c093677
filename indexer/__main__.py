"""Process entry of the indexer service: `python -m indexer --home DIR`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.channel import Server
    from indexer.service import IndexerService

# This module is imported again by every child that multiprocessing starts, so heavy imports stay inside `main`.


def main(arguments: list[str] | None = None) -> int:
    """Serve until idle and alone. Exit codes: 0 done, 1 a known problem (its sentence is the log's last line),
    `channel.EXIT_LOCKED` when another process serves this library."""
    parser = argparse.ArgumentParser(prog="indexer", description="Footnote's indexer service.")
    parser.add_argument("--home", required=True, type=Path)
    parser.add_argument("--idle-seconds", type=float, default=300.0)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")

    from filelock import FileLock, Timeout

    from indexer import runstate
    from indexer.channel import EXIT_LOCKED
    from indexer.config import library_folder, private_folder
    from indexer.errors import FootnoteError

    try:
        home = private_folder(options.home)
        library = private_folder(library_folder(home))
        with FileLock(library / "lock").acquire(timeout=0), runstate.running(home, "indexer"):
            _serve(home, options.idle_seconds)
    except Timeout:
        return EXIT_LOCKED
    except FootnoteError as error:
        logging.error("%s %s", error.problem, error.problem.detail)
        return 1
    return 0


def _serve(home: Path, idle_seconds: float) -> None:
    from indexer.channel import Server, service_address
    from indexer.config import load_settings
    from indexer.machine import session_steps_back
    from indexer.offline import refuse_network
    from indexer.protocol import REGISTRY
    from indexer.service import IndexerService

    session_steps_back()
    settings = load_settings(home)
    if not settings.vectors:  # vectors elsewhere are the one thing that needs a network, by the person's own choice
        refuse_network()
    service = IndexerService(home, settings)
    worker = service.worker

    def stop(_signal: int, _frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is meant for the client
    server = Server(service_address(home, "indexer"), REGISTRY, service.handle)
    service.start()
    try:
        worker.run(lambda: _alone(server, service, idle_seconds))
    finally:
        server.close()
        service.close()


def _alone(server: Server, service: IndexerService, idle_seconds: float) -> bool:
    if server.clients:
        return False
    if service.leave_when_alone:
        return True
    return time.monotonic() - server.last_seen > idle_seconds and not service.is_busy()


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    # Threads of torch and LanceDB may still run; everything is committed, so leave without waiting for them.
    os._exit(code)
