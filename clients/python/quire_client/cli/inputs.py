"""What a command is given: files, labels, a deadline, the id of a job."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quire_client.cli.exits import usage

Role = Literal["data", "style_guide", "requirements", "outline"]
ROLES: dict[str, Role] = {
    "data": "data",
    "style": "style_guide",
    "style_guide": "style_guide",
    "requirements": "requirements",
    "outline": "outline",
}
"""The roles of files by the names that they may be given."""

REQUEST_LIMIT = 16 * 1024 * 1024
"""Bytes of the largest request that the services take."""

_LABEL_PARTS = 2
_JOB_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to work from: its name for the service, its content and its role."""

    name: str
    content: bytes
    role: Role


def read_files(arguments: Sequence[str]) -> tuple[InputFile, ...]:
    """Return the files named by ``PATH`` or ``PATH:ROLE``.

    A path that exists is taken as it stands, colons and all. A file that is named with a
    role has it, though a pattern such as ``*.md`` may name it without; else it is data.

    Raises:
        CommandError: a file is missing, a folder or not readable, one is named with two
            roles, or all together are more than a request may hold.

    """
    chosen: dict[Path, tuple[Path, Role | None]] = {}
    for argument in arguments:
        path, role = _path_and_role(argument)
        shown, first = chosen.get(path.resolve(), (path, None))
        if first and role and first != role:
            raise usage(
                f"{path} is named as {first} and as {role}",
                "a file has one role: name a copy of it for the other",
            )
        chosen[path.resolve()] = shown, role or first
    names = _distinct_names(list(chosen))
    files = tuple(
        InputFile(name, _read(shown), role or "data")
        for name, (shown, role) in zip(names, chosen.values(), strict=True)
    )
    total = sum(len(file.content) for file in files)
    if total > REQUEST_LIMIT:
        largest = max(files, key=lambda file: len(file.content))
        raise usage(
            f"the files are {_mebibytes(total)} together; a request holds at most "
            f"{_mebibytes(REQUEST_LIMIT)}",
            f"the largest is {largest.name} with {_mebibytes(len(largest.content))}",
        )
    return files


def read_labels(arguments: Sequence[str]) -> dict[str, str]:
    """Return labels given as ``KEY=VALUE``.

    Raises:
        CommandError: one is of another form.

    """
    labels: dict[str, str] = {}
    for argument in arguments:
        parts = argument.split("=", 1)
        if len(parts) != _LABEL_PARTS or not parts[0]:
            raise usage(f"--label {argument} is not of the form KEY=VALUE")
        labels[parts[0]] = parts[1]
    return labels


def check_question(question: str) -> None:
    """Refuse a question that is none.

    Raises:
        CommandError: it is blank or the name of a file.

    """
    if not question.strip():
        raise usage("the question is empty")
    try:
        is_file = Path(question).is_file()
    except (OSError, ValueError):  # longer than a path may be
        is_file = False
    if is_file:
        hint = "the question comes first, then the files"
        raise usage(f"{question} is a file and stands where the question belongs", hint)


def is_job_id(text: str) -> bool:
    """Whether a job may bear this id."""
    return _JOB_ID.fullmatch(text) is not None


def check_job_id(job_id: str, foreign_prefix: str = "") -> str:
    """Return an id if a job may bear it.

    Args:
        foreign_prefix: the prefix of ids that belong to the other service.

    Raises:
        CommandError: it may not.

    """
    if job_id and not is_job_id(job_id):
        raise usage(f"{job_id!r} cannot be a job's id", "accepted: 1 to 64 of A-Z a-z 0-9 _ -")
    if foreign_prefix and job_id.startswith(foreign_prefix):
        raise usage(f"an id that starts with {foreign_prefix} belongs to the other kind of job")
    return job_id


def _path_and_role(argument: str) -> tuple[Path, Role | None]:
    path = Path(argument)
    if path.exists():
        return path, None
    head, colon, tail = argument.rpartition(":")
    if not colon or not Path(head).exists():
        raise usage(f"there is no file {argument}")
    role = ROLES.get(tail.lower().replace("-", "_"))
    if role is None:
        raise usage(f"{argument}: no such role {tail!r}", f"accepted: {', '.join(ROLES)}")
    return Path(head), role


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise usage(f"{path} is a folder", f"name its files, for example: --file {path}/*")
    try:
        return path.read_bytes()
    except OSError as error:
        raise usage(f"{path} cannot be read: {error.strerror}") from None


def _distinct_names(paths: Sequence[Path]) -> list[str]:
    """Return each path's last part, or as many last parts as tell it from the others."""
    names = [path.name for path in paths]
    parts = 1
    while len(set(names)) < len(names) and parts < max(len(path.parts) for path in paths):
        parts += 1
        names = [
            "/".join(path.parts[-parts:]) if names.count(name) > 1 else name
            for path, name in zip(paths, names, strict=True)
        ]
    return names


def _mebibytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MiB"
