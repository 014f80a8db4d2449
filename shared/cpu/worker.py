"""One process of the pool, seen from the parent. Blocking: for the pool's threads."""

import os
import pickle
import socket
import subprocess
import sys
import time

from shared.cpu import child

START_SECONDS = 60.0
"""How long starting a process and importing the module of the work may take."""

_KEPT_ENVIRONMENT = (
    "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TMPDIR", "TZ",
)  # fmt: skip
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class WorkerDied(Exception):  # noqa: N818  # says what happened
    """A process ended before it answered: out of memory, a crash, a closed pool."""


class WorkNotBegun(WorkerDied):
    """A process was gone before it began the work, which can be given to another."""


class WorkFailed(Exception):  # noqa: N818  # says what happened
    """The work ended, but its value or its exception cannot be pickled."""


class Worker:
    """A running process and the channel to it.

    The process shares neither standard streams nor process group with its parent,
    gets no environment variable beyond the few it needs (parsers of hostile files
    must not see secrets), and ends when the parent does.

    Args:
        memory_limit: address space in bytes; 0 for no limit.

    """

    def __init__(self, memory_limit: int) -> None:
        self.fresh = True
        self.usable = True
        self._channel, theirs = socket.socketpair()
        descriptor = theirs.fileno()
        command = [sys.executable, "-P", child.__file__, str(descriptor), str(memory_limit)]
        kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(descriptor,),
                start_new_session=True,
                env=kept | _ONE_THREAD,
            )
        except BaseException:
            self._channel.close()
            raise
        finally:
            theirs.close()

    @property
    def alive(self) -> bool:
        """Whether the process runs. One that has ended is reaped by this."""
        return self._process.poll() is None

    def call(self, request: bytes, timeout: float) -> object:
        """Send pickled work and return its value; ``timeout`` runs while it works.

        Raises what the work raised, WorkFailed, TimeoutError, WorkNotBegun,
        WorkerDied. Afterwards ``usable`` says whether the process can go on.
        """
        self.usable = False
        try:
            kind, payload = self._begin(request)
            self.fresh = False
            if kind == child.BEGUN:
                kind, payload = child.receive(self._channel, time.monotonic() + timeout)
        except TimeoutError:
            raise TimeoutError(f"the work took longer than {timeout:g} s") from None
        except (EOFError, ConnectionError):
            raise WorkerDied(self._last_words()) from None
        self.usable = True
        answer = pickle.loads(payload)  # noqa: S301  # from our own child
        if kind == child.VALUE:
            return answer
        if kind == child.UNPICKLABLE:
            raise WorkFailed(answer)
        error, trace = answer
        if isinstance(error, StopIteration):  # no future can hold one
            raise WorkFailed(f"the work raised StopIteration:\n{trace}")
        error.add_note(f"In a process of the pool:\n{trace}")
        raise error

    def kill(self) -> None:
        """End the process at once, without waiting for it."""
        self._process.kill()

    def dispose(self) -> None:
        """Kill the process, wait for its end and close what belongs to it."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _begin(self, request: bytes) -> tuple[bytes, bytearray]:
        deadline = time.monotonic() + START_SECONDS
        try:
            if self.fresh:
                child.send(self._channel, child.READY, pickle.dumps(sys.path))
                child.receive(self._channel, deadline)
            self._channel.settimeout(START_SECONDS)
            child.send(self._channel, child.BEGUN, request)
            return child.receive(self._channel, deadline)
        except TimeoutError:
            raise WorkerDied("a process of the pool did not start in time") from None
        except (EOFError, ConnectionError):
            raise WorkNotBegun(self._last_words()) from None

    def _last_words(self) -> str:
        self._process.kill()
        code = self._process.wait()
        if code == child.OUT_OF_MEMORY:
            return "the process reached its memory limit"
        return f"the process ended by itself (exit code {code})"
