"""Why a page is not used. No failure of a page is one of the job."""

from enum import StrEnum


class Problem(StrEnum):
    """Kinds of trouble with one page, for programs."""

    ADDRESS_REFUSED = "address_refused"
    """It leads to a machine that is not on the public internet."""
    URL_REFUSED = "url_refused"
    """Another scheme or port, credentials, a host in a misleading form."""
    SITE_REFUSED = "site_refused"
    """The lists of sites leave it out."""
    ROBOTS = "robots"
    """The site does not want it read by programs."""
    UNREACHABLE = "unreachable"
    """No such host, no connection, a broken answer."""
    TIMEOUT = "timeout"
    STATUS = "status"
    """An answer other than success."""
    REDIRECTS = "redirects"
    """Too many of them, or one that leads nowhere."""
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    """Not a page, text or PDF, or packed in an unknown way."""
    UNREADABLE = "unreadable"
    """Damaged, encrypted or too much for its parser."""
    NO_TEXT = "no_text"
    DUPLICATE = "duplicate"
    """It says what a better one says."""


class PageError(Exception):
    """A page that is not used.

    Args:
        message: why, for people; holds neither text of the page nor secrets.

    """

    def __init__(self, problem: Problem, message: str) -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
