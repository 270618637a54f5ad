"""Writing the model down as an ONNX graph: in plain numbers to measure it, in whole numbers (int8) to use it.

What makes int8 both quick and true here (measured in docs/adr/0008):
- Numbers that flow through the graph are rounded to 8 bits with one scale for a whole text, and a few channels are a
  hundred times larger than the rest, which would round the others away. So the large channels are made smaller before
  the rounding and their weights larger (SmoothQuant). How large they get is measured once on everyday sentences.
- Weights use 7 of the 8 bits: processors without VNNI add two products in 16 bits and would overflow with 8.

The rows of words are looked up outside (``words``): processes then share that table instead of each having its own.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.meaning.manifest import GRAPH, WEIGHTS
from brobygger.meaning.weights import Floats, Weights

#: Largest size of each channel where it is multiplied, by the name of the multiplication.
Peaks = Mapping[str, Floats]

_OURS, _STANDARD = "com.microsoft", ""
_OPSET = 18
_IR_VERSION = 9
_LARGEST = 63  # 7 bits
#: How much of a channel's size is moved from the numbers that flow into the weights: 0 none, 1 all.
_MOVED = 0.7
_SMALLEST = 1e-3


def write_graph(weights: Weights, folder: Path, *, peaks: Peaks | None) -> list[str]:
    """Write the graph into a folder, in whole numbers when the channels' peaks are known.

    In plain numbers (``peaks`` is None) what flows into each multiplication is an output too: their names are returned.
    """
    import onnx

    drawing = _Drawing(weights, peaks)
    model = drawing.model()
    onnx.save_model(
        model, str(folder / GRAPH), save_as_external_data=True, location=WEIGHTS, size_threshold=1024,
        all_tensors_to_one_file=True,
    )  # fmt: skip
    return drawing.measured


class _Drawing:
    """One graph while it is drawn. Names: a node's output is called after what it is."""

    def __init__(self, weights: Weights, peaks: Peaks | None) -> None:
        self._weights, self._peaks = weights, peaks
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self.measured: list[str] = []

    def model(self) -> Any:
        """Draw everything: words and places, the layers, the mean of what comes out."""
        from onnx import TensorProto, helper

        width = self._weights.shape.width
        flow = self._words_with_places()
        for layer in range(self._weights.shape.layers):
            flow = self._layer(f"l{layer}", flow)
        self._mean(flow)
        graph = helper.make_graph(
            self._nodes,
            "sentence",
            [
                helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "pieces", width]),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
            ],
            [
                helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width]),
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in self.measured),
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid(_STANDARD, _OPSET), helper.make_opsetid(_OURS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _words_with_places(self) -> str:
        """Add to each word where in the text it stands. (All words are of the first of the model's two types.)"""
        width = self._weights.shape.width
        places = self._weights.numbers("emb.pos").reshape(-1, width) + self._weights.numbers("emb.type")[:width]
        zero = self._constant("zero", np.zeros(1, np.int64))
        count = self._node("Shape", ["words"], "count", start=1, end=2)
        here = self._node("Slice", [self._constant("places", places), zero, count, zero], "here")
        placed = self._node("Add", ["words", here], "placed")
        inputs = [placed, self._own("emb.ln.w"), self._own("emb.ln.b")]
        return self._node("LayerNormalization", inputs, "begun", axis=-1, epsilon=self._weights.shape.epsilon)

    def _layer(self, name: str, flow: str) -> str:
        """Look at the other words, then think about each; each time what came in is kept and added to."""
        shape = self._weights.shape
        mixed = self._multiply(f"{name}.qkv", flow, parts=[f"{name}.{part}" for part in "qkv"], columns=shape.width)
        thirds = [f"{name}.{part}.out" for part in "qkv"]
        self._node("Split", [mixed], *thirds, axis=-1, num_outputs=3)
        seen = self._node(
            "MultiHeadAttention", [*thirds, "", "lengths"], f"{name}.seen", domain=_OURS, num_heads=shape.heads
        )
        looked = self._multiply(f"{name}.ao", seen, parts=[f"{name}.ao"], columns=shape.width)
        flow = self._added(f"{name}.aln", flow, looked)
        wide = self._multiply(f"{name}.fi", flow, parts=[f"{name}.fi"], columns=shape.width, with_bias=False)
        thought = self._node("BiasGelu", [wide, self._own(f"{name}.fi.b")], f"{name}.thought", domain=_OURS)
        narrow = self._multiply(f"{name}.fo", thought, parts=[f"{name}.fo"], columns=shape.inner)
        return self._added(f"{name}.oln", flow, narrow)

    def _added(self, name: str, flow: str, more: str) -> str:
        inputs = [flow, more, self._own(f"{name}.w"), self._own(f"{name}.b")]
        epsilon = self._weights.shape.epsilon
        return self._node("SkipLayerNormalization", inputs, f"{name}.out", domain=_OURS, epsilon=epsilon)

    def _mean(self, flow: str) -> None:
        """Take the mean over each text's own words and give it length one."""
        from onnx import TensorProto

        first = self._constant("axis.1", np.array([1], np.int64))
        second = self._constant("axis.2", np.array([2], np.int64))
        scalars = [self._constant(f"scalar.{number}", np.array(number, np.int64)) for number in (0, 1)]
        places = self._node("Range", [scalars[0], self._node("Squeeze", ["count"], "many"), scalars[1]], "numbers")
        lengths = self._node(
            "Unsqueeze", [self._node("Cast", ["lengths"], "long", to=TensorProto.INT64), first], "ends"
        )
        is_word = self._node("Cast", [self._node("Less", [places, lengths], "less")], "own", to=TensorProto.FLOAT)
        words = self._node("Mul", [flow, self._node("Unsqueeze", [is_word, second], "own.wide")], "kept")
        self._node("LpNormalization", [self._node("ReduceSum", [words, first], "sum", keepdims=0)], "vectors", p=2)

    def _multiply(self, name: str, flow: str, *, parts: list[str], columns: int, with_bias: bool = True) -> str:
        """Multiply what flows with one matrix, or with several side by side."""
        matrix = np.concatenate([self._weights.matrix(f"{part}.w", columns=columns) for part in parts]).T
        bias = []
        if with_bias:
            numbers = np.concatenate([self._weights.numbers(f"{part}.b") for part in parts])
            bias = [self._constant(f"{name}.bias", numbers)]
        if self._peaks is None:
            self.measured.append(flow)
            product = self._node("MatMul", [flow, self._constant(name, matrix)], f"{name}.product")
            return self._node("Add", [product, *bias], f"{name}.out") if bias else product
        moved = _moved(self._peaks[flow], matrix)
        smooth = self._node("Mul", [flow, self._constant(f"{name}.smooth", 1 / moved)], f"{name}.smoothed")
        inputs = [smooth, *self._whole(name, matrix * moved[:, None]), *bias]
        return self._node("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=_OURS)

    def _whole(self, name: str, matrix: Floats) -> list[str]:
        """Keep a matrix as whole numbers, with a scale for each output."""
        scales = np.maximum(np.abs(matrix).max(axis=0), _SMALLEST * _SMALLEST) / _LARGEST
        return [
            self._constant(name, np.rint(matrix / scales).astype(np.int8)),
            self._constant(f"{name}.scale", scales.astype(np.float32)),
            self._constant(f"{name}.zero", np.zeros(len(scales), np.int8)),
        ]

    def _own(self, name: str) -> str:
        return self._constant(name, self._weights.numbers(name))

    def _constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        kept = array.astype(np.float32) if array.dtype.kind == "f" else array
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(kept).reshape(array.shape), name))
        return name

    def _node(self, act: str, inputs: list[str], *outputs: str, domain: str = _STANDARD, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(act, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]


def _moved(peaks: Floats, matrix: Floats) -> Floats:
    """Return by how much each channel is made smaller before the rounding, and its weights larger."""
    flowing = np.maximum(peaks, _SMALLEST) ** _MOVED
    fixed = np.maximum(np.abs(matrix).max(axis=1), _SMALLEST) ** (1 - _MOVED)
    return np.asarray(flowing / fixed, dtype=np.float32)
