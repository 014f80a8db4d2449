"""Chinese words that are written in two ways; see GF 1001-2001, 第一批异形词整理表."""

import re
from collections.abc import Sequence

from shared.authoring.llm.fusion.variants import Term, Text, most_used, whole_words

_PAIRS = """
账户/帐户 账号/帐号 账单/帐单 账目/帐目 账本/帐本 账簿/帐簿 账务/帐务 账款/帐款
记账/记帐 入账/入帐 转账/转帐 对账/对帐 结账/结帐 成分/成份 身份/身分 分量/份量
过分/过份 水分/水份 图像/图象 录像/录象 影像/影象 想象/想像 其他/其它 订单/定单
订购/定购 订户/定户 订阅/定阅 唯一/惟一 唯有/惟有 人才/人材 阈值/阀值 部署/布署
安装/按装 交代/交待 搭档/搭当 刻画/刻划 角色/脚色 执着/执著 纪念/记念 计划/计画
黏土/粘土 思维/思惟 折中/折衷 参与/参预 联结/连结 联络/连络 好像/好象 简练/简炼
精练/精炼 树荫/树阴 林荫道/林阴道 热衷/热中 笔画/笔划
"""


def orthography(texts: Sequence[Text]) -> list[Term]:
    """Return the words that stand in both spellings, each with the more frequent one."""
    found: list[Term] = []
    for pair in _PAIRS.split():
        counts = [(form, _count(form, texts)) for form in pair.split("/")]
        if all(count for _, count in counts):
            use = most_used(counts)
            found.append(Term(tuple(form for form, _ in counts if form != use), use))
    return found


def _count(form: str, texts: Sequence[Text]) -> int:
    return sum(
        whole_words(text, found.start(), found.end())
        for _, text in texts
        if form in text
        for found in re.finditer(form, text)
    )
