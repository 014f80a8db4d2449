"""What an attempt learns when its job is no longer its own."""


class LeaseLost(Exception):  # noqa: N818  a state of affairs more than an error
    """The attempt no longer holds its job: nothing that it writes is taken any more.

    Raised to the handler, which lets it pass; the runner ends the attempt quietly.
    """
