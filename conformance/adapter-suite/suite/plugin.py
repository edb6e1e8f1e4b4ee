"""pytest plugin: the suite's calls of dbt go to another command line, only the cases asked for are run, outcomes are written.

dbt.tests.util.run_dbt, run_dbt_and_capture, get_manifest and dbt.cli.main.dbtRunner are replaced before a test module imports
them. dbt's adapter stays for the fixtures alone (schemas, statements of the test itself, comparing relations).

    SUITE_CASES    JSON file with the ids to run; all where it is not set
    SUITE_RESULTS  where to write {id: {outcome, seconds, message}}
"""
import json
import os

import dbt.cli.main
import dbt.tests.util
import pytest
import tool

dbt.tests.util.run_dbt = tool.run_dbt
dbt.tests.util.run_dbt_and_capture = tool.run_dbt_and_capture
dbt.tests.util.get_manifest = tool.get_manifest
dbt.tests.util.dbtRunner = dbt.cli.main.dbtRunner = tool.Runner

outcomes = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    path = os.environ.get("SUITE_CASES")
    if not path:
        return
    with open(path) as file:
        wanted = set(json.load(file))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = [item for item in items if item.nodeid in wanted]


def pytest_runtest_logreport(report):
    known = outcomes.setdefault(report.nodeid, {"outcome": "passed", "seconds": 0.0, "message": ""})
    known["seconds"] += report.duration
    if report.outcome == "failed":
        known["message"] = str(report.longrepr)[-4000:]
    if report.outcome == "passed" or known["outcome"] != "passed":
        return
    known["outcome"] = "expected failure" if hasattr(report, "wasxfail") else report.outcome


def pytest_sessionfinish(session):
    path = os.environ.get("SUITE_RESULTS")
    if path and not hasattr(session.config, "workerinput"):
        with open(path, "w") as file:
            json.dump(outcomes, file)
