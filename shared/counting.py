"""Numbers of things, in words for people."""


def count(number: int, what: str) -> str:
    """Return ``1 chapter`` or ``3 chapters``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
