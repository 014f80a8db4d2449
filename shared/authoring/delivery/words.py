"""The few words that a format adds to a document, by language, and what text may hold."""

import re
from dataclasses import dataclass

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Labels in the language of a document."""

    contents: str
    references: str
    quotes: str
    quote: str
    back: str
    partial: str


_ENGLISH = Words(
    contents="Contents",
    references="References",
    quotes="Cited passages",
    quote="Passage",
    back="back to the text",
    partial="This document is not whole: a limit was reached while it was written.",
)
_WORDS = {
    "zh": Words(
        contents="目录",
        references="参考文献",
        quotes="引用原文",
        quote="原文",
        back="返回正文",
        partial="本文档不完整：写作时已达到设定的上限。",
    ),
    "ja": Words(
        contents="目次",
        references="参考文献",
        quotes="引用箇所",
        quote="引用",
        back="本文に戻る",
        partial="この文書は未完成です。作成中に上限に達しました。",
    ),
}


def words(language: str) -> Words:
    """Return the labels for a language (BCP 47); English where there are none of its own."""
    return _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)


def printable(text: str) -> str:
    """Return text without what no format can hold: control characters, noncharacters."""
    return _UNPRINTABLE.sub("", text)
