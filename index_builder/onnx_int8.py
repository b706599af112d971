"""Weights of an ONNX model in int8, by a scale for each row or column; what is computed with them stays as it was.

OpenVINO keeps such weights as they are and quantises what they meet by itself. The usual dynamic quantisation (ONNX Runtime's
`quantize_dynamic`, with its operators of whole numbers) ran at less than half the speed there and was less true: see
docs/decisions/013-encoders-and-reranking.md.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STEPS = 127
_OUTPUT_AXIS = {"MatMul": 1, "Gather": 0}
"""The axis along which each operator's weights have their scales: a multiplication's columns, a table's rows."""


def weights_to_int8(path: Path) -> None:
    """Rewrites the model at `path`: every float32 matrix that a multiplication or a table look-up reads becomes int8 and scales."""
    onnx: Any = import_module("onnx")  # partly untyped
    model = onnx.load(str(path))
    graph = model.graph
    matrices = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2 and tensor.data_type == onnx.TensorProto.FLOAT}
    axes = {
        name: _OUTPUT_AXIS[node.op_type] for node in graph.node if node.op_type in _OUTPUT_AXIS for name in node.input if name in matrices
    }
    for name, axis in axes.items():
        steps, scales = _quantised(onnx.numpy_helper.to_array(matrices[name]), axis)
        graph.initializer.remove(matrices[name])
        graph.initializer.extend(
            [onnx.numpy_helper.from_array(steps, f"{name}_steps"), onnx.numpy_helper.from_array(scales, f"{name}_scales")]
        )
        graph.node.insert(0, onnx.helper.make_node("DequantizeLinear", [f"{name}_steps", f"{name}_scales"], [name], axis=axis))
    onnx.save(model, str(path))


def _quantised(weights: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scales = np.maximum(np.abs(weights).max(axis=1 - axis), 1e-12) / _STEPS
    steps = np.clip(np.round(weights / np.expand_dims(scales, 1 - axis)), -_STEPS, _STEPS)
    return steps.astype(np.int8), scales.astype(np.float32)
