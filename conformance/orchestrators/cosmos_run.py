"""Renders and runs a dbt project through Airflow's Cosmos with the executable named and prints what happened, as JSON.

    cosmos_run.py EXECUTABLE PROJECT_DIR BROKEN_PROJECT_DIR

Keys: `dbt_ls` …, `manifest`, `profile mapping`: tasks with what each is after, by the way Cosmos reads the project; `run`:
the state of each task of a whole run; `failing run`: the same of the project with a broken model. AIRFLOW_HOME names an
empty folder: the metadata database, SQLite, is made there.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

executable, folder, broken = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
dags = Path(__file__).resolve().parent / "dags"
os.environ.update({
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
    "AIRFLOW__COSMOS__ENABLE_CACHE": "False",
    "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
    "COSMOS_EXECUTABLE": executable,
    "COSMOS_PROJECT": str(folder),
    "COSMOS_BROKEN": str(broken),
    "TICKETS_DATABASE": str(folder / "tickets.duckdb"),
})
subprocess.run([Path(sys.executable).parent / "airflow", "db", "migrate"], check=True, stdout=subprocess.DEVNULL)
for place in (folder, broken):
    # Tests that Cosmos runs beside a model may read others: every relation has to be there.
    subprocess.run([executable, "build"], cwd=place, stdout=subprocess.DEVNULL)

sys.path.insert(0, str(dags))
from airflow.models import Connection  # noqa: E402
from cosmos import ProfileConfig  # noqa: E402
from cosmos.constants import LoadMode, TestBehavior  # noqa: E402
from cosmos.profiles import DuckDBUserPasswordProfileMapping  # noqa: E402
from cosmos_dags import apart, failing, make, whole  # noqa: E402


def shape(made):
    return sorted([task.task_id, type(task).__name__, sorted(task.upstream_task_ids)] for task in made.tasks)


def mapping():
    """A profile that Cosmos writes itself, from a connection of Airflow."""
    path = str(folder / "mapped.duckdb")
    os.environ["AIRFLOW_CONN_TICKETS"] = Connection(conn_id="tickets", conn_type="duckdb", host=path).as_json()
    made = DuckDBUserPasswordProfileMapping("tickets", profile_args={"schema": "mapped", "path": path})
    return ProfileConfig("carrier_tickets", "mapped", profile_mapping=made)


def states(made):
    """Fails loudly where Airflow raises; a failed task is a state."""
    return sorted([task.task_id, str(task.state)] for task in made.test().get_task_instances())


# Airflow logs on stdout: the answer goes last, on a line of its own.
print("\n" + json.dumps({
    "dbt_ls": shape(make("by_ls", folder)),
    "dbt_ls, one test task": shape(make("by_ls_once", folder, test_behavior=TestBehavior.AFTER_ALL)),
    "dbt_ls, tests apart": shape(make("by_ls_apart", folder, **apart)),
    "dbt_ls, selected": shape(make("by_ls_selected", folder, select=["+path:models/tickets/marts"], exclude=["tag:intake"])),
    "manifest": shape(make("by_manifest", folder, LoadMode.DBT_MANIFEST)),
    "profile mapping": shape(make("by_mapping", folder, profile=mapping())),
    "run": states(whole),
    "failing run": states(failing),
}))
