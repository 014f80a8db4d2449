"""A document server that dies, by SIGKILL, between the records of jobs and their doorbells.

Run it as ``python -m tests.faults.dying_server``. It dies when ``FAULTS_DIE_AT`` jobs
are recorded and about to be rung for; no doorbell is sent for any of them.
"""

import asyncio
import os
import signal
import sys
from typing import Any
from unittest import mock

from document_service.bootstrap import serve
from document_service.rpc.servicer import DocumentServicer
from document_service.settings import DocumentSettings
from shared.jobs.model import Priority
from shared.jobs.ports import Doorbell
from shared.jobs.store import JobStore
from shared.settings import load_settings

DIE_AT = "FAULTS_DIE_AT"


class DeadlyDoorbell:
    """``shared.jobs.ports.Doorbell`` that kills its process instead of ringing."""

    def __init__(self, wanted: int) -> None:
        self._left = wanted

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.Event().wait()


def main() -> int:
    """Serve until death; return the exit code."""

    def deadly(store: JobStore, _: Doorbell, *rest: Any) -> DocumentServicer:
        # Only what rings for submits is deadly, not the reaper; the rest is passed on as it is.
        return DocumentServicer(store, DeadlyDoorbell(int(os.environ[DIE_AT])), *rest)

    with mock.patch.object(serve, "DocumentServicer", deadly):
        return serve.serve(load_settings(DocumentSettings))


if __name__ == "__main__":
    sys.exit(main())
