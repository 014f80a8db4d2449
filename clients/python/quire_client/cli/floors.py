"""``--fail-under``: the quality that a document must have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from quire_client.cli.exits import FAILED, CommandError, usage
from quire_client.quality import Quality

OPTION = "--fail-under"
_ROUNDING = 1e-9


def cited(quality: Quality) -> float:
    """Return the share of sentences with a citation; 0 without any sentence."""
    return _share(quality.cited, quality.sentences)


def verified(quality: Quality) -> float:
    """Return the share of cited sentences that their quotes bear; 0 if none is cited."""
    return _share(quality.verified, quality.cited)


def coverage(quality: Quality) -> float:
    """Return the share of the passages given to chapters that these cite."""
    used = sum(chapter.passages_used for chapter in quality.chapters)
    return _share(used, sum(chapter.passages_given for chapter in quality.chapters))


def requirements(quality: Quality) -> float:
    """Return the share of the requirements that are met; 1 if there is none."""
    if not quality.requirements:
        return 1.0
    return _share(sum(one.met for one in quality.requirements), len(quality.requirements))


def repetition(quality: Quality) -> float:
    """Return the share of 8-grams that occur before."""
    return quality.repetition


MEASURES: dict[str, Callable[[Quality], float]] = {
    "cited": cited,
    "verified": verified,
    "coverage": coverage,
    "requirements": requirements,
    "repetition": repetition,
}
_CEILINGS = ("repetition",)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a measure must reach or, of those in which less is better, not pass; 0 to 1."""

    measure: str
    limit: float

    def shortfall(self, quality: Quality) -> str:
        """Return by how much a document misses it, in words; empty if it does not."""
        value = MEASURES[self.measure](quality)
        gap = self.limit - value
        side = "below"
        if self.measure in _CEILINGS:
            gap, side = -gap, "above"
        if gap <= _ROUNDING:
            return ""
        return f"{self.measure} is {value:.4g}, {gap:.4g} {side} {self.limit:.4g}"


def read_floors(arguments: Sequence[str], *, detach: bool) -> tuple[Floor, ...]:
    """Return what ``NAME=SHARE`` say, of the same name the last.

    Args:
        detach: whether the command leaves before the document is there.

    Raises:
        CommandError: one is of another form, the measure is not known, or the command
            leaves too early to see it.

    """
    if arguments and detach:
        raise usage(f"{OPTION} looks at the finished document; leave out --detach")
    found: dict[str, Floor] = {}
    for argument in arguments:
        name, equals, number = argument.partition("=")
        if not equals:
            raise usage(
                f"{OPTION} {argument} is not of the form NAME=SHARE",
                f"for example: {OPTION} verified=0.95",
            )
        if name not in MEASURES:
            raise usage(
                f"{OPTION} {argument}: there is no measure {name!r}",
                f"measures: {', '.join(MEASURES)}",
            )
        found[name] = Floor(name, _limit(argument, number))
    return tuple(found.values())


def check_floors(floors: Sequence[Floor], quality: Quality | None) -> None:
    """Refuse a document that misses one of them.

    Raises:
        CommandError: it misses some, or nothing is known of its quality.

    """
    if not floors:
        return
    if quality is None:
        raise CommandError(FAILED, f"{OPTION}: the service made no quality report")
    missed = [told for floor in floors if (told := floor.shortfall(quality))]
    if missed:
        raise CommandError(FAILED, f"{OPTION}: {'; '.join(missed)}")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _limit(argument: str, number: str) -> float:
    try:
        limit = float(number)
    except ValueError:
        limit = float("nan")
    if not isfinite(limit) or not 0 <= limit <= 1:
        raise usage(f"{OPTION} {argument}: the share is not a number from 0 to 1")
    return limit
