"""A megabyte of Markdown in twenty files, the same in every run."""

import random

FILES = 20
FILE_BYTES = 50_000

_TOPICS = {
    "Cool roofs": "roof coating membrane albedo attic insulation tile surface paint emissivity",
    "Urban trees": "tree canopy shade root soil species avenue pruning leaf transpiration",
    "Heat plans": "warning hotline shelter outreach ward nurse forecast threshold volunteer alarm",
    "Water": "fountain pond river canal spray runoff basin cistern wetland infiltration",
    "Transit": "bus tram stop platform shelter ventilation depot timetable rail carriage",
    "Housing": "flat tenant facade shutter courtyard landlord window stairwell ceiling renovation",
    "Energy": "grid load peak battery transformer chiller pump tariff demand outage",
    "Health": "clinic stroke kidney patient dehydration sleep emergency elderly infant medicine",
    "Schools": "classroom playground teacher pupil recess gym yard curriculum holiday canteen",
    "Work": "site crew foreman break mask contract harvest helmet inspector overtime",
}
_PLACES = ("the harbour", "the old town", "the northern ward", "the valley", "the new estate")
_VERBS = ("lowers", "raises", "changes", "delays", "limits", "supports", "replaces", "reveals")
_ENDS = (
    "during the hottest week of the year",
    "according to the survey of {year}",
    "by about {share} percent within {months} months",
    "although costs rose by {share} percent",
    "when nights stay above {degrees} degrees",
    "as the report of {year} describes in detail",
)


def corpus() -> dict[str, str]:
    """Return the files by name; together about a megabyte of ASCII."""
    chance = random.Random(2026)  # noqa: S311  the same in every run
    topics = list(_TOPICS)
    files: dict[str, str] = {}
    for number in range(FILES):
        topic = topics[number % len(topics)]
        parts = [f"# {topic}, volume {number + 1}\n"]
        size = 0
        while size < FILE_BYTES:
            part = _section(chance, topic, len(parts))
            parts.append(part)
            size += len(part)
        files[f"{number + 1:02d}-{topic.lower().replace(' ', '-')}.md"] = "\n".join(parts)
    return files


def _section(chance: random.Random, topic: str, number: int) -> str:
    words = _TOPICS[topic].split()
    first, second = chance.sample(words, 2)
    paragraphs = "\n\n".join(
        " ".join(_sentence(chance, words) for _ in range(chance.randint(4, 8))) for _ in range(4)
    )
    return f"## {number}. {first.capitalize()} and {second}\n\n{paragraphs}\n"


def _sentence(chance: random.Random, words: list[str]) -> str:
    subject, thing, other = chance.sample(words, 3)
    end = chance.choice(_ENDS).format(
        year=chance.randint(1990, 2025),
        share=chance.randint(2, 60),
        months=chance.randint(2, 48),
        degrees=chance.randint(18, 30),
    )
    return (
        f"In {chance.choice(_PLACES)} the {subject} {chance.choice(_VERBS)} the {thing} "
        f"of every {other} {end}."
    )
