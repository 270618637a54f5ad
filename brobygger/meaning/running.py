"""Running the graph, with one thread and as little memory of its own as ONNX Runtime can do with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from brobygger.meaning.errors import BrokenModel, PackagesMissing
from brobygger.meaning.weights import Floats

Session = Any


def open_session(graph: Path) -> Session:
    """Open a graph; raise PackagesMissing without ONNX Runtime, BrokenModel when it cannot be used.

    It makes no thread, so that it can be opened before a server forks and be shared by all workers: they then hold 4 MB
    each instead of 50. Nothing is kept between questions (no arena): memory is given back.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise PackagesMissing from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except runtime_errors() as error:
        raise BrokenModel from error


def run_session(session: Session, rows: Floats, *, outputs: Sequence[str]) -> list[Floats]:
    """Return some outputs for one text, given the rows of its pieces."""
    inputs = {"words": rows[None], "lengths": np.array([len(rows)], dtype=np.int32)}
    return list(session.run(list(outputs), inputs))


def runtime_errors() -> tuple[type[Exception], ...]:
    """Return what ONNX Runtime may raise; its errors have no parent of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    found = [kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    return (*found, RuntimeError, ValueError)
