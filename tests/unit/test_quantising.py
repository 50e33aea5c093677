"""Layers in 8 bits: near what they were, whatever few channels do; those that can't be stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from indexer.quantising import quantise, save_quantised

import openvino  # isort: skip  # after what keeps its telemetry away

CHANNELS, OUTPUTS = 256, 48
Numbers = npt.NDArray[np.float32]


def linear(weights: Numbers, transpose: bool) -> Any:
    """texts × tokens × channels, times `weights` [outputs, channels]."""
    ops = openvino.opset13
    given = ops.parameter([-1, -1, weights.shape[1]], np.float32, name="x")
    constant = ops.constant(weights if transpose else np.ascontiguousarray(weights.T))
    return openvino.Model([ops.matmul(given, constant, False, transpose)], [given])


def computed(graph: Any, values: Numbers) -> Numbers:
    request = openvino.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    result: Numbers = request.infer([values])[0].copy()
    return result


def off(made: Numbers, exact: Numbers) -> float:
    return float(np.sqrt(np.mean((made - exact) ** 2) / np.mean(exact**2)))


def values(seed: int, loud: float = 1.0) -> Numbers:
    """[1, 200, channels], of which one channel is so many times as large as the others."""
    drawn = np.random.default_rng(seed).normal(size=(1, 200, CHANNELS)).astype(np.float32)
    drawn[..., 7] *= loud
    return drawn


@pytest.fixture
def weights() -> Numbers:
    return np.random.default_rng(3).normal(size=(OUTPUTS, CHANNELS)).astype(np.float32)


@pytest.mark.parametrize("transpose", [True, False])
def test_a_layer_computes_nearly_what_it_did(weights: Numbers, transpose: bool) -> None:
    graph = linear(weights, transpose)
    exact = computed(graph, values(2))
    assert quantise(graph, [{"x": values(1)}]) == 1
    assert "FakeQuantize" in {node.get_type_name() for node in graph.get_ordered_ops()}
    assert 0 < off(computed(graph, values(2)), exact) < 0.02


def test_a_loud_channel_does_not_drown_the_others(weights: Numbers) -> None:
    weights[:, 7] /= 30  # its share of the result is that of others
    graph = linear(weights, True)
    exact = computed(graph, values(2, loud=30))
    assert quantise(graph, [{"x": values(1, loud=30)}]) == 1
    assert "Multiply" in {node.get_type_name() for node in graph.get_ordered_ops()}
    assert off(computed(graph, values(2, loud=30)), exact) < 0.05


def test_what_is_never_below_nought_has_all_steps_above(weights: Numbers) -> None:
    graph = linear(weights, True)
    assert quantise(graph, [{"x": np.abs(values(1))}]) == 1
    exact = np.abs(values(2)) @ weights.T
    assert off(computed(graph, np.abs(values(2))), exact) < 0.01


def test_a_layer_that_would_err_much_stays_as_it_is(weights: Numbers) -> None:
    weights[:, 7] /= 1e5
    graph = linear(weights, True)
    assert quantise(graph, [{"x": values(1, loud=1e5)}]) == 0
    assert "FakeQuantize" not in {node.get_type_name() for node in graph.get_ordered_ops()}


def test_nothing_is_written_where_nothing_can_be_in_8_bits(tmp_path: Path, weights: Numbers) -> None:
    ops = openvino.opset13
    given = ops.parameter([-1, -1, CHANNELS], np.float32, name="x")
    openvino.save_model(openvino.Model([ops.relu(given)], [given]), tmp_path / "plain.xml")
    assert not save_quantised(tmp_path / "plain.xml", tmp_path / "made.xml", [{"x": values(1)}])
    assert not (tmp_path / "made.xml").exists()
    openvino.save_model(linear(weights, True), tmp_path / "plain.xml")
    assert save_quantised(tmp_path / "plain.xml", tmp_path / "made.xml", [{"x": values(1)}])
    assert off(computed(tmp_path / "made.xml", values(2)), values(2) @ weights.T) < 0.02
