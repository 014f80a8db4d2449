import base64

import pytest

from outline_service.jobs import load_request, new_foreign_job
from outline_service.models import ForeignOutlineRequest, accept_foreign
from shared.errors import QuireError
from shared.jobs.model import JsonValue
from shared.reasons import Reason


def test_files_come_as_text_or_base64() -> None:
    request, blobs = accept_foreign(
        ForeignOutlineRequest(
            task_prompt="q",
            context_files={
                "a.md": {"text": "# 标题", "role": "data", "media_type": "text/markdown"},
                "b.bin": {"content_base64": base64.b64encode(b"\x00\x01").decode()},
                "c.txt": "plain",
            },
        )
    )
    assert [file.name for file in request.files] == ["a.md", "b.bin", "c.txt"]
    assert blobs[request.files[0].sha256] == "# 标题".encode()
    assert blobs[request.files[1].sha256] == b"\x00\x01"


@pytest.mark.parametrize(
    ("prompt", "files", "field"),
    [
        ("", None, "task_prompt"),
        ("  ", None, "task_prompt"),
        (7, None, "task_prompt"),
        ("x" * 8001, None, "task_prompt"),
        ("q", [], "context_files"),
        ("q", {"a": 1}, "context_files['a']"),
        ("q", {"a": {}}, "context_files['a']"),
        ("q", {"a": {"text": "x", "content_base64": ""}}, "context_files['a']"),
        ("q", {"a": {"content_base64": "!"}}, "context_files['a'].content_base64"),
    ],
)
def test_wrong_parameters_name_their_field(prompt: JsonValue, files: JsonValue, field: str) -> None:
    with pytest.raises(QuireError) as caught:
        accept_foreign(ForeignOutlineRequest(task_prompt=prompt, context_files=files))
    assert caught.value.reason is Reason.INVALID_REQUEST
    assert caught.value.violations[0].field == field


def test_a_foreign_job_is_recorded_as_it_came_and_judged_when_it_runs() -> None:
    foreign = ForeignOutlineRequest(task_prompt=["no text"], context_files=None)
    job = new_foreign_job(foreign, job_id="f1", owner="anonymous")
    with pytest.raises(QuireError, match="task_prompt"):
        load_request(job.request)
