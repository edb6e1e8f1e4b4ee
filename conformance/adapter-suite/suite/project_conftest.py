"""The profile of the suite's projects; copied beside the generated modules."""
import os

import pytest

pytest_plugins = ["dbt.tests.fixtures.project"]


@pytest.fixture(scope="class")
def dbt_profile_target(tmp_path_factory):
    if os.environ["SUITE_ENGINE"] == "duckdb":
        return {"type": "duckdb", "threads": 4, "path": str(tmp_path_factory.mktemp("db") / "tmp.db")}
    return {
        "type": "postgres",
        "threads": 4,
        "host": os.environ["POSTGRES_TEST_HOST"],
        "port": int(os.environ["POSTGRES_TEST_PORT"]),
        "user": os.environ["POSTGRES_TEST_USER"],
        "pass": os.environ["POSTGRES_TEST_PASS"],
        "dbname": os.environ["POSTGRES_TEST_DATABASE"],
    }
