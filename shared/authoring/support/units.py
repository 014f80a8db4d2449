"""Units of measure under their many names."""

import re

_NAMES = """
% percent|per cent|pct|%|％
pp percentage points|percentage point|个百分点|百分点
km kilometres|kilometers|kilometre|kilometer|km|公里|千米
m metres|meters|metre|meter|m|米
cm centimetres|centimeters|centimetre|centimeter|cm|厘米
mm millimetres|millimeters|millimetre|millimeter|mm|毫米
mile miles|mile|英里
foot feet|foot|ft|英尺
kg kilograms|kilogram|kg|公斤|千克
t tonnes|tonne|tons|ton|吨
g grams|gram|g|克
mg milligrams|milligram|mg|毫克
litre litres|liters|litre|liter|升
hectare hectares|hectare|ha|公顷
km2 square kilometres|square kilometers|km2|平方公里|平方千米
m2 square metres|square meters|m2|平方米
mu 亩
second seconds|second|s|秒
ms milliseconds|millisecond|ms|毫秒
minute minutes|minute|min|分钟
hour hours|hour|h|小时
day days|day|天
week weeks|week|周|个星期|星期
month months|month|个月
year years|year|年
decade decades|decade
dollar US dollars|dollars|dollar|USD|美元|美金
euro euros|euro|EUR|欧元
pound pounds|pound|GBP|英镑
yuan yuan|RMB|CNY|元人民币|元|块
yen yen|JPY|日元
celsius degrees celsius|degree celsius|degrees|°C|℃|摄氏度
kb KB
mb MB|megabytes
gb GB|gigabytes
tb TB|terabytes
kw kW|千瓦
mw MW|megawatts|兆瓦
gw GW|gigawatts|吉瓦
kwh kWh|千瓦时|度电
gwh GWh
twh TWh|太瓦时
hz Hz|赫兹
mhz MHz|兆赫
ghz GHz
times times|fold|倍
"""

UNITS = {
    name: line.split(" ", 1)[0]
    for line in _NAMES.strip().split("\n")
    for name in line.split(" ", 1)[1].split("|")
}
"""Unit by name; the Latin names stand in their usual case."""

SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yuan", "￥": "yuan"}
"""Unit by the sign before an amount."""

STRICT = frozenset({"%", "pp", "times", "century", "decades", "quarter", "ordinal"})
"""Units without which a number is another number."""

_LATIN = sorted(
    (name for name in UNITS if name[0].isascii() and name != "%"), key=len, reverse=True
)
_OTHER = sorted((name for name in UNITS if name not in _LATIN), key=len, reverse=True)
FOLLOWING = (
    rf"(?:(?P<other>{'|'.join(map(re.escape, _OTHER))})"
    rf"|(?P<latin>{'|'.join(map(re.escape, _LATIN))})(?![A-Za-z0-9]))"
)
"""Part of a regular expression: a unit right after a number, in ``other`` or ``latin``."""
