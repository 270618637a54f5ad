"""What runs the model keeps to itself: no thread before a fork, no report to anybody."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROGRAM = """
import os, sys
from pathlib import Path
from brobygger.meaning.encoder import Encoder

encoder = Encoder(Path(sys.argv[1]))
encoder.questions(["i forælderen"])
print(len(os.listdir("/proc/self/task")), flush=True)
child = os.fork()
if child == 0:
    sys.exit(0 if encoder.begin("i barnet").result(20) is not None else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class TestOpenSession:
    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_makes_no_thread_and_lets_a_forked_child_end_in_peace(self, model: Path) -> None:
        """A worker that ends runs what the library left behind: a thread that only its parent has would hang it."""
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(model)],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip

        assert run.stdout.split() == ["1", "0"]

    @pytest.mark.usefixtures("model")
    def test_is_done_by_a_build_that_reports_to_nobody(self) -> None:
        """Later builds for Linux hold a client that reports use to the maker; see the pin in pyproject.toml."""
        spec = find_spec("onnxruntime")
        assert spec is not None
        libraries = list(Path(str(spec.origin)).parent.glob("capi/*.so*"))

        assert libraries
        assert not [path.name for path in libraries if b"OneDsTelemetry" in path.read_bytes()]
