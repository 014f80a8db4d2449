"""Work of a step in a pool, with what can go wrong said as a failure of that step."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from shared.cpu.pool import CpuPool, WorkerDied, WorkFailed
from shared.errors import QuireError
from shared.reasons import Reason

P = ParamSpec("P")
R = TypeVar("R")


async def run_step(
    pool: CpuPool,
    step: str,
    seconds: float,
    work: Callable[P, R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run ``work`` in a process of the pool and return its value.

    Raises QuireError STEP_FAILED when it takes longer than ``seconds``, when its process
    ends by itself (then transient: another attempt may have more luck) or when its value
    cannot be passed on; and whatever ``work`` raises.
    """
    try:
        return await pool.run(seconds, work, *args, **kwargs)
    except TimeoutError:
        raise _failed(step, f"took longer than {seconds:g} s") from None
    except WorkerDied as error:
        raise _failed(step, str(error), transient=True) from error
    except WorkFailed as error:
        raise _failed(step, "gave nothing that can be passed on") from error


def _failed(step: str, cause: str, *, transient: bool = False) -> QuireError:
    return QuireError(
        Reason.STEP_FAILED,
        f"the step {step!r} {cause}",
        metadata={"step": step},
        transient=transient,
    )
