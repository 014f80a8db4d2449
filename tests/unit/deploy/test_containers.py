"""docker-compose.yml and the Dockerfiles against the programs and settings they are for."""

import json
import os
import re
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from deploy.local.procfile import ROOT, read_procfile
from deploy.panel.panel import DEFAULTS
from document_service.settings import DocumentSettings
from outline_service.settings import OutlineSettings
from shared.settings import ServiceSettings, load_settings

# What YAML gives has no types.
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PARTS: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(set(PARTS) - {"valkey", "panel"})
BUILT = sorted(set(PARTS) - {"valkey"})
DOCKERFILES = [ROOT / str(PARTS[part]["build"]["dockerfile"]) for part in BUILT]
SETTINGS: dict[str, type[ServiceSettings]] = {
    "outline": OutlineSettings,
    "document": DocumentSettings,
}


def dockerfile(part: str) -> str:
    path = ROOT / str(PARTS[part]["build"]["dockerfile"])
    return path.read_text(encoding="utf-8")


def exec_form(part: str, instruction: str) -> list[str]:
    found = re.search(rf"^ *{instruction} (\[.*\])$", dockerfile(part), re.MULTILINE)
    assert found, instruction
    words: list[str] = json.loads(found[1])
    return words


def test_the_same_parts_as_in_the_procfile() -> None:
    assert [name for name in PARTS if "profiles" not in PARTS[name]] == list(read_procfile())


@pytest.mark.parametrize("part", OURS)
def test_a_container_runs_what_the_procfile_runs(part: str) -> None:
    command = [*exec_form(part, "ENTRYPOINT"), *PARTS[part]["command"]]
    assert command[0] == "python"
    assert [sys.executable, *command[1:]] == read_procfile()[part]


@pytest.mark.parametrize("part", OURS)
def test_the_program_knows_the_command(part: str) -> None:
    command = [sys.executable, *exec_form(part, "ENTRYPOINT")[1:], *PARTS[part]["command"]]
    done = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("part", OURS)
def test_the_settings_are_accepted(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("QUIRE_"):
            monkeypatch.delenv(name)
    for name, value in PARTS[part]["environment"].items():
        monkeypatch.setenv(name, value)
    kind = SETTINGS[part.partition("-")[0]]
    settings = load_settings(kind)
    assert settings.store_url.startswith("redis://valkey:6379/")
    grace = float(str(PARTS[part]["stop_grace_period"]).removesuffix("s"))
    assert grace > settings.drain_seconds
    if part.endswith("-server"):
        port = settings.listen.rpartition(":")[2]
        assert PARTS[part]["ports"] == [f"127.0.0.1:{port}:{port}"]
        assert PARTS[part]["healthcheck"]["test"][-1] == f"127.0.0.1:{port}"
        assert exec_form(part, "CMD")[-1] == f"127.0.0.1:{port}"  # of HEALTHCHECK, the first
    else:
        assert PARTS[part]["healthcheck"]["test"][-1] == part


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_health_check(part: str) -> None:
    test = PARTS[part]["healthcheck"]["test"]
    if part in OURS:
        assert test[:3] == ["CMD", "python", "-m"]
        module = ROOT / (str(test[3]).replace(".", "/") + ".py")
        assert module.exists()


def test_only_loopback_is_published_and_the_store_not_at_all() -> None:
    published = [port for part in PARTS.values() for port in part.get("ports", [])]
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in published)
    assert PARTS["valkey"]["networks"] == ["store"]
    assert COMPOSE["networks"]["store"]["internal"] is True


def test_the_store_keeps_what_it_acknowledges() -> None:
    command = PARTS["valkey"]["command"]
    given = dict(zip(command[1::2], command[2::2], strict=True))
    assert given["--appendonly"] == "yes"
    assert given["--appendfsync"] == "always"
    assert given["--maxmemory-policy"] == "noeviction"
    assert any(str(volume).endswith(":/data") for volume in PARTS["valkey"]["volumes"])


def test_there_are_no_secrets() -> None:
    for part in PARTS.values():
        for name, value in part.get("environment", {}).items():
            assert not re.search("TOKEN|SECRET|PASSWORD|KEY", name)
            assert "AUTH" not in name or value == f"${{{name}:-}}"  # of whoever starts it
            assert "@" not in urlsplit(value).netloc
    for path in (*DOCKERFILES, ROOT / "docker-compose.yml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(TOKENS|PASSWORD|SECRET)\w*\s*[=:]\s*\S", text)
        assert "requirepass" not in text


def test_images_are_pinned_by_exact_version() -> None:
    versions = [str(part["image"]) for part in PARTS.values()]
    for part in BUILT:
        versions += re.findall(r"^FROM (\S+)", dockerfile(part), re.MULTILINE)
    for image in versions:
        assert re.search(r":\d+\.\d+\.\d+(-[a-z0-9.-]+)?$", image), image


@pytest.mark.parametrize("part", BUILT)
def test_the_image_runs_without_root_and_has_all_that_it_copies(part: str) -> None:
    text = dockerfile(part)
    assert re.search(r"^USER (?!root)\w+$", text, re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
    members = re.search(
        r"^members = (\[.*\])$", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert members
    for member in json.loads(members[1]):
        assert f"COPY {member}/pyproject.toml {member}/\n" in text


def test_one_version_of_uv_is_used_everywhere() -> None:
    setup = (ROOT / "scripts/setup.sh").read_text(encoding="utf-8")
    version = re.search(r"^uv_version=(\S+)$", setup, re.MULTILINE)
    assert version
    for path in DOCKERFILES:
        assert f"uv=={version[1]}\n" in path.read_text(encoding="utf-8")


def test_the_panel_is_started_only_when_asked_for_and_controls_nothing() -> None:
    panel = PARTS["panel"]
    assert panel["profiles"] == ["ui"]
    assert exec_form("panel", "ENTRYPOINT") == ["python", "/opt/quire/panel.py"]
    assert "FLOWER_READ_ONLY" not in panel["environment"]  # which then is true
    assert DEFAULTS["FLOWER_READ_ONLY"] == "true"
    port = DEFAULTS["FLOWER_PORT"]
    assert panel["ports"] == [f"127.0.0.1:{port}:{port}"]


@pytest.mark.parametrize(
    "auth", ["", "name", "name:", ":long-enough", "name:short", "a:long-enough,b:"]
)
def test_the_panel_wants_a_password(auth: str) -> None:
    env = {"PATH": os.environ["PATH"], "FLOWER_BASIC_AUTH": auth}
    command = [sys.executable, "-m", "deploy.panel.panel"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "FLOWER_BASIC_AUTH" in done.stderr
    assert "long-enough" not in done.stderr
