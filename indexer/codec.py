"""Strict JSON for frozen dataclasses: what is not registered, missing, unknown or of a wrong type is refused.

No pickle anywhere: a message from another process can name a type, never run code.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from functools import cache
from typing import Any

from indexer.errors import ErrorCode, KnownError, Problem


def _refuse(reason: str) -> KnownError:
    return KnownError(
        Problem(
            ErrorCode.BAD_MESSAGE,
            f"A message from another Footnote process made no sense: {reason}.",
            "Close every Footnote window and start it again, so that all parts are of the same version.",
        )
    )


def to_plain(value: Any) -> Any:
    """A dataclass, enum, tuple or dict as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def from_plain(kind: Any, value: Any, where: str = "message") -> Any:
    """The inverse of `to_plain` for an annotated type. Raises KnownError(BAD_MESSAGE) naming the place."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in typing.get_args(kind):
            return None
        (inner,) = (arg for arg in typing.get_args(kind) if arg is not type(None))
        return from_plain(inner, value, where)
    if origin is tuple:
        item_kind = typing.get_args(kind)[0]
        if not isinstance(value, list):
            raise _refuse(f"{where} is not a list")
        return tuple(from_plain(item_kind, item, f"{where}[{n}]") for n, item in enumerate(value))
    if origin is dict:
        item_kind = typing.get_args(kind)[1]
        if not isinstance(value, dict):
            raise _refuse(f"{where} is not an object")
        return {str(key): from_plain(item_kind, item, f"{where}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass_from_plain(typing.cast(type, kind), value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            raise _refuse(f"{where} is {value!r}, no {kind.__name__}") from None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is Any or type(value) is kind:
        return value
    raise _refuse(f"{where} is {type(value).__name__}, not {getattr(kind, '__name__', kind)}")


def _dataclass_from_plain(cls: type, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _refuse(f"{where} is not an object")
    hints, arguments = _hints(cls), {}
    fields = {f.name: f for f in dataclasses.fields(cls)}
    if unknown := value.keys() - fields.keys():
        raise _refuse(f"{where} has an unknown field {min(unknown)!r}")
    for name, field in fields.items():
        if name in value:
            arguments[name] = from_plain(hints[name], value[name], f"{where}.{name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise _refuse(f"{where} lacks {name!r}")
    return cls(**arguments)


@dataclasses.dataclass(frozen=True)
class Envelope:
    """One message of the conversation `id`; `last` closes that conversation."""

    id: int
    last: bool
    body: Any


class Registry:
    """The messages that one channel speaks, by class name."""

    def __init__(self, version: int, messages: tuple[type, ...]) -> None:
        self.version = version
        self._by_name = {cls.__name__: cls for cls in messages}

    def encode(self, envelope: Envelope) -> bytes:
        """JSON bytes. Raises KeyError for a body that is not registered: a bug of ours."""
        name = type(envelope.body).__name__
        if self._by_name[name] is not type(envelope.body):
            raise KeyError(name)
        plain = {"id": envelope.id, "last": envelope.last, "type": name, "body": to_plain(envelope.body)}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    def decode(self, data: bytes) -> Envelope:
        """The envelope of JSON bytes. Raises KnownError(BAD_MESSAGE)."""
        try:
            plain = json.loads(data.decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise _refuse(f"not JSON ({error})") from None
        if not isinstance(plain, dict) or plain.keys() != {"id", "last", "type", "body"}:
            raise _refuse("not an envelope")
        if type(plain["id"]) is not int or type(plain["last"]) is not bool:
            raise _refuse("not an envelope")
        cls = self._by_name.get(plain["type"])
        if cls is None:
            raise _refuse(f"unknown type {plain['type']!r}")
        return Envelope(plain["id"], plain["last"], from_plain(cls, plain["body"], plain["type"]))
