"""What servers do on bad days, between a real model and the port."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace

import httpx
import pytest

from deploy.local.ports import free_ports
from shared.authoring.models.config import ModelConfig
from shared.authoring.models.opening import open_model
from shared.authoring.models.port import Answer, End, Model
from shared.authoring.models.prompt import Prompt, Words
from shared.authoring.models.retry import RetryPolicy
from shared.authoring.models.usage import Meter
from shared.errors import QuireError
from shared.reasons import Reason
from tests.integration.models.conftest import QUICK
from tests.support.model_proxy import ModelProxy, Refusal, Trouble
from tests.support.model_server import ModelServer

pytestmark = pytest.mark.xdist_group("model")  # one server for all of them

TELL = Prompt("", (Words("Tell me about tea."),))
LONG = Prompt("", (Words("Write a very long story about a tea merchant and his many journeys."),))


async def refused(model: Model, meter: Meter | None = None) -> QuireError:
    with pytest.raises(QuireError) as caught:
        await model.complete(TELL, max_tokens=5, meter=meter)
    return caught.value


async def test_a_server_that_is_busy_is_asked_again_when_it_wants(
    model: Model, proxy: ModelProxy
) -> None:
    proxy.faults.append(Refusal(429, {"Retry-After": "1"}))
    answer = await model.complete(TELL, max_tokens=5)
    first, second = proxy.exchanges
    assert 1.0 <= second.began - first.ended < 2.0
    assert answer.usage.model_calls == 1  # what was turned away costs nothing


async def test_a_busy_server_keeps_other_calls_back_too(model: Model, proxy: ModelProxy) -> None:
    proxy.faults.append(Refusal(429, {"Retry-After": "1"}))
    waiting = asyncio.create_task(model.complete(TELL, max_tokens=3))
    while not proxy.exchanges:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    await asyncio.gather(waiting, model.complete(TELL, max_tokens=3))
    turned_away, *others = proxy.exchanges
    assert all(other.began - turned_away.ended >= 0.95 for other in others)


async def test_a_wait_too_long_for_a_worker_is_left_to_the_job(
    model: Model, proxy: ModelProxy
) -> None:
    proxy.faults.append(Refusal(429, {"Retry-After": "30"}))
    error = await refused(model)
    assert (error.reason, error.transient) == (Reason.MODEL_RATE_LIMITED, True)
    assert error.retry_after == 30
    assert len(proxy.exchanges) == 1


async def test_a_failing_server_is_given_up_after_some_tries(
    model: Model, proxy: ModelProxy
) -> None:
    proxy.faults.extend([Refusal(500, message="secret of the prompt")] * 3)
    meter = Meter()
    error = await refused(model, meter)
    assert (error.reason, error.transient) == (Reason.MODEL_UNAVAILABLE, True)
    assert error.retry_after is not None
    assert error.metadata["status"] == "500"
    assert "secret" not in error.message
    assert [exchange.status for exchange in proxy.exchanges] == [500] * 3
    assert meter.total.model_calls == 0


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_server_that_does_not_take_the_call_is_not_asked_again(
    model: Model, proxy: ModelProxy, status: int
) -> None:
    proxy.faults.append(Refusal(status, message="Incorrect API key provided: sk-1234"))
    error = await refused(model)
    assert (error.reason, error.transient) == (Reason.MODEL_REJECTED, False)
    assert "sk-1234" not in error.message
    assert len(proxy.exchanges) == 1


@pytest.mark.parametrize("cut", ["reset", "clean"])
async def test_an_answer_that_breaks_off_is_asked_for_again(
    model: Model, proxy: ModelProxy, cut: str
) -> None:
    proxy.faults.append(Trouble(events=3, cut=cut))
    answer = await model.complete(TELL, max_tokens=8)
    whole = await model.complete(TELL, max_tokens=8)
    assert answer.text == whole.text
    assert answer.usage.model_calls == 2  # the one that broke off was worked on too
    assert answer.usage.output_tokens > whole.usage.output_tokens


async def test_what_was_shown_is_not_taken_back(model: Model, proxy: ModelProxy) -> None:
    proxy.faults.append(Trouble(events=3, cut="reset"))
    shown: list[str] = []

    async def show(piece: str) -> None:
        shown.append(piece)

    meter = Meter()
    with pytest.raises(QuireError) as caught:
        await model.complete(TELL, max_tokens=8, on_text=show, meter=meter)
    assert (caught.value.reason, caught.value.transient) == (Reason.MODEL_UNAVAILABLE, True)
    assert shown
    assert len(proxy.exchanges) == 1
    assert meter.total.model_calls == 1


async def test_a_stream_is_tried_again_only_before_its_first_piece(
    model: Model, proxy: ModelProxy
) -> None:
    proxy.faults.extend([Refusal(503), Trouble(events=3, cut="reset")])
    pieces: list[str] = []
    with pytest.raises(QuireError) as caught:
        async with aclosing(model.stream(TELL, max_tokens=8)) as stream:
            async for piece in stream:
                pieces.append(piece)
    assert caught.value.reason is Reason.MODEL_UNAVAILABLE
    assert pieces
    assert len(proxy.exchanges) == 2


async def test_a_first_token_that_does_not_come_is_not_waited_for(
    hasty: Model, proxy: ModelProxy
) -> None:
    proxy.faults.extend([Trouble(delay=5)] * 2)
    began = time.monotonic()
    error = await refused(hasty)
    assert (error.reason, error.transient) == (Reason.MODEL_UNAVAILABLE, True)
    assert error.metadata["timeout"] == "0.5"
    assert "first" in error.message
    assert time.monotonic() - began < 3
    assert await _all_hung_up(proxy)


async def test_a_stream_that_stalls_is_left(hasty: Model, proxy: ModelProxy) -> None:
    proxy.faults.extend([Trouble(events=3, stall=5)] * 2)
    error = await refused(hasty)
    assert error.reason is Reason.MODEL_UNAVAILABLE
    assert "further" in error.message
    assert await _all_hung_up(proxy)


async def test_cancelling_stops_the_model_within_a_second(
    model: Model, proxy: ModelProxy, model_server: ModelServer
) -> None:
    meter = Meter()
    started = asyncio.Event()

    async def show(_: str) -> None:
        started.set()

    call = asyncio.create_task(model.complete(LONG, max_tokens=1500, meter=meter, on_text=show))
    await asyncio.wait_for(started.wait(), 20)
    cancelled = time.monotonic()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    (exchange,) = proxy.exchanges
    while not exchange.ended and time.monotonic() - cancelled < 1:
        await asyncio.sleep(0.01)
    assert 0 < exchange.hung_up - cancelled < 1
    assert not await _works(model_server, cancelled + 1)
    assert meter.total.model_calls == 1
    assert 0 < meter.total.output_tokens < 1500


async def test_leaving_a_stream_stops_the_model(model: Model, proxy: ModelProxy) -> None:
    async with aclosing(model.stream(LONG, max_tokens=1500)) as stream:
        assert await anext(stream)
    left = time.monotonic()
    (exchange,) = proxy.exchanges
    while not exchange.ended and time.monotonic() - left < 1:
        await asyncio.sleep(0.01)
    assert 0 < exchange.hung_up - left < 1


async def test_no_cancel_is_lost_wherever_it_strikes(model: Model, proxy: ModelProxy) -> None:
    for number in range(12):
        call = asyncio.create_task(model.complete(LONG, max_tokens=100))
        await asyncio.sleep(0.004 * number)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    assert (await model.complete(TELL, max_tokens=3)).text  # and no place is


async def test_no_more_calls_are_made_at_once_than_allowed(model: Model, proxy: ModelProxy) -> None:
    calls = [model.complete(TELL, max_tokens=4) for _ in range(5)]
    answers = await asyncio.gather(*calls)
    assert len(answers) == len(proxy.exchanges) == 5
    assert proxy.most_at_once == 2


async def test_another_model_is_asked_when_the_first_is_away(config: ModelConfig) -> None:
    away = replace(config, model="openai:away", base_url=f"http://127.0.0.1:{free_ports(1)[0]}/v1")
    meter = Meter()
    async with open_model(away, config, policy=RetryPolicy(tries=2, base=0.01)) as model:
        answer = await model.complete(TELL, max_tokens=5, meter=meter)
    assert isinstance(answer, Answer)
    assert (answer.model, answer.end) == ("smollm2", End.LENGTH)
    assert list(meter.by_model) == ["smollm2"]


async def test_the_other_model_is_not_asked_what_the_first_does_not_take(
    config: ModelConfig, proxy: ModelProxy
) -> None:
    proxy.faults.append(Refusal(401))
    async with open_model(config, replace(config, model="openai:other"), policy=QUICK) as model:
        assert (await refused(model)).reason is Reason.MODEL_REJECTED
    assert len(proxy.exchanges) == 1


async def _all_hung_up(proxy: ModelProxy) -> bool:
    """Return whether within a second the proxy sees that nobody waits for an answer."""
    for _ in range(100):
        if all(exchange.hung_up for exchange in proxy.exchanges):
            return True
        await asyncio.sleep(0.01)
    return False


async def _works(server: ModelServer, until: float) -> bool:
    """Return whether the server still works on an answer at that time."""
    async with httpx.AsyncClient() as client:
        while True:
            places = (await client.get(server.url.removesuffix("/v1") + "/slots")).json()
            works = any(place["is_processing"] for place in places)
            if not works or time.monotonic() > until:
                return works
            await asyncio.sleep(0.02)
