"""The ids of passages as models write them: ``[2]``, ``[1, 3]``, 【1】, (source 1), Passage 2."""

import re

_WORD = r"(?:sources?|passages?|references?|refs?\.?|texts?|资料|来源|文献|段落|材料)"
_BETWEEN = r"(?:[,，、;；&–-]|and|和|与|\]\s*[,，、]?\s*\[)"
_NUMBERS = rf"\d{{1,3}}(?:\s*{_BETWEEN}\s*(?:{_WORD}\s*)?\^?\d{{1,3}})*"
_SQUARE = rf"[\[【［]\s*\^?(?:{_WORD}\s*#?\s*)?({_NUMBERS})(?:\s*†[^\]】]{{0,20}})?\s*[\]】］]"
_NAMED = rf"[(（]\s*(?:(?:see|见|参见)\s*)?{_WORD}\s*#?\s*\[?({_NUMBERS})\]?\s*[)）]"
_BARE = (
    rf"(?<=[.!?。！？])\s?[(（]\s*({_NUMBERS})\s*[)）]"
    rf"|[(（]\s*({_NUMBERS})\s*[)）](?=\s*(?:[.!?。！？]|$))"
)
_ANY = re.compile(rf"{_SQUARE}|{_NAMED}|{_BARE}", re.IGNORECASE | re.MULTILINE)

_ID = r"\[\d{1,3}(?:, \d{1,3})*\]"
_IDS = re.compile(rf"\s*({_ID})(?:\s+(?=[,.;:!?，。；：！？]))?")
_ACCORDING = re.compile(
    rf"^(?:(?:according to|as (?:stated|noted|described|shown|mentioned) (?:in|by)|in|from)\s+"
    rf"(?:the\s+)?(?:{_WORD}\s*)?(?P<en>{_ID}|(?<=\s)\d{{1,3}})\s*[,:]\s*"
    rf"|(?:根据|据|如)\s*(?:{_WORD})?\s*(?P<zh>{_ID}|\d{{1,3}})\s*(?:所述|显示|指出|所示|记载)?[,，]\s*"
    rf"|{_WORD}\s*#?(?P<label>{_ID}|\d{{1,3}})\s*[:：]\s*)",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(
    rf"\s*[,，;；(（—–-]?\s*(?:(?:as (?:stated|noted|described) )?(?:in|from|see)\s+)?"
    rf"{_WORD}\s*#?(\d{{1,3}})\s*[)）]?(?P<stop>[.。!！]?)\s*$",
    re.IGNORECASE,
)
_NUMBER_OR_RANGE = re.compile(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?")
_WIDEST = 12

_SHOWN = re.compile(rf"\s*(?:{_SQUARE}|{_NAMED})", re.IGNORECASE)

_LIST_WORDS = (
    r"(?:references?|sources?(?: used| cited)?|bibliography|works cited|literature(?: cited)?"
    r"|citations?|further reading|footnotes?|end ?notes|参考文献|参考资料|资料来源|引用来源"
    r"|引用文献|来源|注释)"
)
_LIST = re.compile(rf"\s*(?:#+\s*)?[*_]*{_LIST_WORDS}[*_]*\s*(?:[:：].*|[*_]*)$", re.IGNORECASE)


def fake_list_begins(line: str) -> bool:
    """Say whether a list of sources, which no model is asked for, begins with this line."""
    return _LIST.match(line) is not None


def strip_ids(text: str, *, trailing_space: bool) -> str:
    """Return ``text`` without ids, for display.

    Args:
        trailing_space: whether more text follows, so that a space at the end stays.

    """
    kept = _SHOWN.sub("", text)
    return kept if trailing_space else kept.rstrip()


def unify(text: str) -> str:
    """Return ``text`` with each id, or list of ids, written as ``[1, 3]``."""

    def plain(found: re.Match[str]) -> str:
        return _listed(next(filter(None, found.groups())))

    return _ANY.sub(plain, text)


def cut_ids(sentence: str) -> tuple[str, tuple[int, ...]]:
    """Return a sentence, of text that was unified, without its ids, and these in order."""
    ids: list[int] = []
    if found := _ACCORDING.match(sentence):
        ids += _numbers(found["en"] or found["zh"] or found["label"])
        sentence = _capital(sentence[found.end() :])
    if last := _NAMED_LAST.search(sentence):
        ids.append(int(last[1]))
        sentence = sentence[: last.start()] + last["stop"]

    def take(found: re.Match[str]) -> str:
        ids.extend(_numbers(found[1]))
        return ""

    bare = _IDS.sub(take, sentence).strip()
    return bare, tuple(dict.fromkeys(ids))


def _listed(numbers: str) -> str:
    return f"[{', '.join(map(str, _numbers(numbers)))}]"


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for first, last in _NUMBER_OR_RANGE.findall(text):
        end = int(last) if last else int(first)
        if int(first) <= end <= int(first) + _WIDEST:
            found += range(int(first), end + 1)
        else:
            found += [int(first), end]
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
