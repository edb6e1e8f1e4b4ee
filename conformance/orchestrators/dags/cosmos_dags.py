"""The DAGs of cosmos_run.py that are run: Airflow wants them in a file of its DAG folder. Environment: COSMOS_EXECUTABLE,
COSMOS_PROJECT, COSMOS_BROKEN, and COSMOS_SELECT to run only a part of the project."""

import os
from datetime import datetime
from pathlib import Path

from cosmos import DbtDag, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode

executable = os.environ["COSMOS_EXECUTABLE"]


def make(name, place, load=LoadMode.DBT_LS, profile=None, **render):
    """A DAG of a project; every dbt command goes to the executable, none to a dbt in this Python."""
    return DbtDag(
        dag_id=name,
        start_date=datetime(2026, 1, 1),
        schedule=None,
        catchup=False,
        project_config=ProjectConfig(place, manifest_path=place / "target" / "manifest.json" if load is LoadMode.DBT_MANIFEST else None),
        profile_config=profile or ProfileConfig("carrier_tickets", "dev", profiles_yml_filepath=place / "profiles.yml"),
        execution_config=ExecutionConfig(
            execution_mode=ExecutionMode.LOCAL, invocation_mode=InvocationMode.SUBPROCESS, dbt_executable_path=executable
        ),
        render_config=RenderConfig(
            load_method=load, dbt_executable_path=executable, invocation_mode=InvocationMode.SUBPROCESS, dbt_deps=False, **render
        ),
        operator_args={"install_deps": False, "env": {"TICKETS_DATABASE": str(place / "tickets.duckdb")}, "append_env": True},
    )


# A test of two models runs once both are built, not after the first of them.
apart = {"should_detach_multiple_parents_tests": True}
chosen = {"select": os.environ["COSMOS_SELECT"].split()} if os.environ.get("COSMOS_SELECT") else {}
whole = make("whole", Path(os.environ["COSMOS_PROJECT"]), LoadMode.DBT_MANIFEST, **apart, **chosen)
failing = make("failing", Path(os.environ["COSMOS_BROKEN"]), LoadMode.DBT_MANIFEST, select=["+after_broken", "always_fails"])
