"""Prometheus's own tool over its configuration, the alert rules and every PromQL expression."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.procfile import ROOT

FOLDER = ROOT / "deploy/prometheus"


@pytest.fixture(scope="module")
def promtool() -> str:
    """The path of promtool; without one these tests are skipped, with the reason."""
    found = subprocess.run(
        ["sh", "scripts/promtool.sh"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode == 3:
        pytest.skip(found.stderr.strip())
    assert found.returncode == 0, found.stderr
    return str(ROOT / found.stdout.strip())


def run(promtool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [promtool, *arguments], cwd=FOLDER, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("name", ["prometheus.yml", "prometheus.local.yml"])
def test_the_configuration_is_accepted(promtool: str, name: str) -> None:
    done = run(promtool, "check", "config", name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_rules_are_accepted(promtool: str) -> None:
    done = run(promtool, "check", "rules", "alerts.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_is_told_in_trouble_and_silent_without(promtool: str) -> None:
    done = run(promtool, "test", "rules", "alerts_test.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    tests = yaml.safe_load((FOLDER / "alerts_test.yml").read_text("utf-8"))["tests"]
    silent: set[str] = set()
    told: set[str] = set()
    for case in (one for test in tests for one in test["alert_rule_test"]):
        (told if case["exp_alerts"] else silent).add(case["alertname"])
    assert told == silent == {rule["alert"] for rule in rules}


def test_the_test_of_the_alerts_can_fail(promtool: str, tmp_path: Path) -> None:
    rules = (FOLDER / "alerts.yml").read_text("utf-8")
    (tmp_path / "alerts.yml").write_text(rules.replace("> 0.85", "> 0.95"), "utf-8")
    tests = tmp_path / "alerts_test.yml"
    tests.write_text((FOLDER / "alerts_test.yml").read_text("utf-8"), "utf-8")
    done = run(promtool, "test", "rules", str(tests))
    assert done.returncode == 1
    assert "QuireStoreMemory" in done.stdout + done.stderr


def test_every_expression_of_the_dashboard_is_promql(promtool: str, tmp_path: Path) -> None:
    # What JSON gives has no types.
    dashboard: dict[str, Any] = json.loads(
        (ROOT / "deploy/grafana/dashboard.json").read_text("utf-8")
    )
    expressions = [
        target["expr"].replace("$__rate_interval", "5m").replace("$kind", "outline|document")
        for panel in dashboard["panels"]
        for target in panel.get("targets", ())
    ]
    assert len(expressions) > 30
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(expressions)
    ]
    path = tmp_path / "panels.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), "utf-8")
    done = run(promtool, "check", "rules", str(path))
    assert done.returncode == 0, done.stdout + done.stderr
    path.write_text(path.read_text("utf-8").replace("sum by", "sum bye", 1), "utf-8")
    assert run(promtool, "check", "rules", str(path)).returncode == 1
