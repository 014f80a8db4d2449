"""Reads what a process tells, as Prometheus would."""

import urllib.request

from prometheus_client.parser import text_string_to_metric_families


class Scrape:
    """One answer of a metrics port."""

    def __init__(self, text: str) -> None:
        self._values: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self._values[sample.name, frozenset(sample.labels.items())] = sample.value

    def sum(self, name: str, **labels: str) -> float:
        """Return the sum over all series of that name which have these labels."""
        return sum(
            value
            for (series, found), value in self._values.items()
            if series == name and found >= set(labels.items())
        )

    def has(self, name: str) -> bool:
        """Return whether there is any series of that name."""
        return any(series == name for series, _ in self._values)


def scrape(address: str) -> Scrape:
    """Ask the metrics port at ``host:port``."""
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/plain")
        return Scrape(answer.read().decode())
