"""What a process of the pool runs: one piece of work after the other.

Started by path with nothing but the standard library; the first message brings
``sys.path``, so that everything the parent can import is found here as well.
This module is the child's ``__main__``: nothing that crosses the channel may be
defined in it.
"""

import contextlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import threading
import time
import traceback

READY, BEGUN, VALUE, ERROR, UNPICKLABLE = b"R", b"B", b"V", b"E", b"U"
HEADER = struct.Struct("!cQ")
OUT_OF_MEMORY = 86
"""Exit code of a process that reached its memory limit."""


def send(channel: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Write one frame: a byte for its kind, eight for the length, the payload."""
    channel.sendall(HEADER.pack(kind, len(payload)))
    if payload:
        channel.sendall(payload)


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[bytes, bytearray]:
    """Read one frame, until ``deadline`` (monotonic) at the latest.

    Raises EOFError when the other side is gone and TimeoutError at the deadline.
    """
    kind, size = HEADER.unpack(_exactly(channel, HEADER.size, deadline))
    return kind, _exactly(channel, size, deadline)


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        if deadline is not None:
            channel.settimeout(max(deadline - time.monotonic(), 1e-6))
        count = channel.recv_into(view)
        if count == 0:
            raise EOFError
        view = view[count:]
    return data


def main() -> None:
    """Serve the channel whose descriptor is the first argument until it closes."""
    _settle(memory_limit=int(sys.argv[2]))
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.settimeout(None)  # made under a default timeout, the parent's is non-blocking
    with contextlib.suppress(EOFError, ConnectionError):
        sys.path[:] = pickle.loads(receive(channel)[1])  # noqa: S301  # from the parent
        send(channel, READY)
        while True:
            _, request = receive(channel)
            _serve(channel, request)


def _settle(memory_limit: int) -> None:
    # Signals are for the parent to act on. Standard input is its lifeline: it
    # closes when the parent is gone, however it went. The kernel then sends SIGIO,
    # whose default ends even work that never lets the interpreter run; the thread
    # does the same where SIGIO is ignored by default (BSD, macOS).
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    lifeline = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    with contextlib.suppress(ImportError, AttributeError):
        import fcntl  # noqa: PLC0415  # absent where there is no SIGIO either

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_limit:
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(0)


def _serve(channel: socket.socket, request: bytearray) -> None:
    try:
        work, args, kwargs = pickle.loads(request)  # noqa: S301  # from the parent
        del request
        send(channel, BEGUN)
        kind, payload = VALUE, work(*args, **kwargs)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        kind, payload = ERROR, (error, traceback.format_exc())
    try:
        data = pickle.dumps(payload, pickle.HIGHEST_PROTOCOL)
        if kind == ERROR:
            pickle.loads(data)  # noqa: S301  # an exception may pickle and not come back
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        kind, data = UNPICKLABLE, pickle.dumps(_describe(kind, payload, error))
    send(channel, kind, data)


def _describe(kind: bytes, payload: object, error: Exception) -> str:
    if kind == ERROR and isinstance(payload, tuple):
        return f"the work raised an exception that cannot be sent back:\n{payload[1]}"
    return f"the work returned a {type(payload).__name__} that cannot be sent back: {error}"


if __name__ == "__main__":
    main()
