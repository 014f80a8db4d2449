import time

import pytest

from shared.authoring.web.robots import EVERYTHING, NOTHING, for_status, parse_robots

FILE = """
# who may read what
User-agent: OtherBot
User-agent: Quire/1.0
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /find?*q=
Crawl-delay: 2.5
Sitemap: https://example.org/sitemap.xml

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/robots.txt", True),
        ("/private", False),
        ("/private/x", False),
        ("/privately", False),
        ("/%70rivate/x", False),
        ("/private/open/x", True),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x=1", True),
        ("/find?page=1&q=x", False),
        ("/find?page=1", True),
    ],
)
def test_the_longest_rule_for_this_reader_decides(path: str, allowed: bool) -> None:
    assert parse_robots(FILE, "Quire").allows(path) is allowed


def test_delay_and_rules_of_others() -> None:
    assert parse_robots(FILE, "Quire").delay == 2.5
    assert not parse_robots(FILE, "Unnamed").allows("/x")
    assert parse_robots(FILE, "Unnamed").allows("/robots.txt")


def test_groups_that_name_the_reader_twice_count_together() -> None:
    text = (
        "User-agent: quire\nDisallow: /a\n\n"
        "User-agent: x\nAllow: /\n\n"
        "User-agent: QUIRE\nDisallow: /b"
    )
    rules = parse_robots(text, "Quire")
    assert not rules.allows("/a")
    assert not rules.allows("/b")
    assert rules.allows("/c")


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\nDisallow:\n", "/x", True),
        ("Disallow: /x\n", "/x", True),
        ("<html>nothing here</html>", "/x", True),
        ("User-agent: *\nDisallow: /x\nAllow: /x", "/x", True),
        ("User-agent: *\nDisallow: /热", "/%E7%83%AD/1", False),
        ("User-agent: *\nDisallow: /x # all of it", "/x/y", False),
        ("User-agent: *\nDisallow: *", "/x", False),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /$", "/x", True),
        ("User-agent: *\nCrawl-delay: soon\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a1b2c", False),
        ("User-agent: *\nDisallow: /a*c*c$", "/a1c", True),
    ],
)
def test_files_as_they_are(text: str, path: str, allowed: bool) -> None:
    assert parse_robots(text, "Quire").allows(path) is allowed


def test_a_pattern_made_to_be_slow_is_not() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "*a" * 5000 + "b", "Quire")
    begin = time.monotonic()
    assert rules.allows("/" + "a" * 5000)
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize(
    ("status", "rules"),
    [(404, EVERYTHING), (410, EVERYTHING), (401, NOTHING), (403, NOTHING), (500, NOTHING)],
)
def test_what_an_error_means(status: int, rules: object) -> None:
    assert for_status(status) == rules
