import time

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st
from quire.document.v1 import document_pb2
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2

from document_service.convert import document_codec
from outline_service.convert import outline_codec, submission
from outline_service.jobs import load_request
from shared.authoring.model import Outline, OutlineNode, Passage, SourceInfo
from shared.convert.job import deadline_ms, job_message
from shared.convert.outline import outline_message, outline_model
from shared.convert.pieces import PIECE_CHARACTERS, text_pieces
from shared.errors import QuireError
from shared.events import payloads
from shared.jobs.model import JobRecord, Kind, Priority, State
from shared.reasons import Reason

NODES = st.recursive(
    st.builds(OutlineNode, id=st.text(max_size=5), title=st.text(min_size=1, max_size=5)),
    lambda children: st.builds(
        OutlineNode,
        id=st.text(max_size=5),
        title=st.text(min_size=1, max_size=5),
        content_summary=st.text(max_size=10),
        passages=st.tuples(
            st.builds(
                Passage, source_id=st.just("s1"), start=st.integers(0, 9), end=st.integers(0, 99)
            )
        ),
        children=st.lists(children, max_size=3).map(tuple),
    ),
    max_leaves=8,
)


@given(
    st.builds(
        Outline,
        title=st.text(min_size=1, max_size=9),
        query=st.text(max_size=9),
        language=st.sampled_from(["", "en", "zh"]),
        grounding=st.sampled_from(["", "sources", "none"]),
        nodes=st.lists(NODES, max_size=4).map(tuple),
        sources=st.lists(
            st.builds(SourceInfo, id=st.just("s1"), title=st.text(max_size=5)), max_size=2
        ).map(tuple),
    )
)
def test_an_outline_survives_the_wire(outline: Outline) -> None:
    wire = outline_message(outline).SerializeToString()
    assert outline_model(outline_pb2.Outline.FromString(wire)) == outline


@given(st.text(max_size=50))
def test_pieces_make_the_text(text: str) -> None:
    pieces = list(text_pieces(text))
    assert "".join(piece for _, piece in pieces) == text


def test_pieces_of_a_long_chinese_text_fit_a_message() -> None:
    text = "漢" * (PIECE_CHARACTERS * 2 + 1)
    pieces = list(text_pieces(text))
    assert [offset for offset, _ in pieces] == [0, 3 * PIECE_CHARACTERS, 6 * PIECE_CHARACTERS]
    assert all(len(piece.encode()) <= 256 * 1024 for _, piece in pieces)


LIFECYCLE: list[tuple[payloads.Payload, str]] = [
    (payloads.Queued(payloads.QueuedCause.DRAINED), "queued"),
    (payloads.Started(3), "started"),
    (payloads.Progress("s", "m", 0.5, "c", "t"), "progress"),
    (payloads.Retrying(payloads.Failure(Reason.STEP_FAILED, "m"), 1500), "retrying"),
    (payloads.Failed(payloads.Failure(Reason.NO_SOURCES, "m", "s", 2), 7), "failed"),
    (payloads.Cancelled(7), "cancelled"),
]


@pytest.mark.parametrize(("payload", "field"), LIFECYCLE)
def test_both_services_have_the_lifecycle_events(payload: payloads.Payload, field: str) -> None:
    outline = outline_pb2.OutlineEvent.FromString(outline_codec().encode("j", "u", 2, payload))
    document = document_pb2.DocumentEvent.FromString(document_codec().encode("j", "u", 2, payload))
    for event in (outline, document):
        assert event.WhichOneof("payload") == field
        assert (event.job_id, event.job_uid, event.attempt) == ("j", "u", 2)
        assert event.terminal is payload.terminal
    assert outline.SerializeToString() == document.SerializeToString()


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (payloads.ChapterStarted("c", "t", 0, 2), "chapter_started"),
        (payloads.ChapterCompleted("c", "t", 0, 2, 100, 5), "chapter_completed"),
        (payloads.ChapterText("c", 1, "字"), "chapter_text"),
    ],
)
def test_only_documents_have_chapter_events(payload: payloads.Payload, field: str) -> None:
    event = document_pb2.DocumentEvent.FromString(document_codec().encode("j", "u", 1, payload))
    assert event.WhichOneof("payload") == field
    with pytest.raises(TypeError):
        outline_codec().encode("j", "u", 1, payload)


def test_a_short_result_travels_in_its_event_and_a_long_one_does_not() -> None:
    def completed(summary: str) -> outline_pb2.OutlineCompleted:
        outline = Outline(
            title="t", nodes=(OutlineNode(id="1", title="a", content_summary=summary),)
        )
        payload = payloads.Completed(outline.model_dump_json().encode(), 9, payloads.Usage())
        data = outline_codec().encode("j", "u", 1, payload)
        return outline_pb2.OutlineEvent.FromString(data).completed

    assert completed("short").inline_result.nodes[0].content_summary == "short"
    long = completed("x" * 200_000)
    assert long.WhichOneof("result") == "result_ref"
    assert long.result_ref.size > 200_000
    assert len(long.result_ref.sha256) == 64


def test_the_codec_reads_what_a_script_appends() -> None:
    # Field 3 (sequence) and 4 (time), as shared/jobs/scripts/prelude.lua writes them.
    data = (
        outline_codec().encode("j", "u", 1, payloads.Started(3)) + b"\x18\xac\x02\x22\x02\x08\x05"
    )
    assert outline_codec().head(data).sequence == 300
    assert outline_pb2.OutlineEvent.FromString(data).time == Timestamp(seconds=5)


def _record(**changes: object) -> JobRecord:
    values: dict[str, object] = {
        "job_id": "j", "uid": "u", "kind": Kind.OUTLINE, "owner": "o", "state": State.RUNNING,
        "priority": Priority.HIGH, "labels": {"a": "b"}, "create_ms": 1_500, "start_ms": 0,
        "end_ms": 0, "expire_ms": 0, "deadline_ms": 0, "attempt": 1, "max_attempts": 3,
        "fraction": 0.5, "step": "s", "message": "m", "last_sequence": 4, "partial": False,
        "retry_of": "", "failure": None, "usage": payloads.Usage(),
    }  # fmt: skip
    return JobRecord(**{**values, **changes})  # type: ignore[arg-type]


def test_times_that_have_not_come_are_absent() -> None:
    job = job_message(_record())
    assert job.create_time == Timestamp(seconds=1, nanos=500_000_000)
    assert not job.HasField("start_time")
    assert not job.HasField("failure")
    assert job.completeness == job_pb2.COMPLETENESS_UNSPECIFIED


def test_every_state_has_a_number() -> None:
    for state in State:
        assert job_pb2.Job.State.Name(job_message(_record(state=state)).state) == (
            f"STATE_{state.name}"
        )


def test_a_deadline_in_the_past_names_the_field() -> None:
    past = job_pb2.JobOptions(deadline=Timestamp(seconds=int(time.time()) - 1))
    with pytest.raises(QuireError) as caught:
        deadline_ms(past)
    assert caught.value.violations[0].field == "options.deadline"
    assert deadline_ms(job_pb2.JobOptions()) == 0


def _generate(**fields: object) -> outline_service_pb2.GenerateOutlineRequest:
    return outline_service_pb2.GenerateOutlineRequest(query="q", **fields)  # type: ignore[arg-type]


def test_the_same_request_has_the_same_fingerprint_whatever_its_map_order() -> None:
    one = _generate(options=job_pb2.JobOptions(labels={"a": "1", "b": "2"}))
    two = _generate(options=job_pb2.JobOptions(labels={"b": "2", "a": "1"}))
    other = _generate(options=job_pb2.JobOptions(labels={"a": "1"}))
    assert submission(one, "o")[0].fingerprint == submission(two, "o")[0].fingerprint
    assert submission(one, "o")[0].fingerprint != submission(other, "o")[0].fingerprint


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (_generate(genre=outline_pb2.Genre(name="novel")), "genre.name"),
        (_generate(target_length=900, max_length=800), "max_length"),
        (
            _generate(web=outline_service_pb2.WebResearch(deny_sites=["a.org", "b .org"])),
            "web.deny_sites[1]",
        ),
        (
            _generate(
                options=job_pb2.JobOptions(budget=job_pb2.Budget(finish_time=Timestamp(seconds=1)))
            ),
            "options.budget.finish_time",
        ),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_by_name(
    message: outline_service_pb2.GenerateOutlineRequest, field: str
) -> None:
    with pytest.raises(QuireError) as caught:
        submission(message, "o")
    assert caught.value.reason is Reason.INVALID_REQUEST
    assert caught.value.violations[0].field == field


def test_wishes_make_another_request() -> None:
    plain = submission(_generate(), "o")[0].fingerprint
    wishes: tuple[dict[str, object], ...] = (
        {"language": "zh"},
        {"genre": outline_pb2.Genre(name="report")},
        {"chapters": 3},
        {"target_length": 500},
        {"web": outline_service_pb2.WebResearch()},
        {"options": job_pb2.JobOptions(budget=job_pb2.Budget(max_tokens=9))},
    )
    for wish in wishes:
        assert submission(_generate(**wish), "o")[0].fingerprint != plain


def test_the_time_to_finish_makes_no_other_request() -> None:
    soon = Timestamp()
    soon.GetCurrentTime()
    soon.seconds += 60
    budget = job_pb2.Budget(finish_time=soon)
    job, _ = submission(_generate(options=job_pb2.JobOptions(budget=budget)), "o")
    assert job.fingerprint == submission(_generate(), "o")[0].fingerprint
    assert load_request(job.request).budget.finish_ms == soon.ToMilliseconds()


def test_two_files_of_one_name_are_refused() -> None:
    files = [outline_pb2.ContextFile(name="a", content=b"x"), outline_pb2.ContextFile(name="a")]
    with pytest.raises(QuireError) as caught:
        submission(_generate(files=files), "o")
    assert caught.value.violations[0].field == "files[1].name"
