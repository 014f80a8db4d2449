"""The Grafana dashboard and the alert rules against the metrics that there are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.procfile import ROOT, read_procfile
from shared.jobs.model import Kind
from tests.support.exported import families, names_in, series_names

# What JSON and YAML give has no types.
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text("utf-8"))
ALERTS: dict[str, Any] = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
RULES: list[dict[str, Any]] = ALERTS["groups"][0]["rules"]
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
OTHERS = {"up", "ALERTS"}  # Prometheus makes these itself


def expressions() -> Iterator[tuple[str, str]]:
    for panel in PANELS:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]
    for rule in RULES:
        yield rule["alert"], rule["expr"]


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_an_expression_names_only_metrics_that_are_told(where: str, expression: str) -> None:
    names = names_in(expression)
    assert names, where
    assert names <= series_names() | OTHERS


def test_every_metric_of_ours_is_shown() -> None:
    shown = {name for _, expression in expressions() for name in names_in(expression)}
    for family in families():
        if family.name.startswith("quire_"):
            assert any(name.startswith(family.name) for name in shown), family.name


def test_every_metric_is_explained() -> None:
    for family in families():
        if family.name.startswith("quire_"):
            name = family.name + ("_total" if family.type == "counter" else "")
            assert f"`{name}`" in OPERATIONS
            assert family.documentation


def test_labels_have_few_values_and_no_id_among_them() -> None:
    known = {"kind", "priority", "state", "reason", "outcome", "step", "action", "direction", "le"}
    for family in families():
        for sample in family.samples:
            if family.name.startswith("quire_"):
                assert set(sample.labels) <= known
                assert sample.labels["kind"] == Kind.OUTLINE.value


def test_every_alert_is_explained_and_says_what_to_do() -> None:
    for rule in RULES:
        assert f"`{rule['alert']}`" in OPERATIONS
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert rule["annotations"]["summary"].endswith(".")
        assert len(rule["annotations"]["description"]) > 100


@pytest.mark.parametrize("name", ["prometheus.yml", "prometheus.local.yml"])
def test_every_process_of_ours_is_scraped(name: str) -> None:
    path: Path = ROOT / "deploy/prometheus" / name
    jobs = [job["job_name"] for job in yaml.safe_load(path.read_text("utf-8"))["scrape_configs"]]
    assert jobs == [part for part in read_procfile() if part != "valkey"]


def test_the_dashboard_can_be_imported_anywhere() -> None:
    assert DASHBOARD["uid"] == "quire"
    assert DASHBOARD["schemaVersion"] >= 39
    assert "id" not in DASHBOARD  # else the import would replace another one
    variables = {one["name"]: one for one in DASHBOARD["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"
    for panel in PANELS:
        if panel["type"] != "row":
            assert panel["description"].endswith(".")
            assert panel["datasource"]["uid"] == "${datasource}"
            assert all(one["datasource"]["uid"] == "${datasource}" for one in panel["targets"])
    used = set(re.findall(r"\$\{?(\w+)", json.dumps(DASHBOARD)))
    assert used - {"__rate_interval", "__all"} == set(variables)


def test_no_panel_lies_upon_another() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
