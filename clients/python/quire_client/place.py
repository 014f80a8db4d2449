"""Where a watch stands: the rules of docs/clients.md that need no network."""

from typing import Generic, Protocol, TypeVar

from quire_client.errors import WatchGapError


class Event(Protocol):
    """The part of an event that a watch needs."""

    @property
    def sequence(self) -> int: ...
    @property
    def job_uid(self) -> str: ...
    @property
    def terminal(self) -> bool: ...


E = TypeVar("E", bound=Event)


class Place(Generic[E]):
    """The place of one watch, over all its streams.

    Args:
        job_id: of the job, for errors.
        after: sequence of the last event that the caller has; 0 for the start, ``None``
            for only what is new.

    Attributes:
        cursor: sequence after which the next stream is to start; ``None`` while only
            what is new is wanted and nothing was heard yet.
        uid: the life of the id that is watched; '' until it is known.
        ended: whether the terminal event was taken.
    """

    def __init__(self, job_id: str, after: int | None) -> None:
        self.cursor = after
        self.uid = ""
        self.ended = False
        self._job_id = job_id
        self._given = after

    def take(self, event: E) -> E | None:
        """Return an event that is new, ``None`` for one that was seen already.

        Raises:
            WatchGapError: it is not the next one.

        """
        if self.cursor is not None:
            if event.sequence <= self.cursor:
                return None
            if event.sequence != self.cursor + 1:
                raise WatchGapError(self._job_id, self.cursor + 1, event.sequence)
        self.cursor, self.uid, self.ended = event.sequence, event.job_uid, event.terminal
        return event

    def heartbeat(self, last_sequence: int) -> None:
        """Hear a sign of life; it says where "only what is new" begins."""
        if self.cursor is None:
            self.cursor = self._given = last_sequence

    @property
    def may_end_here(self) -> bool:
        """Whether a stream that ends with OK has told all.

        Only if nothing at all follows the cursor that the caller gave: then that was
        the terminal event's. Otherwise it was cut.
        """
        return bool(self._given) and self.cursor == self._given
