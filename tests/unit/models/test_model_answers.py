"""Ends, refusals, thoughts, waits and token estimates."""

from email.utils import formatdate
from itertools import pairwise
from time import time

import pytest

from shared.authoring.models.answers import Thoughts, declines, end_of
from shared.authoring.models.port import End
from shared.authoring.models.retry import RetryPolicy, retry_after
from shared.authoring.models.tokens import MESSAGE_TOKENS, TokenRatio, estimate
from shared.authoring.models.usage import Meter, Price


@pytest.mark.parametrize(
    ("metadata", "end"),
    [
        ({}, None),
        ({"finish_reason": None}, None),
        ({"finish_reason": "stop"}, End.DONE),
        ({"finish_reason": "length"}, End.LENGTH),
        ({"stop_reason": "max_tokens"}, End.LENGTH),
        ({"finish_reason": "MAX_TOKENS"}, End.LENGTH),
        ({"done_reason": "length"}, End.LENGTH),
        ({"finish_reason": "content_filter"}, End.REFUSED),
        ({"stop_reason": "refusal"}, End.REFUSED),
        ({"finish_reason": "SAFETY"}, End.REFUSED),
    ],
)
def test_ends_are_understood_in_the_words_of_each_provider(
    metadata: dict[str, object], end: End | None
) -> None:
    assert end_of(metadata) is end


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I’m very sorry, but I cannot assist with this request.",
        "Sorry, I am unable to provide that.",
        "I cannot write this document.",
        "As an AI language model, I cannot discuss this.",
        "抱歉，我无法提供这方面的内容。",
        "很抱歉，作为一个人工智能助手，我不能回答这个问题。",
        "我无法为您撰写该内容。",
    ],
)
def test_a_model_that_declines_is_understood(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sorry is a word of Old English origin.",
        "I cannot recall a wetter spring, said the farmer.",
        "The council cannot provide shade in every street.",
        "我们不能忽视城市高温。",
        "I can't help but notice the heat.",
        "I cannot write this document. " * 20,
        "We cannot discuss the heat without the trees.",
        "我们无法回答所有的问题，但可以从树木开始。",
    ],
)
def test_an_answer_is_no_refusal(text: str) -> None:
    assert not declines(text)


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("<think>Hm, tea.</think>\n\nTea grows.", "Tea grows."),
        ("\n<think>\n\n</think>Tea", "Tea"),
        ("Tea < coffee", "Tea < coffee"),
        ("<thick> soup", "<thick> soup"),
        ("<th", "<th"),
        ("<think>never ends", ""),
    ],
)
def test_what_a_model_thinks_aloud_is_no_answer(said: str, answer: str, size: int) -> None:
    thoughts = Thoughts()
    pieces = [thoughts.feed(said[at : at + size]) for at in range(0, len(said), size)]
    assert "".join(pieces) + thoughts.close() == answer


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
    ],
)
def test_retry_after_is_read_in_all_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers) == seconds


def test_retry_after_may_be_a_date() -> None:
    wait = retry_after({"retry-after": formatdate(time() + 60, usegmt=True)})
    assert wait is not None and 57 < wait <= 60


def test_waits_are_random_bounded_and_no_shorter_than_asked() -> None:
    policy = RetryPolicy(tries=5, base=1, cap=3)
    for tried, bound in ((1, 1.0), (2, 2.0), (3, 3.0), (4, 3.0)):
        waits = [wait for _ in range(50) if (wait := policy.wait(tried, None)) is not None]
        assert len(set(waits)) > 40
        assert min(waits) >= 0 and max(waits) <= bound
    assert policy.wait(5, None) is None
    asked = policy.wait(1, 2.0)
    assert asked is not None and 2.0 <= asked <= 3.0
    assert policy.wait(1, 3.1) is None


def test_a_meter_adds_to_those_above() -> None:
    job = Meter()
    first, second = job.below(), job.below()
    first.add("small", Price(1, 2).usage(1000, 500))
    second.add("large", Price().usage(10, 20))
    assert (first.total.model_calls, first.total.cost_micros) == (1, 2000)
    assert job.total == first.total + second.total
    assert set(job.by_model) == {"small", "large"}


def test_estimates_grow_with_the_text_and_count_characters_singly() -> None:
    assert estimate("") == 0
    assert estimate("城市高温") == 4
    assert estimate("12345") == 5
    assert estimate("word " * 30) == 50
    sizes = [estimate("Tea, 城市 12. " * count) for count in range(20)]
    assert all(less < more for less, more in pairwise(sizes))


def test_a_ratio_is_learned_by_script_and_from_more_than_one_prompt() -> None:
    ratio, english, chinese = TokenRatio(), "some words of tea " * 60, "城市高温与绿地" * 60
    for _ in range(2):
        ratio.learn(english, 2, estimate(english) // 2 + 2 * MESSAGE_TOKENS)
    assert ratio.apply(english) == estimate(english)
    ratio.learn(english, 2, estimate(english) * 3 // 4 + 2 * MESSAGE_TOKENS)
    assert 0.75 <= ratio.apply(english) / estimate(english) < 0.8  # the highest counts
    assert ratio.apply(chinese) == estimate(chinese)
    for _ in range(3):
        ratio.learn(chinese, 1, estimate(chinese) * 2 + MESSAGE_TOKENS)
        ratio.learn("short", 1, 5000)
    assert 2 <= ratio.apply(chinese) / estimate(chinese) < 2.1
    assert 0.75 <= ratio.apply(english) / estimate(english) < 0.8
