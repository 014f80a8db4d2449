"""Headings of sources as titles: without numbering and markup."""

import re
import unicodedata

_LONGEST = 90

_NUMBERING = re.compile(
    r"^(?:"
    r"(?:chapter|section|part|appendix)\s+(?:\d+(?:\.\d+)*|[ivxlc]+|[a-h])\b\s*[.:)–—-]*\s*"
    r"|\d{1,3}(?:\.\d{1,3})*\s*[.)、:：．]\s*"
    r"|\d{1,3}(?:\.\d{1,3})+\s+"
    r"|(?-i:\d{1,2}\s+(?=[A-Z\u4e00-\u9fff]))"
    r"|(?-i:[IVX]{1,5}[.)]\s+|[A-H][.)]\s+)"
    r"|第[一二三四五六七八九十百零〇\d]{1,4}[章节節篇部分回讲]+\s*[:：、]?\s*"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．]\s*"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]\s*"
    r"|[①-⑳]\s*"
    r")(?=\S)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^#{1,6}\s+|\s+#+$|[*`]+")
_ORNAMENT = re.compile(r"^[^\w\s(（\[“\"'‘《「.$€£#@+-]+\s*")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_LONG_FOR_ASIDE = 45


def clean(heading: str) -> str:
    """Return a heading as a title: without numbering, markup and the stop at its end."""
    text = " ".join(_MARKUP.sub("", unicodedata.normalize("NFC", heading)).split())
    text = _ORNAMENT.sub("", text)
    while found := _NUMBERING.match(text):
        text = text[found.end() :]
    text = _ORNAMENT.sub("", text.strip(" :：—–·|").rstrip(" .。；;，,、-/"))
    if len(text) > _LONG_FOR_ASIDE:
        text = _ASIDE.sub("", text) or text
    if " " in text and text.isupper() and text.isascii():
        text = text.capitalize()
    if len(text) > _LONGEST:
        cut = text[: _LONGEST + 1]
        text = re.split(r"\s*[,;:，；：。–—(（]|\s-\s", cut)[0] or cut
        text = text if len(text) <= _LONGEST else cut.rsplit(maxsplit=1)[0][:_LONGEST]
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].upper() + text[1:] if re.fullmatch("[a-z][a-z-]*", first) else text
