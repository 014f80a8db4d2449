"""What a reaper finds in the indexes, one by one."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import cast

import structlog

from shared.errors import QuireError
from shared.jobs.scripts import Reply

_log = structlog.get_logger("quire.reaper")


@dataclass(frozen=True, slots=True)
class Due:
    """A member of an index and its score, in Unix ms."""

    member: str
    score: str


def members(reply: Reply) -> Iterator[Due]:
    """Yield the rows of an index as ``scripts/due.lua`` returns them."""
    flat = cast("list[bytes]", reply or [])
    for at in range(0, len(flat), 2):
        yield Due(flat[at].decode(), flat[at + 1].decode())


class OneByOne:
    """Acts on one job after the other; a broken one does not keep the others waiting."""

    def __init__(self) -> None:
        self._broken: set[str] = set()

    async def act(self, due: Due, act: Callable[[Due], Awaitable[None]]) -> None:
        """Do what is due; log an error once.

        Raises QuireError as ``act`` does: with the store in trouble, all have to wait.
        """
        try:
            await act(due)
        except QuireError:
            raise
        except Exception:
            if due.member not in self._broken:
                _log.exception("a job cannot be put right", member=due.member)
            self._broken.add(due.member)
        else:
            self._broken.discard(due.member)
