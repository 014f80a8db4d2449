"""Results: files written whole or not at all, JSON, plain lines."""

import json
import os
import sys
import tempfile
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from quire_client.cli.exits import usage
from quire_client.cli.harmless import harmless

Json = dict[str, object]


def check_out(path: Path | None, option: str = "--out") -> None:
    """Refuse a path that could not be written later.

    Args:
        option: by which the path was given.

    Raises:
        CommandError: its folder is missing or not writable, or it is a folder.

    """
    if path is None:
        return
    if str(path) == "-":
        raise usage(f"{option} names a file; without {option} the result is printed")
    target = path.resolve()
    folder = target.parent
    if target.is_dir():
        raise usage(f"{option} {path} is a folder; name a file in it")
    if not folder.is_dir():
        raise usage(f"{option} {path}: there is no folder {folder}")
    if target.exists() and not os.access(target, os.W_OK):
        raise usage(f"{option} {path} cannot be written to")
    if not is_special(target) and not os.access(folder, os.W_OK):
        raise usage(f"{option} {path}: the folder {folder} cannot be written to")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file through a neighbour, so that no half of it is ever seen.

    Raises:
        CommandError: it cannot be written.

    """
    target = path.resolve()  # a link goes on pointing to what is written
    data = content.encode() if isinstance(content, str) else content
    try:
        if is_special(target):
            target.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
        neighbour = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            neighbour.chmod(_mode(target))
            neighbour.replace(target)
        except BaseException:
            neighbour.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise usage(f"{path} cannot be written: {error.strerror}") from None


def print_line(text: str) -> None:
    """Print one line of a result on standard output."""
    sys.stdout.write(harmless(text) + "\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """Print one JSON value on one line of standard output."""
    print_line(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def plain_json(message: Message) -> Json:
    """Return a message as ProtoJSON, with the field names of the proto files.

    All fields are present, and 64-bit integers are numbers, which ProtoJSON
    readers accept as well as strings.
    """
    data: Json = MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    _numbers(data, message)
    return data


def _numbers(data: Json, message: Message) -> None:
    for field in message.DESCRIPTOR.fields:
        value = data.get(field.name)
        if field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64):
            if isinstance(value, str):
                data[field.name] = int(value)
        elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
            nested = getattr(message, field.name)
            if isinstance(value, list):
                for item, part in zip(value, nested, strict=True):
                    _numbers(item, part)
            elif isinstance(value, dict):
                _numbers(value, nested)


def is_special(target: Path) -> bool:
    """Whether a path is a device or a pipe, which is written to and never replaced."""
    return target.exists() and not target.is_file()


def _mode(target: Path) -> int:
    """Return the mode of the file that is replaced, or that of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
