"""The texts of those example files that are made, not written: a DOCX and a PDF."""

Section = tuple[str, list[str]]
"""A heading and its paragraphs; one that begins with ``- `` is an item of a list."""

HEAT_PLANS_TITLE = "Heat action plans"
HEAT_PLANS: list[Section] = [
    (
        "Why plans are needed",
        [
            "Heat kills quietly. Most of its victims die at home, of heart, lung or kidney "
            "disease that the heat has made worse, and their deaths show only in the statistics "
            "of the weeks after. In the summer of 2003 a heat wave in Europe cost tens of "
            "thousands of lives, about fifteen thousand of them in France. Many European "
            "countries wrote their first national heat plans in the years that followed.",
            "A heat action plan says in advance who does what when it becomes hot. Without one, "
            "offices learn of each other's tasks during the emergency, when every hour counts.",
        ],
    ),
    (
        "Warning in levels",
        [
            "The core of a plan is a warning system that links the weather forecast to steps on "
            "the ground. Thresholds are set from local data, because people in a cool climate "
            "fall ill at temperatures that are ordinary elsewhere. Nights count as much as days: "
            "when the temperature stays high after dark, the body cannot recover. Most plans "
            "have two to four levels, from attention to emergency, each with its own list of "
            "tasks.",
        ],
    ),
    (
        "Reaching people at risk",
        [
            "Older people who live alone are at the highest risk, followed by infants, people "
            "with chronic illness and those who work outdoors. Registers, home visits and "
            "telephone calls reach some of them. In Paris, residents can enter themselves in a "
            "register and are then called by the city during a heat wave. Messages work best "
            "when they come from people who are trusted, such as family doctors, pharmacists, "
            "neighbours and religious communities.",
        ],
    ),
    (
        "Tasks at each level",
        [
            "A plan is only as good as the list of what happens when a level is reached. Typical "
            "entries are these:",
            "- Attention: care services check their lists of clients, and advice on drinking, "
            "clothing and medicines is published.",
            "- Alert: cool rooms open longer, outdoor work and school sports move to the "
            "morning, and hospitals call in additional staff.",
            "- Emergency: teams visit people who do not answer the telephone, events are put "
            "off, and power and water companies keep repair crews ready.",
            "Each entry names an office and a deputy, because heat waves fall into the holidays.",
        ],
    ),
    (
        "Cool places",
        [
            "Cooling centres are public rooms with air conditioning, water and seats: libraries, "
            "community centres, sometimes shopping malls. They help only those who know of them "
            "and can get there, so plans provide transport and opening hours into the evening. "
            "Many cities publish maps of cool places, among them parks, fountains, swimming "
            "pools and churches. A power cut can close these rooms on the very day they are "
            "needed, so the plan also says where generators stand.",
        ],
    ),
    (
        "Learning from each summer",
        [
            "After the summer the plan is reviewed with the figures of hospitals, emergency "
            "calls and deaths. Ahmedabad in India wrote its plan after a heat wave in May 2010 "
            "and has revised it since; it became a model for other cities in South Asia. Some "
            "cities, among them Athens and Miami, have appointed a chief heat officer who "
            "answers for the plan across all departments.",
        ],
    ),
]

WATER_TITLE = "Water in the hot city"
WATER: list[Section] = [
    (
        "Why water cools",
        [
            "To evaporate one litre of water takes about 2.4 megajoules of heat, as much as an "
            "electric kettle of two kilowatts gives off in twenty minutes. That heat is taken "
            "from the air and from surfaces nearby. Evaporation works best when the air is dry "
            "and moves; in humid weather it brings little relief and can make the air feel "
            "closer.",
        ],
    ),
    (
        "Fountains, sprays and basins",
        [
            "Water that is moved or sprayed cools more than water that stands, because droplets "
            "have a large surface. Mist sprays lower the air temperature by several degrees "
            "within a few metres, and only as long as they run. Paris has installed hundreds of "
            "drinking fountains and misting posts in its streets. Water that is sprayed in "
            "public must be clean, since standing warm water lets Legionella bacteria grow.",
        ],
    ),
    (
        "Rivers, canals and lakes",
        [
            "Large bodies of water warm slowly, so they cool their banks on spring and early "
            "summer days. Late in summer the water itself is warm and may keep its surroundings "
            "warmer at night. The breeze over a river reaches the streets behind it only where "
            "buildings leave openings. In Seoul the Cheonggyecheon stream was uncovered in 2005 "
            "where an elevated road had stood, and summer temperatures along it have been "
            "measured several degrees below those of streets nearby.",
        ],
    ),
    (
        "Rain as a resource",
        [
            "Most cities lead rain into sewers as fast as they can and then water their trees "
            "with drinking water. A sponge city does the reverse: it holds rain where it falls, "
            "in soils, green roofs, rain gardens and cisterns. China began a national programme "
            "of sponge cities in 2015. Copenhagen has planned its parks and streets so that they "
            "take up cloudbursts before they flood cellars. Stored rain keeps plants "
            "transpiring through a heat wave, when they would otherwise shut their pores.",
        ],
    ),
    (
        "Drinking water",
        [
            "People lose fluid in the heat faster than they feel thirst. Public drinking "
            "fountains are therefore among the cheapest measures against heat illness. They are "
            "most useful near stops, playgrounds, markets and building sites.",
        ],
    ),
    (
        "Green roofs and wet soils",
        [
            "A roof with a layer of soil and plants stores part of the rain and gives it back to "
            "the air over the following days. Its surface stays far cooler than bare roofing "
            "felt, and the rooms below it gain from the added mass. Thin layers of sedum survive "
            "dry summers but evaporate little; deeper soil with grasses and shrubs cools more, "
            "weighs more and wants water. The same rule holds on the ground: a lawn cools while "
            "its soil is moist and is hardly better than pavement once it has turned brown.",
        ],
    ),
    (
        "Water that is scarce",
        [
            "Heat and drought often come together, and then every litre is wanted by households, "
            "farms, power stations and plants at once. Cities in dry regions therefore weigh "
            "cooling against supply. They water at night, when less is lost, and use treated "
            "waste water for parks and for washing streets. They prefer shade, which needs no "
            "water, where people only pass by, and keep sprays and fountains for squares where "
            "people stay. Leaks in old mains can lose more than all fountains of a city use.",
            "Which measure is worth its water can be told only by measuring. A few thermometers "
            "in the shade, read before and after, cost little and show whether a basin cools the "
            "square or only pleases the eye.",
        ],
    ),
]
