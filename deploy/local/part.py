"""One process of a local Quire: started, watched and ended with all that it started."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.local.procfile import ROOT

Sink = Callable[[str, str], None]
"""Takes the name of a part and one line that it printed, from a thread of its own."""

_BOUND = Path(__file__).with_name("bound.py")


class Part:
    """A process in a process group of its own, whose output goes to a file and a sink.

    It must be started from a thread that lives as long as the process shall: on
    Linux the kernel kills it when that thread ends.

    Args:
        name: as in the Procfile.
        command: what to run; the working directory is the project's.
        env: its whole environment.
        log: file that its output is appended to.
        sink: gets each line too.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        log: Path,
        sink: Sink | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._env = dict(env)
        self._sink = sink
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._swept = True
        self._asked = False

    @property
    def pid(self) -> int:
        """Process id of the last start. Raises RuntimeError before the first."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How the process ended, negative for a signal; None while it runs or before it did."""
        return None if self._process is None else self._process.poll()

    @property
    def running(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def died(self) -> bool:
        """Whether the process ended without having been asked to."""
        return self.exit_code is not None and not self._asked

    def start(self) -> None:
        """Start the process. Raises RuntimeError when it runs already."""
        if self.running:
            raise RuntimeError(f"{self.name} runs already")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_BOUND), str(os.getpid()), *self._command],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl-C in the terminal is ours to pass on
        )
        self._swept = self._asked = False
        self._reader = threading.Thread(
            target=self._read, args=(self._process,), name=f"log-{self.name}", daemon=True
        )
        self._reader.start()

    def signal(self, number: int) -> None:
        """Send a signal to the process itself, if it runs."""
        if self._process is not None:
            self._process.send_signal(number)

    def terminate(self) -> None:
        """Ask the process to end (SIGTERM), and do not wait."""
        if self.running:
            self._asked = True
            self.signal(signal.SIGTERM)

    def stop(self, grace: float) -> bool:
        """Ask the process to end and wait; kill it after ``grace`` seconds.

        Returns whether it ended by itself.
        """
        self.terminate()
        return self.wait(time.monotonic() + grace)

    def wait(self, give_up: float) -> bool:
        """Wait until the process has ended or the monotonic clock shows ``give_up``.

        Whatever is then left of its process group is killed. Returns whether the
        process had ended by itself.
        """
        if self._process is None:
            return True
        try:
            self._process.wait(timeout=max(0.0, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        self._sweep()
        return True

    def kill(self) -> None:
        """End the process and all that it started, as a crash of the machine would."""
        if self._process is not None:
            self._asked = self._asked or self.running
            self._process.kill()
            self._process.wait()
            self._sweep()

    def _sweep(self) -> None:
        if self._swept or self._process is None or self._reader is None:
            return
        self._swept = True  # once only: later the number may be another group's
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._reader.join(timeout=5)

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout, self.log.open("ab", buffering=0) as log:
            for line in process.stdout:
                log.write(line)
                if self._sink is not None:
                    self._sink(self.name, line.decode(errors="replace").rstrip("\r\n"))
