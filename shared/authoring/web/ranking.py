"""Of what several searches found, which pages to read first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from shared.authoring.web.problems import PageError
from shared.authoring.web.sites import SiteRules
from shared.authoring.web.urls import UrlRules, page_key

_RRF = 60
"""Cormack, Clarke and Büttcher, Reciprocal Rank Fusion (SIGIR 2009)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Pages, the best first, and the URLs that are not asked for, each with why."""

    pages: tuple[httpx.URL, ...]
    refused: tuple[tuple[str, PageError], ...]


def rank(found: Sequence[Sequence[str]], urls: UrlRules, sites: SiteRules, per_host: int) -> Ranked:
    """Merge what several queries found by reciprocal rank.

    A page that several queries found rises. Preferred sites come first, sites that
    the rules leave out are dropped, and of one host ``per_host`` pages are kept.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    pages: dict[str, httpx.URL] = {}
    refused: dict[str, PageError] = {}
    for results in found:
        counted: set[str] = set()
        for place, given in enumerate(results, 1):
            try:
                url = urls.check(given)
            except PageError as error:
                refused.setdefault(given, error)
                continue
            if not sites.allows(url):
                continue
            key = page_key(url)
            pages.setdefault(key, url)
            if key not in counted:
                counted.add(key)
                scores[key] += 1 / (_RRF + place)
    order = sorted(pages, key=lambda key: (not sites.prefers(pages[key]), -scores[key]))
    return Ranked(tuple(_per_host([pages[key] for key in order], per_host)), tuple(refused.items()))


def _per_host(pages: Sequence[httpx.URL], limit: int) -> list[httpx.URL]:
    taken: Counter[str] = Counter()
    kept = []
    for page in pages:
        host = page_key(page.copy_with(raw_path=b"/"))
        taken[host] += 1
        if taken[host] <= limit:
            kept.append(page)
    return kept
