"""``make demo``: from the files in examples/ to a cited document, as a user would do it.

Runs a whole Quire of its own on free ports, with its data in a temporary folder,
and in it the command ``quire write``; leaves the document and no process behind.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from deploy.local.procfile import ROOT
from deploy.local.stack import STORE, LocalStack, PartError
from deploy.local.up import AskedToStopError

QUESTION = "How do cities adapt to extreme heat?"
EXAMPLES = Path("examples")
DOCUMENT = Path(".quire/demo/document.md")
SHOWN_LINES = 24
INTERRUPTED = 130
_TYPES = {".md", ".txt", ".html", ".pdf", ".docx"}


def main() -> int:
    """Show the whole way; return 0, or the exit code of what failed."""
    os.chdir(ROOT)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    files = sample_files()
    if not files:
        print(f"There is nothing to write from: {EXAMPLES}/ has no files.", file=sys.stderr)
        return 1
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="quire-demo-") as data:
        stack = LocalStack(Path(data))
        try:
            _say("Starting Valkey, two servers and two workers")
            with stack:
                _say(f"Ready after {time.monotonic() - began:.1f} s")
                code = _write(stack, files)
                if code == 0 and not DOCUMENT.exists():
                    _say("The command ended without waiting for the document")
                    return 0
                if code != 0:
                    _explain(stack, code)
                    return code
        except PartError as error:
            print(error, file=sys.stderr)
            return 1
        except (AskedToStopError, KeyboardInterrupt):
            return INTERRUPTED
    print()
    _show_document()
    _say(f"Done in {time.monotonic() - began:.1f} s; everything is stopped again")
    return 0


def sample_files() -> list[Path]:
    """Return the files in examples/ that are meant as context files."""
    return sorted(
        path
        for path in EXAMPLES.rglob("*")
        if path.suffix in _TYPES and path.name.lower() != "readme.md"
    )


def _write(stack: LocalStack, files: list[Path]) -> int:
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.unlink(missing_ok=True)
    options = [word for path in files for word in ("--file", str(path))]
    command = ["quire", "write", QUESTION, *options, "--out", str(DOCUMENT)]
    _say("$ " + shlex.join(command).replace(" --", " \\\n      --") + "\n")
    env = {name: value for name, value in os.environ.items() if not name.startswith("QUIRE_")}
    # A Ctrl-C reaches the command too, which asks what to do about it. A handler of
    # ours, not SIG_IGN, which the command would inherit.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    program = str(Path(sys.executable).with_name(command[0]))
    with subprocess.Popen([program, *command[1:]], env=env | stack.client_env) as process:
        try:
            while (code := process.poll()) is None and stack.ended() is None:
                time.sleep(0.05)
            if code is None:  # a part has ended, without which it would wait for ever
                return 1
            return code if code >= 0 else 128 - code  # ended by a signal, as a shell says it
        finally:
            process.terminate()
            signal.signal(signal.SIGINT, before)


def _show_document() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    _say(f"The first lines of {DOCUMENT} ({len(lines)} lines):\n")
    console = Console(soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False)
    for line in lines[:SHOWN_LINES]:
        console.print(Padding(Text(line), (0, 2)) if sys.stdout.isatty() else f"  {line}")
    print()


def _explain(stack: LocalStack, code: int) -> None:
    if code == INTERRUPTED:
        _say("Stopping everything, and with it the job")
        return
    for name in (name for name in stack.parts if name != STORE):
        print(f"--- the end of the log of {name}\n{stack.log_tail(name)}", file=sys.stderr)
    ended = stack.ended()
    if ended is not None:
        print(f"{ended.name} ended with {ended.exit_code}", file=sys.stderr)
    print(f"The command failed with exit code {code}; see above.", file=sys.stderr)


def _say(words: str) -> None:
    bold = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    print(f"{bold[0]}» {words}{bold[1]}", flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise AskedToStopError


if __name__ == "__main__":
    sys.exit(main())
