import os
import signal
import subprocess
import sys
import time

import pytest

from deploy.local.valkey import ValkeyProcess
from shared.tasks.app import make_app
from shared.tasks.probe import answers

WORKER = (
    "import sys; from shared.tasks.app import make_app; from shared.tasks.worker import run_worker;"
    "run_worker(make_app('t', 'probed', sys.argv[1], key_prefix=sys.argv[2]), slots=1, name='t',"
    " on_stop=lambda: None, on_hurry=lambda: None)"
)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_worker_answers_while_it_consumes(valkey: ValkeyProcess, prefix: str) -> None:
    app = make_app("probe", "probe", valkey.url, key_prefix=prefix)
    probe = [sys.executable, "-m", "shared.tasks.probe", "t"]
    env = dict(os.environ) | {"QUIRE_STORE_URL": valkey.url, "QUIRE_KEY_PREFIX": prefix}
    assert not answers(app, "t", timeout=0.2)
    with subprocess.Popen([sys.executable, "-c", WORKER, valkey.url, prefix]) as worker:
        try:
            give_up = time.monotonic() + 20
            while not answers(app, "t", timeout=0.5):
                assert time.monotonic() < give_up
            assert not answers(app, "another", timeout=0.2)
            assert subprocess.run(probe, env=env, check=False).returncode == 0
            worker.send_signal(signal.SIGSTOP)
            assert not answers(app, "t", timeout=0.5)
        finally:
            worker.kill()
    app.close()
