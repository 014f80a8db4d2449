"""Quotes, each with sentences that it bears and sentences that it does not."""

# ruff: noqa: E501

ENGLISH = [
    (
        "Heat pumps move heat from outdoor air into buildings. A modern unit delivers three to four kilowatt-hours of heat for each kilowatt-hour of electricity. Installation costs remain high, and many households rely on subsidies.",
        [
            "Heat pumps transfer heat from outdoor air into buildings.",
            "A modern heat pump provides three to four kilowatt-hours of heat per kilowatt-hour of electricity.",
            "Many households depend on subsidies because installation costs remain high.",
            "Installation costs are still high.",
        ],
        [
            "Heat pumps move heat from buildings into outdoor air.",
            "A modern unit delivers two to three kilowatt-hours of heat for each kilowatt-hour of electricity.",
            "Installation costs remain low.",
            "Few households rely on subsidies.",
            "Heat pumps reduce noise in buildings.",
        ],
    ),
    (
        "The Black Death reached Sicily in October 1347 and spread across Europe within four years. Historians estimate that it killed between 30 and 50 percent of the population. Labour became scarce and wages rose.",
        [
            "The Black Death arrived in Sicily in October 1347.",
            "According to historians, it killed 30 to 50 percent of the population.",
            "Within four years, the Black Death spread across Europe.",
            "As labour became scarce, wages increased.",
        ],
        [
            "The Black Death reached Venice in October 1347.",
            "The Black Death reached Sicily in October 1348.",
            "It killed between 30 and 60 percent of the population.",
            "Labour became scarce and wages fell.",
            "The Black Death spread across Asia within four years.",
        ],
    ),
    (
        "Photosynthesis converts carbon dioxide and water into glucose and oxygen. Chlorophyll absorbs mostly blue and red light. Most plants fix carbon through the C3 pathway, which is less efficient in hot climates than the C4 pathway.",
        [
            "Photosynthesis turns carbon dioxide and water into glucose and oxygen.",
            "Chlorophyll mainly absorbs red and blue light.",
            "In hot climates the C3 pathway is less efficient than the C4 pathway.",
            "The C3 pathway is used by most plants to fix carbon.",
        ],
        [
            "Photosynthesis converts glucose and oxygen into carbon dioxide and water.",
            "Chlorophyll absorbs mostly green light.",
            "The C4 pathway is less efficient in hot climates than the C3 pathway.",
            "Most plants fix nitrogen through the C3 pathway.",
            "Chlorophyll does not absorb blue light.",
        ],
    ),
    (
        "Copenhagen opened its first bicycle superhighway in 2012. By 2022 the network had grown to 60 routes with a total length of 850 kilometres. Commuters on these routes save an average of 19 minutes a week.",
        [
            "Copenhagen's first bicycle superhighway opened in 2012.",
            "By 2022, the network comprised 60 routes totalling 850 km.",
            "On average, commuters using these routes save 19 minutes per week.",
            "The network grew to 60 routes by 2022.",
        ],
        [
            "Copenhagen opened its first bicycle superhighway in 2022.",
            "By 2022 the network had grown to 850 routes.",
            "Commuters on these routes lose an average of 19 minutes a week.",
            "Copenhagen closed its first bicycle superhighway in 2012.",
            "Stockholm opened its first bicycle superhighway in 2012.",
        ],
    ),
    (
        "Marie Curie won the Nobel Prize in Physics in 1903 and the Nobel Prize in Chemistry in 1911. She was born in Warsaw and moved to Paris at the age of 24. Pierre Curie died in 1906.",
        [
            "Marie Curie was awarded the Nobel Prize in Physics in 1903.",
            "In 1911 Marie Curie won the Nobel Prize in Chemistry.",
            "Marie Curie was born in Warsaw.",
            "At the age of 24, she moved to Paris.",
            "Pierre Curie died in 1906.",
        ],
        [
            "Marie Curie won the Nobel Prize in Physics in 1911.",
            "Marie Curie won the Nobel Prize in Literature in 1903.",
            "Marie Curie died in 1906.",
            "Pierre Curie was born in Warsaw.",
            "She was born in Paris and moved to Warsaw at the age of 24.",
        ],
    ),
    (
        "The central bank raised interest rates by 50 basis points to 4.25 percent on Thursday. Inflation slowed to 6.1 percent in March but remains above the 2 percent target. Economists do not expect a recession this year.",
        [
            "On Thursday, the central bank increased interest rates by 50 basis points to 4.25%.",
            "Inflation slowed to 6.1% in March.",
            "Inflation is still above the 2 percent target.",
            "Economists do not expect a recession this year.",
        ],
        [
            "The central bank lowered interest rates by 50 basis points on Thursday.",
            "Inflation slowed to 4.25 percent in March.",
            "Inflation remains below the 2 percent target.",
            "Economists expect a recession this year.",
            "The government raised interest rates to 4.25 percent.",
        ],
    ),
]
CHINESE = [
    (
        "热泵可将室外空气中的热量转移到建筑物内。一台现代热泵每消耗1千瓦时电能，可提供3至4千瓦时热量。安装费用仍然较高，许多家庭依赖补贴。",
        [
            "热泵能把室外空气中的热量转移到建筑物内。",
            "现代热泵每消耗1千瓦时电能可提供3到4千瓦时热量。",
            "由于安装费用较高，许多家庭依赖补贴。",
            "热泵的安装费用仍然较高。",
        ],
        [
            "热泵可将建筑物内的热量转移到室外空气中。",
            "现代热泵每消耗1千瓦时电能可提供5至6千瓦时热量。",
            "安装费用较低。",
            "热泵能降低室内噪声。",
        ],
    ),
    (
        "黑死病于1347年10月传到西西里，四年内蔓延至整个欧洲。历史学家估计，死亡人数占总人口的30%至50%。劳动力短缺，工资上涨。",
        [
            "1347年10月，黑死病传到西西里。",
            "黑死病在四年内蔓延到整个欧洲。",
            "历史学家估计，黑死病造成30%到50%的人口死亡。",
            "由于劳动力短缺，工资上涨。",
        ],
        [
            "1348年10月，黑死病传到西西里。",
            "黑死病于1347年10月传到威尼斯。",
            "劳动力短缺，工资下跌。",
            "黑死病在四年内蔓延至整个亚洲。",
            "死亡人数占总人口的60%。",
        ],
    ),
    (
        "杭州地铁1号线于2012年11月24日开通，是浙江省第一条地铁线路。线路全长54公里，设车站34座。2023年，杭州地铁日均客运量达到377万人次，居全国第七位。",
        [
            "杭州地铁1号线2012年11月24日开通运营。",
            "1号线全长54公里，共设34座车站。",
            "杭州地铁1号线是浙江省首条地铁线路。",
            "2023年，杭州地铁日均客运量为377万人次，位居全国第七。",
        ],
        [
            "杭州地铁1号线于2012年11月26日开通。",
            "宁波地铁1号线于2012年11月24日开通。",
            "线路全长34公里，设车站54座。",
            "杭州地铁2号线是浙江省第一条地铁线路。",
            "2023年，杭州地铁日均客运量下降到377万人次。",
            "杭州地铁票价为全国最低。",
        ],
    ),
    (
        "故宫博物院成立于1925年10月10日，馆藏文物超过186万件。2019年，故宫接待观众突破1900万人次。周一闭馆，法定节假日除外。",
        [
            "故宫博物院于1925年10月10日成立。",
            "故宫博物院馆藏文物超过186万件。",
            "2019年故宫接待观众超过1900万人次。",
            "除法定节假日外，周一闭馆。",
        ],
        [
            "故宫博物院成立于1915年10月10日。",
            "故宫博物院馆藏文物不足186万件。",
            "2019年，故宫接待观众突破186万人次。",
            "南京博物院成立于1925年10月10日。",
            "故宫周一开放。",
        ],
    ),
    (
        "小麦种植面积为2300万公顷，玉米种植面积为4300万公顷。受干旱影响，小麦单产下降4%，玉米单产增长1.2%。专家建议推广节水灌溉技术。",
        [
            "小麦的种植面积是2300万公顷。",
            "玉米种植面积达到4300万公顷。",
            "由于干旱，小麦单产下降了4%。",
            "专家建议推广节水灌溉技术。",
        ],
        [
            "小麦种植面积为4300万公顷。",
            "玉米单产下降4%。",
            "受干旱影响，小麦单产增长1.2%。",
            "专家反对推广节水灌溉技术。",
            "水稻种植面积为2300万公顷。",
        ],
    ),
    (
        "量子计算机利用叠加和纠缠进行计算。2019年，谷歌宣布其53量子比特处理器在200秒内完成了一项任务。IBM对这一结论提出质疑。目前的设备还不能纠正全部错误。",
        [
            "量子计算机通过叠加和纠缠来进行计算。",
            "谷歌2019年宣布，其53量子比特的处理器用200秒完成了一项任务。",
            "IBM质疑了这一结论。",
            "目前的设备尚不能纠正所有错误。",
        ],
        [
            "2019年，IBM宣布其53量子比特处理器在200秒内完成了一项任务。",
            "谷歌对这一结论提出质疑。",
            "目前的设备能纠正全部错误。",
            "谷歌的处理器有72量子比特。",
            "量子计算机需要在极低温度下运行。",
        ],
    ),
]
