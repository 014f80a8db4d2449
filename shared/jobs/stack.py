"""Where an error came from, told without its words."""

import traceback


def stack_of(error: BaseException) -> str:
    """Return types and places of an error and of what caused it, the first cause first.

    As Python prints it, but without the messages: they may quote a document.
    """
    told: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = "".join(traceback.format_tb(one.__traceback__))
        told.append(f"{frames}{type(one).__module__}.{type(one).__qualname__}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nthen\n".join(reversed(told))
