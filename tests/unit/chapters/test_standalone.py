import pytest

from shared.authoring.extractive.standalone import Fitness, fitness


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Street trees lower the temperature of the air.", "en", Fitness.WHOLE),
        ("This year brought four heat waves to the city.", "en", Fitness.WHOLE),
        ("It lowers the temperature by two degrees.", "en", Fitness.DEPENDENT),
        ("However, trees need water in dry summers.", "en", Fitness.DEPENDENT),
        ("These measures cost more than expected.", "en", Fitness.DEPENDENT),
        ("As a result, the centre is warmer than its surroundings.", "en", Fitness.DEPENDENT),
        ("Ahmedabad adopted the first such plan in 2013.", "en", Fitness.DEPENDENT),
        ("“They never came back,” the mayor said to us.", "en", Fitness.DEPENDENT),
        ("In Phoenix, their waste heat warms the nights.", "en", Fitness.DEPENDENT),
        ("In Phoenix, the waste heat warms the nights.", "en", Fitness.WHOLE),
        ("评估显示，该计划每年可避免约一千人死亡。", "zh", Fitness.DEPENDENT),
        ("What they are made of decides how hot it gets.", "en", Fitness.DEPENDENT),
        ("Most of its victims die at home.", "en", Fitness.DEPENDENT),
        ("Most of the victims die at home.", "en", Fitness.WHOLE),
        ("Heat kills quietly.", "en", Fitness.WHOLE),
        ("城市的气温通常高于周围的乡村，这种现象称为城市热岛效应。", "zh", Fitness.WHOLE),
        ("The number of calls rose, see Figure 3 for details.", "en", Fitness.ASIDE),
        ("In this chapter the costs of trees are compared.", "en", Fitness.ASIDE),
        ("What can a city do about heat waves?", "en", Fitness.REST),
        ("Figure 3: Calls for ambulances in hot spells.", "en", Fitness.REST),
        ("Shade trees along the footpaths", "en", Fitness.FRAGMENT),
        ("and also in the parks of the city.", "en", Fitness.FRAGMENT),
        ("The measures include the following:", "en", Fitness.REST),
        ("Too short.", "en", Fitness.FRAGMENT),
        ("Italy planted sixty thousand trees in a year.", "en", Fitness.WHOLE),
        ("Thirty cities have opened cooling centres.", "en", Fitness.WHOLE),
        ("行道树可以降低街道温度。", "zh", Fitness.WHOLE),
        ("因此，市中心的气温比郊区高出数度。", "zh", Fitness.DEPENDENT),
        ("它们需要水分和充足的根系空间。", "zh", Fitness.DEPENDENT),
        ("但是成年树木的遮荫面积更大。", "zh", Fitness.DEPENDENT),
        ("该系统每天发布分级警报信息。", "zh", Fitness.DEPENDENT),
        ("本文比较了各种降温措施的成本。", "zh", Fitness.ASIDE),
        ("各区的热线电话数量详见图三所示。", "zh", Fitness.ASIDE),
        ("城市应当如何应对高温天气？", "zh", Fitness.REST),
        ("图3：高温期间的急救电话数量。", "zh", Fitness.REST),
        ("降温措施包括以下几项：", "zh", Fitness.REST),
        ("还原剂在高温下会释放热量。", "zh", Fitness.WHOLE),
    ],
)
def test_what_stands_alone(sentence: str, language: str, expected: Fitness) -> None:
    assert fitness(sentence, language) is expected
