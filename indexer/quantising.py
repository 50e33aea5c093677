"""The linear layers of an embedder's graph in 8 bits, which a processor multiplies faster than any wider number.

Weights have a scale for each output. What goes into a layer has one range, as wide as it was for example texts. Where
few of its channels are far larger than all others, these would leave the others no steps: they are divided by the root
of how far they stand out, and their weights multiplied by it (the idea of SmoothQuant, Xiao et al. 2023, for these
channels alone). A layer that errs much all the same is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import indexer.openvino_embedder  # noqa: F401  # keeps what counts OpenVINO's users from being loaded with it

# isort: split
from openvino import Core, Model, opset13, save_model

Floats = npt.NDArray[np.float32]

_STEPS = 256
_LARGEST = 127  # of a weight; -128 is not used
_SMALL_ERROR, _MOST_ERROR = 0.02, 0.06  # the root of the mean square of a layer's error, by that of its result
_ORDINARY = 0.99  # the share of channels that don't stand out
_ONE_SIDED = 0.25  # what reaches no further than this share below nought has a range of its own below it
_ROWS = 256  # tokens of each example by which errors are judged
_LEAST = 1e-4


@dataclass(frozen=True)
class _Range:
    """How what goes into a layer becomes steps: divided by `even` [channels], then from `low` to `high`."""

    even: Floats
    low: float
    high: float

    @property
    def is_even(self) -> bool:
        return bool(np.all(self.even == 1.0))

    def steps(self, values: Floats) -> Floats:
        """`values` [tokens, channels] as the 8-bit steps stand for them, still divided by `even`."""
        step = (self.high - self.low) / (_STEPS - 1)
        kept = np.clip(values / self.even, self.low, self.high)
        stepped: Floats = np.round((kept - self.low) / step) * step + self.low
        return stepped


@dataclass
class _Observed:
    """What went into layers: the least and largest of every channel, and some tokens' values [tokens, channels]."""

    least: Floats
    largest: Floats
    tokens: list[Floats]


def save_quantised(exact: Path, made: Path, examples: Iterable[Mapping[str, npt.NDArray[Any]]]) -> bool:
    """Write the graph in the file `exact` with what can be in 8 bits as the file `made`. False where nothing can."""
    graph = Core().read_model(exact)
    if quantise(graph, examples) == 0:
        return False
    save_model(graph, made)
    return True


def quantise(graph: Model, examples: Iterable[Mapping[str, npt.NDArray[Any]]]) -> int:
    """Change `graph` so that its linear layers compute in 8 bits. `examples` are inputs of it, a text each. Returns how
    many layers do, which may be none."""
    layers = _linear_layers(graph)
    observed = _observe(graph, layers, examples)
    by_input: dict[tuple[str, int], list[tuple[Any, Floats]]] = {}
    for layer in layers:
        by_input.setdefault(_name(layer.input_value(0)), []).append((layer, _weights(layer)))
    changed = 0
    for name, of_input in by_input.items():
        seen = observed[name]
        chosen, errors = _best_range(seen, [weights for _, weights in of_input])
        kept = [pair for pair, error in zip(of_input, errors, strict=True) if error <= _MOST_ERROR]
        if kept:
            source = _stepped(kept[0][0].input_value(0), chosen)
            for layer, weights in kept:
                layer.output(0).replace(_multiplied(source, weights * chosen.even).output(0))
            changed += len(kept)
    graph.validate_nodes_and_infer_types()
    return changed


def _linear_layers(graph: Model) -> list[Any]:
    """Products of something with three dimensions, texts, tokens and channels, and a constant."""
    return [
        node
        for node in graph.get_ordered_ops()
        if node.get_type_name() == "MatMul"
        and not node.get_attributes()["transpose_a"]
        and _constant(node.input_value(1).get_node()) is not None
        and (rank := node.input_value(0).get_partial_shape().rank).is_static
        and rank.get_length() == 3
    ]


def _constant(node: Any) -> Any | None:
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node if node.get_type_name() == "Constant" and len(node.get_output_shape(0)) == 2 else None


def _weights(layer: Any) -> Floats:
    """[outputs, channels]"""
    constant = _constant(layer.input_value(1).get_node())
    assert constant is not None
    weights: Floats = constant.get_data().astype(np.float32)
    return weights if layer.get_attributes()["transpose_b"] else np.ascontiguousarray(weights.T)


def _name(value: Any) -> tuple[str, int]:
    return value.get_node().get_friendly_name(), value.get_index()


def _observe(
    graph: Model, layers: Sequence[Any], examples: Iterable[Mapping[str, npt.NDArray[Any]]]
) -> dict[tuple[str, int], _Observed]:
    """What goes into the layers for these examples, computed in float32."""
    looked_at = graph.clone()
    wanted = {_name(layer.input_value(0)): layer.input_value(0) for layer in layers}
    nodes = {node.get_friendly_name(): node for node in looked_at.get_ordered_ops()}
    first = len(looked_at.outputs)
    looked_at.add_outputs([nodes[node].output(index) for node, index in wanted])
    request = Core().compile_model(looked_at, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    observed: dict[tuple[str, int], _Observed] = {}
    for example in examples:
        request.infer(dict(example))
        for number, name in enumerate(wanted):
            values = request.get_output_tensor(first + number).data
            values = values.reshape(-1, values.shape[-1])
            least, largest = values.min(axis=0), values.max(axis=0)
            some = values[:: max(1, len(values) // _ROWS)].copy()
            if (seen := observed.get(name)) is None:
                observed[name] = _Observed(least, largest, [some])
            else:
                seen.least = np.minimum(seen.least, least)
                seen.largest = np.maximum(seen.largest, largest)
                seen.tokens.append(some)
    return observed


def _best_range(seen: _Observed, weights: Sequence[Floats]) -> tuple[_Range, list[float]]:
    """The range for the layers with these `weights`, and how much each errs with it. To even channels out costs a
    product for each of their values, so it is done where much comes of it."""
    tokens = np.concatenate(seen.tokens)
    reach = np.maximum(np.maximum(seen.largest, -seen.least), _LEAST)
    stand_out = np.sqrt(np.maximum(reach / np.quantile(reach, _ORDINARY), 1.0)).astype(np.float32)
    found, errors = _judged(seen, tokens, weights, np.ones_like(stand_out))
    if np.mean(errors) > _SMALL_ERROR:
        evened = _judged(seen, tokens, weights, stand_out)
        if np.mean(evened[1]) < np.mean(errors):
            return evened
    return found, errors


def _judged(seen: _Observed, tokens: Floats, weights: Sequence[Floats], even: Floats) -> tuple[_Range, list[float]]:
    found = _range(seen, even)
    return found, [_error(tokens, one, found) for one in weights]


def _range(seen: _Observed, even: Floats) -> _Range:
    low, high = float((seen.least / even).min()), float((seen.largest / even).max())
    if low < -_ONE_SIDED * high:
        high = max(high, -low)
        low = -high * (_LARGEST + 1) / _LARGEST
    return _Range(even, low, high)


def _error(tokens: Floats, weights: Floats, found: _Range) -> float:
    exact = tokens @ weights.T
    steps, scale = _weight_steps(weights * found.even)
    made = found.steps(tokens) @ (steps * scale).T
    return float(np.sqrt(np.mean((made - exact) ** 2) / max(float(np.mean(exact**2)), _LEAST)))


def _weight_steps(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """8-bit weights [outputs, channels], and the size of a step of each output [outputs, 1]."""
    scale: Floats = np.maximum(np.abs(weights).max(axis=1, keepdims=True), _LEAST) / _LARGEST
    return np.round(weights / scale).astype(np.int8), scale


def _stepped(source: Any, found: _Range) -> Any:
    if not found.is_even:
        source = opset13.multiply(source, opset13.constant((1 / found.even).reshape(1, 1, -1)))
    low, high = np.float32(found.low), np.float32(found.high)
    return opset13.fake_quantize(source, low, high, low, high, _STEPS)


def _multiplied(source: Any, weights: Floats) -> Any:
    steps, scale = _weight_steps(weights)
    constant = opset13.multiply(opset13.convert(opset13.constant(steps), "f32"), opset13.constant(scale))
    return opset13.matmul(source, constant, False, True)
