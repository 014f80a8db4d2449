"""The client tells of the trace that it is called in."""

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags
from quire_client import QuireClient

from tests.support.fake_pair import FakePair

TRACE, SPAN = 0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331


async def test_calls_and_streams_name_the_span_at_hand(pair: FakePair, client: QuireClient) -> None:
    span = NonRecordingSpan(SpanContext(TRACE, SPAN, is_remote=False, trace_flags=TraceFlags(1)))
    with trace.use_span(span):
        job = await client.outlines.submit("heat", job_id="o-1")
        async for _ in client.outlines.watch(job.id):
            break
    await client.outlines.submit("heat", job_id="o-2")
    told = [call.get("traceparent") for call in pair.outlines.metadata]
    named = f"00-{TRACE:032x}-{SPAN:016x}-01"
    assert told[:2] == [named, named]
    assert told[-1] is None
