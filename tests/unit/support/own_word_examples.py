"""Quotes with sentences in other words: what they bear, and what small steps they do not."""

# ruff: noqa: E501

LAMP = "The Argand lamp of 1780 has a round hollow wick and gives a bright flame with little smoke, because air reaches the flame from inside and outside."
PAY = "Pay was small, but it came with a house, coal and a pension."
TOWER = "John Rudyerd, a silk merchant, built the second tower around a core of granite and oak, with a smooth outer skin of timber."
ROCK = "Built in 1698, it was the first rock lighthouse in the open sea. Keepers stayed there for up to three months, and perhaps one in five fell ill."
BEES = "A forager carries nectar of up to half of her weight in her honey stomach. It breeds in closed brood cells, by preference in those of drones. Without treatment most colonies in Europe die within three years."
ROOFS = "Green roofs store rain and cool the rooms below them. Cities plant them on schools and depots. At least 40 towns in Norway pay a grant for each roof."

BORNE = [
    ([LAMP], "The Argand lamp of 1780 has a hollow round wick."),
    (
        [LAMP],
        "The Argand lamp gives a bright flame with little smoke because air reaches the flame from inside and outside.",
    ),
    ([PAY], "The pay was small, but it came with coal, a house and a pension."),
    ([TOWER], "John Rudyerd built the second tower around a core of granite and oak."),
    ([TOWER], "The second tower was built by John Rudyerd, a silk merchant."),
    ([ROCK], "It was the first rock lighthouse in the open sea and was built in 1698."),
    ([ROCK], "Keepers stayed there for up to three months."),
    ([BEES], "A forager carries up to half of her weight of nectar in her honey stomach."),
    ([BEES], "In Europe most colonies die within three years without treatment."),
    ([BEES], "It breeds in closed brood cells, preferably in those of drones."),
    ([ROOFS], "Green roofs store rain and keep the rooms below them cool."),
    ([ROOFS], "Cities plant them on depots and schools."),
    ([ROOFS], "At least 40 Norwegian towns pay a grant for each roof."),
    (
        ["Most lightships were replaced after 1970 by large buoys or by platforms."],
        "After 1970 most lightships were replaced by platforms or large buoys.",
    ),
]

NOT_BORNE = [
    ([PAY, LAMP], "The Argand lamp of 1780 has a round hollow wick and a little coal."),
    ([PAY, LAMP], "The Argand lamp has a hollow wick, so that pay was small."),
    ([TOWER], "A silk merchant built the second tower, and it was taken down."),
    ([TOWER], "A silk merchant built the second tower, and it was sold off."),
    ([TOWER], "The tower that was built is called a tower."),
    ([TOWER], "John Rudyerd built the second tower around granite, oak, and even glass."),
    ([ROCK], "Built in 1698, it was the first lighthouse in the open sea."),
    ([ROCK], "Keepers stayed there for three months."),
    ([ROCK], "One in five keepers who stayed there fell ill, people say who could ask them."),
    ([BEES], "The forager carries nectar of half her weight in her honey stomach."),
    ([BEES], "It breeds in closed brood cells, by preference in drones."),
    ([BEES], "Without treatment, most colonies die within three years."),
    (
        [
            "The colour of lightships was red, with the name of the station in white letters on the side."
        ],
        'The name of the light is "Red".',
    ),
    (
        [
            "A drone dies when he mates.",
            "Their eyes are large, for they must see a queen in the air.",
        ],
        "A drone dies when it mates, as they must see a queen in the air.",
    ),
    (
        [
            "The share of people who could read rose slowly, from perhaps one in ten in 1500 to half in 1800."
        ],
        "The share of people who could read rose slowly, from one in ten in 1500 to half in 1800.",
    ),
    ([ROOFS], "I like green roofs that store rain and cool the rooms below them."),
    ([ROOFS], "You store rain on green roofs and cool the rooms below them."),
    ([ROOFS], "40 towns in Norway pay a grant for each roof."),
    ([ROOFS], "Green roofs cool the rooms because cities plant them on schools."),
    (["The lightship was painted red and moored off the coast."], "The light was painted red."),
    (
        ["Rust guarantees memory safety without a garbage collector."],
        "Go guarantees memory safety without a garbage collector.",
    ),
]

CHINESE_NOT_BORNE = [
    ("水库最多可蓄水三万吨，供下游农田灌溉。", "水库可蓄水三万吨，供下游农田灌溉。"),
    ("部分居民在洪水之后离开了村庄。", "居民在洪水之后离开了村庄。"),
    (
        "绿色屋顶可以储存雨水。学校的屋顶面积很大。",
        "因为学校的屋顶面积很大，所以绿色屋顶可以储存雨水。",
    ),
    ("绿色屋顶可以储存雨水。", "我喜欢可以储存雨水的绿色屋顶。"),
]
