"""Text that speaks to a model instead of to readers."""

import re

_COMMANDS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines)\b"
    r"|\b(?:system prompt|you are now|new instructions)\b"
    r"|(?:忽略|无视|忘记|忘掉|不要理会)[^。！？\n]{0,16}(?:指令|指示|提示词|规则|要求|设定)"
    r"|系统提示词|你现在是",
    re.IGNORECASE,
)


def commands(text: str) -> bool:
    """Whether a text speaks to a model instead of to readers."""
    return _COMMANDS.search(text) is not None
