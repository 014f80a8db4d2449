"""Runs a command that does not outlive the process that started it.

``python bound.py PARENT_PID COMMAND…`` becomes the command (exec) after it has
asked the kernel to be killed when its parent dies, even by SIGKILL. Linux only;
elsewhere the command runs without that. Started as a file, isolated and without
site-packages, because it stands in front of every part.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Bind this process to its parent's life, then become the command."""
    parent, command = int(arguments[0]), arguments[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the request was made
        sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
