"""Trouble that is met again and again is told once."""

import structlog

_log = structlog.get_logger("quire.jobs")


class Trouble:
    """Logs trouble when it begins, changes and ends, not each time that it is met.

    Args:
        what: does not work, as the log says it.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._cause = ""

    def met(self, cause: str) -> None:
        """Say that it does not work, for this cause."""
        if cause != self._cause:
            _log.warning(self._what, cause=cause)
        self._cause = cause

    def over(self) -> None:
        """Say that it works again, if it did not."""
        if self._cause:
            _log.info("no longer: " + self._what)
        self._cause = ""
