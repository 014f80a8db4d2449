"""The clients of all languages against the cases of tests/watch_conformance."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from tests.clients.built import example
from tests.watch_conformance.cases import load_cases
from tests.watch_conformance.verdict import run_client

LANGUAGES = ("python", "python-sync", "go", "typescript", "java")
CASES = load_cases()
PROCESSES = 3  # most of the time of a case is spent waiting

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("clients")]


@cache
def verdicts(language: str) -> dict[str, list[str]]:
    """Return what is wrong, by case; the client's program runs in some processes at once."""
    command = example(language, "conformance")
    shares = [CASES[place::PROCESSES] for place in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        parts = pool.map(lambda share: run_client(command, share), shares)
        return {name: faults for part in parts for name, faults in part.items()}


@pytest.mark.parametrize("case", [case.name for case in CASES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_watch(language: str, case: str) -> None:
    assert verdicts(language)[case] == []


def test_every_rule_has_a_case() -> None:
    assert {rule for case in CASES for rule in case.rules} == set(range(1, 13))


def test_names_are_job_ids_and_not_used_twice() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 64 and name.replace("-", "").isalnum() for name in names)
