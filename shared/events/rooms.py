"""Who watches which job."""

from collections.abc import Iterator, KeysView
from dataclasses import dataclass, field

from shared.events.watcher import StoredEvent, Watcher


@dataclass(slots=True, eq=False)
class Room:
    """Those who watch one job."""

    job_id: str
    watchers: set[Watcher] = field(default_factory=set)

    def offer(self, event: StoredEvent) -> None:
        """Offer a live event to all."""
        for watcher in self.watchers:
            watcher.offer(event)

    def go_stale(self) -> None:
        """Send all to the stream."""
        for watcher in self.watchers:
            watcher.go_stale()


class Rooms:
    """Rooms by the channel of their job; one is there as long as someone is in it."""

    def __init__(self) -> None:
        self._rooms: dict[bytes, Room] = {}
        self._watchers = 0

    def __iter__(self) -> Iterator[Room]:
        """Over the rooms of this moment; they may come and go meanwhile."""
        return iter(tuple(self._rooms.values()))

    @property
    def channels(self) -> KeysView[bytes]:
        """The channels of all rooms, a live view."""
        return self._rooms.keys()

    @property
    def watchers(self) -> int:
        """How many watch."""
        return self._watchers

    def get(self, channel: bytes) -> Room | None:
        """Return the room of a channel, if anyone is in it."""
        return self._rooms.get(channel)

    def join(self, channel: bytes, job_id: str, watcher: Watcher) -> None:
        """Let a watcher in."""
        self._rooms.setdefault(channel, Room(job_id)).watchers.add(watcher)
        self._watchers += 1

    def leave(self, channel: bytes, watcher: Watcher) -> bool:
        """Let a watcher out; return whether it was the last."""
        room = self._rooms[channel]
        room.watchers.remove(watcher)
        self._watchers -= 1
        if room.watchers:
            return False
        del self._rooms[channel]
        return True
