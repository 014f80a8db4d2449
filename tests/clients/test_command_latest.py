"""``quire watch --latest``, which shows only what is new."""

import json

import pytest

from tests.support.command import quire
from tests.watch_conformance.cases import LIFE, Asked, Case, Connection, Send, Status
from tests.watch_conformance.server import ConformanceServer

pytestmark = pytest.mark.timeout(60)

JOB = "d-1"  # by its prefix, the command knows the service


def case(*connections: Connection) -> Case:
    return Case(JOB, "", (), "document", {}, connections, (), {})


async def test_shows_what_is_new_over_a_cut() -> None:
    new = Connection(Asked(latest=True), (Send(event=7, kind="progress"),), Status("UNAVAILABLE"))
    rest = Connection(
        Asked(after_sequence=7, job_uid=LIFE), (Send(event=8, kind="completed"),), "ok"
    )
    with ConformanceServer([case(new, rest)]).running() as server:
        env = {"QUIRE_DOCUMENT_ADDRESS": server.address}
        ran = await quire(env, "watch", JOB, "--latest", "--json")
        asked = [stream.asked for stream in server.played[JOB].streams]
    assert ran.code == 0, ran.err
    assert [json.loads(line)["sequence"] for line in ran.out.splitlines()] == [7, 8]
    assert asked == [new.asked, rest.asked]


async def test_is_not_given_with_a_place() -> None:
    ran = await quire({}, "watch", JOB, "--latest", "--after", "3")
    assert ran.code == 2
    assert "--after and --latest" in ran.err
