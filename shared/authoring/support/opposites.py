"""Words that say the opposite of each other, in English and Chinese."""

from functools import lru_cache

from shared.authoring.support.forms import DOWN, UP, form

_PAIRS = """
few many|few most|fewer more|
较高 较低|开放 闭馆|开馆 闭馆|开门 关门|较大 较小|较多 较少|
更高 更低|偏高 偏低|高 低|大 小|多 少|长 短|
north south|northern southern|east west|eastern western|summer winter|spring autumn|day night|
before after|above below|over under|first last|largest smallest|biggest smallest|oldest newest|
highest lowest|longest shortest|import export|win lose|buy sell|public private|positive negative|
early late|hot cold|success failure|succeed fail|accept reject|approve reject|support oppose|
cheap expensive|high low|long short|young old|rich poor|open close|rural city|strong weak|
majority minority|minimum maximum|include exclude|always never|more less|more fewer|better worse|
best worst|inside outside|indoor outdoor|legal illegal|begin end|possible impossible|
safe dangerous|increase decrease|right left|increase stable|most least|allow forbid|profit loss|
dry wet|domestic foreign|mandatory voluntary|permanent temporary|free paid|often rarely|
male female|upper lower|advantage disadvantage|benefit harm|light dark|soft hard|major minor|
wide narrow|thick thin|fast slow|confirm deny|faster slower|shorten prolong|shorten lengthen|
shorten extend|
南部 北部|东部 西部|南方 北方|夏季 冬季|夏天 冬天|白天 夜间|白天 夜晚|进口 出口|支持 反对|
城市 农村|城镇 农村|公立 私立|公共 私人|高于 低于|超过 不足|超过 低于|多于 少于|大于 小于|
最大 最小|最高 最低|最早 最晚|最多 最少|以上 以下|之前 之后|以前 以后|允许 禁止|开放 关闭|
成功 失败|同意 拒绝|男性 女性|优于 劣于|室内 室外|正面 负面|提前 推迟|盈利 亏损|合法 非法|
有利 不利|有效 无效|强制 自愿|国内 国外|长期 短期|缩短 延长|增产 减产|加快 放缓|加速 减缓|
永久 临时|免费 收费|上游 下游|左侧 右侧|早于 晚于|快于 慢于|通过 否决|积极 消极|安全 危险|
顺差 逆差|买入 卖出
"""


def opposed(stated: frozenset[str], known: frozenset[str]) -> str | None:
    """Return a word of ``stated`` of which ``known`` has the opposite, and not itself.

    A text that has both ("from high to low") is not opposed by either.
    """
    for word in stated:
        for other in opposites().get(word, ()):
            if other in known and other not in stated and word not in known:
                return word
    return None


@lru_cache(maxsize=1)
def opposites() -> dict[str, tuple[str, ...]]:
    """Return the opposites of each word, by the keys of ``forms.form``."""
    found: dict[str, set[str]] = {UP: {DOWN}, DOWN: {UP}}
    for pair in _PAIRS.split("|"):
        one, other = (form(word) for word in pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: tuple(sorted(others - {word})) for word, others in found.items()}
