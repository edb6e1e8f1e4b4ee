"""Builds a dbt project through dagster-dbt with the executable named and prints what Dagster saw, as JSON.

    dagster_run.py EXECUTABLE PROJECT_DIR BROKEN_PROJECT_DIR

Keys: `ops` (events of DbtCliResource.cli(["build"]).stream() outside of assets), `assets` (of a materialised
@dbt_assets definition), `subset` (of the same for a few assets), `failure` (what the project with a broken model gives).
"""

import json
import sys
from pathlib import Path

from dagster import AssetCheckEvaluation, materialize
from dagster_dbt import DbtCliResource, DbtProject, build_dbt_asset_selection, dbt_assets

executable, folder, broken = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
clocks = {"execution_duration", "completed_at", "invocation_id"}


def plain(metadata):
    """Metadata of an event without clocks and ids."""
    facts = {}
    for key, value in (metadata or {}).items():
        value = getattr(value, "value", value)
        if key.split("/")[-1].lower().replace(" ", "_") in clocks:
            value = type(value).__name__
        facts[key] = str(value)
    return facts


def fact(event):
    kind = type(event).__name__
    if isinstance(event, AssetCheckEvaluation):
        return [kind, str(event.asset_key), event.check_name, event.passed, str(event.severity), plain(event.metadata)]
    return [kind, str(event.asset_key), plain(event.metadata)]


def prepared(place):
    """The executable, and the manifest it wrote."""
    dbt = DbtCliResource(project_dir=DbtProject(place), dbt_executable=executable)
    dbt.cli(["parse"], target_path=place / "target").wait()
    return dbt, place / "target" / "manifest.json"


def ops(place, words=("build",)):
    """Outside of a Dagster step, as a script would; with exit code and error."""
    dbt, manifest = prepared(place)
    call = dbt.cli(list(words), manifest=manifest, raise_on_error=False)
    events = sorted((fact(event) for event in call.stream()), key=str)
    artifact = call.get_artifact("run_results.json")
    statuses = sorted([result["unique_id"], result["status"]] for result in artifact["results"])
    return {"events": events, "exit": call.process.returncode, "error": type(call.get_error()).__name__, "results": statuses}


def assets(place, selection=None):
    """Inside of Dagster: what its own log of the run holds."""
    dbt, manifest = prepared(place)

    @dbt_assets(manifest=manifest, project=DbtProject(place))
    def tickets(context, dbt: DbtCliResource):
        yield from dbt.cli(["build"], context=context).stream()

    chosen = build_dbt_asset_selection([tickets], dbt_select=selection) if selection else None
    result = materialize([tickets], resources={"dbt": dbt}, selection=chosen, raise_on_error=False)
    kinds = {"ASSET_MATERIALIZATION", "ASSET_OBSERVATION", "ASSET_CHECK_EVALUATION", "STEP_FAILURE", "STEP_SUCCESS"}
    events = [event for event in result.all_events if event.event_type_value in kinds]
    return sorted(([event.event_type_value, *told(event)] for event in events), key=str)


def told(event):
    data = event.event_specific_data
    for name in ("materialization", "asset_observation"):
        if hasattr(data, name):
            return fact(getattr(data, name))
    return fact(data) if isinstance(data, AssetCheckEvaluation) else [type(data).__name__]


# Dagster prints the log of dbt on stdout: the answer goes last, on a line of its own.
print("\n" + json.dumps({
    "ops": ops(folder),
    "assets": assets(folder),
    "subset": assets(folder, "stg_ticket_changes+1"),
    "failing ops": ops(broken),
    "failing assets": assets(broken),
}))
