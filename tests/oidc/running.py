"""Starts the provider and stops it again."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.portal import ROOT, free_port

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT_ID, SECRET = "brobygger", "a secret that only the two of them know"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningProvider:
    """A provider that answers: its address, and the file its log of requests goes to."""

    issuer: str
    log: Path


def missing() -> str:
    """Return what is not installed here, empty when the provider can run."""
    if shutil.which("node") is None:
        return "node"
    return "" if (ROOT / "node_modules/oidc-provider").exists() else "oidc-provider (npm ci)"


@contextmanager
def running_provider(
    *, people: Mapping[str, Mapping[str, Any]], comes_back_to: str, log: Path
) -> Iterator[RunningProvider]:
    """Give a provider that knows some people. Where it cannot run, tests are skipped; in CI they fail."""
    if what := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what} is not installed")
        pytest.skip(f"{what} is not installed")
    port = free_port()
    client = {"client_id": CLIENT_ID, "client_secret": SECRET, "redirect_uris": [comes_back_to]}
    asked = json.dumps({"port": port, "client": client, "people": people})
    with log.open("w") as errors:
        process = subprocess.Popen(
            ["node", str(SCRIPT), asked], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.strip() == "ready":
                    break
            assert process.poll() is None, log.read_text()
            yield RunningProvider(issuer=f"http://127.0.0.1:{port}", log=log)
        finally:
            process.terminate()
            process.wait(timeout=10)
