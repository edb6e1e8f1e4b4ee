"""Runs dbt commands through prefect-dbt with the executable named in the place of `dbt` and prints what happened, as JSON.

    prefect_run.py EXECUTABLE PROJECT_DIR BROKEN_PROJECT_DIR

prefect-dbt calls `dbt` by its name through a shell: a link of that name comes first on the path. PREFECT_HOME names an
empty folder. PrefectDbtRunner is not run: it calls the Python of dbt-core in its own process, not an executable.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

executable, folder, broken = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
shim = Path(tempfile.mkdtemp())
(shim / "dbt").symlink_to(Path(executable).resolve())
os.environ["PATH"] = f"{shim}{os.pathsep}{os.environ['PATH']}"
os.environ["DBT_LOG_FORMAT"] = "json"
os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "180"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

from prefect import flow  # noqa: E402
from prefect_dbt.cli.commands import DbtCoreOperation, trigger_dbt_cli_command  # noqa: E402


def results(place):
    found = json.loads((place / "target" / "run_results.json").read_text())["results"]
    return sorted([result["unique_id"], result["status"]] for result in found)


@flow
def build(place):
    """A command as a task; Prefect's own part ends with an artifact of its results where the command fails."""
    command = {"project_dir": place, "profiles_dir": str(place), "return_state": True}
    state = trigger_dbt_cli_command("dbt build", **command)
    return state.type.value


@flow
def operation(place):
    """A block: several commands in one shell, each with its lines."""
    block = DbtCoreOperation(commands=["dbt --version", "dbt ls --resource-type model --output name"], project_dir=place, profiles_dir=str(place))
    with block as running:
        process = running.trigger()
        process.wait_for_completion()
        lines = process.fetch_result()
    names = [json.loads(line) for line in lines if line.startswith("{")]
    return sorted(event["info"]["msg"] for event in names if event["info"]["name"] == "PrintEvent")


def told(place):
    return {"state": build(place, return_state=True).type.value, "results": results(place)}


print("\n" + json.dumps({"build": told(folder), "operation": operation(folder), "failing build": told(broken)}))
