"""Sources for the tests of research and outline."""

from shared.authoring.model import SourceDocument, SourceRole
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file

QUESTION = "How do cities adapt to extreme heat?"

SURFACES = """# Cool surfaces in hot cities

Cities store heat. Dark roofs and asphalt absorb most of the sunlight that falls on them.

## 1. How cool roofs work

A cool roof reflects sunlight and releases heat easily. A white coating can reflect 80 percent of
sunlight, while a dark roof reflects 10 to 20 percent, e.g. 12.5 % in one test.

```
## not a heading
roof = 1
```

## 2. Pavements

Reflective pavements are lighter than asphalt. Los Angeles coated streets with a grey seal and
measured surfaces that were 5 °C cooler.

| street | change |
|---|---|
| Elm | 5 |

## 3. Street trees

Trees shade the pavement. A street with a closed canopy is cooler at noon than one without trees.

## References

Smith, J. (2019). Cool roofs and extreme heat in cities. Journal of Surfaces 3(2), 1-20.
"""

PLANS = """# Heat action plans

## Introduction

A heat action plan says who does what when a heat wave is forecast for the city.

## Early warning

Warnings of extreme heat are issued in colours. An orange alert is given at 43 °C.

## Trees on the street

Trees were planted along the bus routes. Their shade lowers the heat that people feel.

## Cooling centres

Libraries and schools are opened as cooling centres. They have drinking water and a nurse on call.

## Conclusion

Plans with early warning are cheap compared with rebuilding a city.
"""

CHINESE = """# 城市高温应对

## 一、热岛效应

城市气温高于郊区的现象称为热岛效应。建筑和道路吸收太阳辐射，夜间缓慢释放热量。

## 二、通风廊道

武汉利用江河和湖泊规划通风廊道，让凉风进入城区。廊道宽度一般在一百米以上。

## 三、高温预警

气象部门发布黄色、橙色和红色三级高温预警。发布红色预警时，户外作业应当停止。

## 参考文献

张三：《城市气候》，北京出版社，2019年。
"""

TWO_TOPICS = """The violin is played with a bow of horsehair. Its four strings are tuned in fifths,
and the player shortens the strings with the fingers of the left hand. Makers in Cremona built
violins of spruce and maple.

A bow is rubbed with rosin so that the hair grips the strings. The strings of a violin were once
made of gut and are now made of steel. The sound of the violin depends on the bridge, which carries
the vibration of the strings.

The orchestra seats its violins in two groups, the first violins and the second violins. The leader
of the first violins tunes the orchestra and plays the solos. Strings make up more than half of it.

Volcanoes erupt when magma rises from the mantle to the surface. Magma that holds much gas makes an
explosive eruption, while thin magma flows out as lava. The gas in magma is mostly water vapour.

Ash from an eruption of a volcano can stop air traffic over a continent. The eruption of a volcano
in Iceland in 2010 closed airports in Europe for six days. Magma under ice makes much ash.

Scientists watch volcanoes with seismometers and satellites. Magma that rises makes small
earthquakes and lifts the ground of the volcano. Warnings before an eruption have saved lives.
"""

TWO_TOPICS_ZH = """\
茶树喜欢温暖湿润的气候，多生长在山坡上。绿茶不经过发酵，茶叶保持绿色，茶汤清香。红茶经过完全发酵，味道醇厚。

泡茶的水温因茶叶而异。绿茶宜用八十度左右的水，红茶可用沸水。茶叶应当存放在干燥避光的地方。

茶叶沿着丝绸之路传到各地。绿茶和红茶的贸易曾是出口的重要部分。今天福建和云南仍然是茶叶的主要产区。

高速铁路的列车时速可以达到三百五十公里。列车运行依靠电力牵引，列车的车头设计成流线型。

高速铁路的信号系统控制列车之间的距离。遇到大风或地震时，系统会自动让列车减速或停车。

高速铁路的里程已经超过四万公里。高速铁路缩短了城市之间的旅行时间。铁路部门每年春运期间都会增开列车。
"""


def source(name: str, text: str, number: int = 1, role: SourceRole = "data") -> SourceDocument:
    """Return a file as a source ``s1``, ``s2``, …"""
    return parse_file(f"s{number}", name, name, text.encode(), FileLimits(), role=role)


def english() -> list[SourceDocument]:
    return [source("surfaces.md", SURFACES, 1), source("plans.md", PLANS, 2)]


def mixed() -> list[SourceDocument]:
    return [source("gaowen.md", CHINESE, 3), *english()]
