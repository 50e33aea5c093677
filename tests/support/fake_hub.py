"""A model hub on this machine: the two requests of the hub's interface that Footnote makes, with faults on demand."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGE = 1000  # bytes from which on the hub keeps a file as a large one, with a sha256
REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class FakeHub:
    """`files` of one repository. `cut_after` breaks off the first answer with a file after so many bytes; `sent`
    replaces what is announced; `ranges` are the Range headers seen."""

    repository: str
    files: dict[str, bytes]
    endpoint: str = ""
    cut_after: int | None = None
    sent: dict[str, bytes] = field(default_factory=dict)
    honours_ranges: bool = True
    ranges: list[str] = field(default_factory=list)

    def metadata(self) -> bytes:
        siblings = []
        for name, content in self.files.items():
            blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
            sibling = {"rfilename": name, "size": len(content), "blobId": blob}
            if len(content) >= LARGE:
                sha256 = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 130}
            siblings.append(sibling)
        return json.dumps({"id": self.repository, "sha": REVISION, "siblings": siblings, "tags": []}).encode()


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path == f"/api/models/{hub.repository}":
                self._send(200, hub.metadata())
                return
            name = path.removeprefix(f"/{hub.repository}/resolve/{REVISION}/")
            if name not in hub.files:
                self._send(404, b"{}")
                return
            self._send_file(hub.sent.get(name, hub.files[name]))

        def _send_file(self, content: bytes) -> None:
            asked = self.headers.get("Range", "")
            hub.ranges.append(asked)
            start = int(asked.removeprefix("bytes=").removesuffix("-") or 0) if hub.honours_ranges else 0
            body = content[start:]
            self.send_response(206 if hub.honours_ranges and asked else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if hub.cut_after is not None:
                body, hub.cut_after = body[: hub.cut_after], None
            self.wfile.write(body)

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
