"""What options wish of an outline, of a document and of both jobs."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from quire_client.cli.exits import usage
from quire_client.wishes import Budget, DocumentWishes, Genre, OutlineWishes, WebResearch

GENRE_LIMIT = 20_000
"""Characters of the largest genre that the services take."""

_GENRE_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DURATION = re.compile(r"(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_MICROS = 1_000_000
_LONGEST = 366 * 24 * 3600


def outline_wishes(
    *,
    language: str,
    genre: str,
    chapters: int | None,
    depth: int | None,
    length: int | None,
    max_length: int | None,
    web: WebResearch | None,
    budget: Budget | None,
) -> OutlineWishes:
    """Return the wishes for an outline.

    Args:
        genre: a name or a file.

    Raises:
        CommandError: language, genre or lengths are not what they can be.

    """
    check_lengths(length, max_length)
    return OutlineWishes(
        language=read_language(language),
        genre=read_genre(genre),
        chapters=chapters or 0,
        depth=depth or 0,
        target_length=length or 0,
        max_length=max_length or 0,
        web=web,
        budget=budget,
    )


def document_wishes(
    *,
    strict: bool,
    budget: Budget | None,
    genre: str = "",
    length: int | None = None,
    max_length: int | None = None,
) -> DocumentWishes:
    """Return the wishes for a document; ``genre`` is a name or a file.

    Raises:
        CommandError: genre or lengths are not what they can be.

    """
    check_lengths(length, max_length)
    return DocumentWishes(
        strict=strict,
        genre=read_genre(genre),
        target_length=length or 0,
        max_length=max_length or 0,
        budget=budget,
    )


def read_language(language: str) -> str:
    """Return a language as it was given.

    Raises:
        CommandError: it is none.

    """
    if language and _LANGUAGE.fullmatch(language) is None:
        raise usage(f"--language {language} names no language", "for example: en, zh, pt-BR")
    return language


def read_genre(argument: str) -> Genre | None:
    """Return the genre of a name, or of a file, which is named after it.

    Raises:
        CommandError: the file cannot be read, is empty or too long.

    """
    if not argument:
        return None
    if _GENRE_NAME.fullmatch(argument):
        return Genre(argument.replace("-", "_"))
    path = Path(argument)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise usage(
            f"--genre {argument} is neither the name of a genre nor a file",
            "names: report, technical, literature_review, briefing, speech, work_report",
        ) from None
    except UnicodeDecodeError:
        raise usage(f"--genre {argument} is no text in UTF-8") from None
    except OSError as error:
        raise usage(f"--genre {argument} cannot be read: {error.strerror}") from None
    if not text.strip():
        raise usage(f"--genre {argument} is empty")
    if len(text) > GENRE_LIMIT:
        raise usage(
            f"--genre {argument} has {len(text):,} characters; at most {GENRE_LIMIT:,} are taken"
        )
    name = re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_")[:40]
    return Genre(name or "custom", text)


def check_lengths(length: int | None, max_length: int | None) -> None:
    """Refuse a ceiling below the length that is asked for.

    Raises:
        CommandError: it is.

    """
    if length and max_length and length > max_length:
        raise usage(f"--max-length {max_length} is below --length {length}")


def web_research(
    web: bool,
    pages: int | None,
    allow: Sequence[str],
    prefer: Sequence[str],
    deny: Sequence[str],
) -> WebResearch | None:
    """Return what is wanted of the web, ``None`` if nothing.

    Raises:
        CommandError: something is wanted of it and ``--web`` is not given, or a site is blank.

    """
    given = {
        "--web-pages": [str(pages)] if pages else [],
        "--allow-site": allow,
        "--prefer-site": prefer,
        "--deny-site": deny,
    }
    for option, values in given.items():
        if values and not web:
            raise usage(f"{option} is about sources of the web; give --web too")
        if not all(value.strip() for value in values):
            raise usage(f"{option} names no site")
    return WebResearch(pages or 0, tuple(allow), tuple(prefer), tuple(deny)) if web else None


def read_budget(max_tokens: int | None, max_cost: str, finish_within: str) -> Budget | None:
    """Return what may be used, ``None`` if everything.

    Args:
        max_cost: in units of the currency, for example ``1.50``; empty for no limit.
        finish_within: from now, for example ``10m``; empty for no limit.

    Raises:
        CommandError: a cost or a time is of another form.

    """
    if not (max_tokens or max_cost or finish_within):
        return None
    finish = None
    if finish_within:
        finish = datetime.fromtimestamp(time.time() + _seconds(finish_within), UTC)
    return Budget(max_tokens or 0, _micros(max_cost) if max_cost else 0, finish)


def _micros(cost: str) -> int:
    try:
        micros = Decimal(cost) * _MICROS
    except ArithmeticError:
        micros = Decimal("NaN")
    if not micros.is_finite() or not 1 <= micros < 2**63 or micros % 1:
        raise usage(
            f"--max-cost {cost} is no cost",
            "accepted: a number above 0 with at most 6 decimals, for example 1.50",
        )
    return int(micros)


def _seconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration.strip().lower())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    if not 0 < total <= _LONGEST:
        raise usage(
            f"--finish-within {duration} is no time",
            "accepted: for example 90s, 10m or 1h30m",
        )
    return total
