"""Files that a command line wrote -> the objects dbt's own commands answer with. dbt's classes read them, so they must be valid."""
import json
import os
from datetime import datetime
from types import SimpleNamespace

RESOURCES = (
    "nodes",
    "sources",
    "exposures",
    "metrics",
    "semantic_models",
    "saved_queries",
    "unit_tests",
    "functions",
)


def read(path):
    with open(path) as file:
        return json.load(file)


def manifest_of(path):
    from dbt.artifacts.schemas.manifest import WritableManifest
    from dbt.contracts.graph.manifest import Manifest

    return Manifest.from_writable_manifest(WritableManifest.upgrade_schema_version(read(path)))


def resources_of(manifest):
    return {key: value for name in RESOURCES for key, value in (getattr(manifest, name, None) or {}).items()}


class Results:
    def __init__(self, results, raw):
        self.results = results
        self.elapsed_time = raw.get("elapsed_time", 0.0)
        self.args = raw.get("args") or {}
        self.generated_at = None
        self._raw = raw

    def __len__(self):
        return len(self.results)

    def __iter__(self):
        return iter(self.results)

    def __getitem__(self, index):
        return self.results[index]

    def to_dict(self, *_args, **_options):
        return self._raw


class Result(SimpleNamespace):
    @property
    def skipped(self):
        return str(self.status) == "skipped"

    def to_dict(self, *_args, **_options):
        return self._raw

    def to_msg_dict(self):
        return self._raw


def status_of(text):
    from dbt.artifacts.schemas.results import NodeStatus

    try:
        return NodeStatus(text)
    except ValueError:
        return text


def time_of(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None) if text else None


def unknown_node(result):
    """A hook is in no manifest."""
    kind, package, name = [*result["unique_id"].split("."), None, None][:3]
    return SimpleNamespace(unique_id=result["unique_id"], name=name, resource_type=kind, package_name=package)


def results_of(raw, resources):
    from dbt.artifacts.schemas.batch_results import BatchResults
    from dbt.artifacts.schemas.results import TimingInfo

    def batches(told):
        if not told:
            return None
        pairs = {name: [tuple(time_of(at) for at in pair) for pair in told.get(name, [])] for name in ("successful", "failed")}
        return BatchResults(**pairs)

    def one(result):
        node = resources.get(result["unique_id"]) or unknown_node(result)
        for name in ("compiled_code", "compiled"):
            if result.get(name) is not None and not getattr(node, name, None):
                setattr(node, name, result[name])
        timing = [TimingInfo(each["name"], time_of(each.get("started_at")), time_of(each.get("completed_at"))) for each in result["timing"]]
        known = {"status": status_of(result["status"]), "timing": timing, "batch_results": batches(result.get("batch_results"))}
        return Result(**{**result, **known, "node": node, "agate_table": None, "_raw": result})

    return Results([one(result) for result in raw.get("results", [])], raw)


def freshness_of(raw, resources):
    def one(result):
        return Result(
            status=status_of(result.get("status")),
            node=resources.get(result["unique_id"]) or unknown_node(result),
            unique_id=result["unique_id"],
            max_loaded_at=time_of(result.get("max_loaded_at")),
            snapshotted_at=time_of(result.get("snapshotted_at")),
            age=result.get("max_loaded_at_time_ago_in_s"),
            adapter_response=result.get("adapter_response") or {},
            message=result.get("error"),
            failures=None,
            timing=result.get("timing") or [],
            thread_id=result.get("thread_id"),
            execution_time=result.get("execution_time"),
            _raw=result,
        )

    return Results([one(result) for result in raw.get("results", [])], raw)


def catalog_of(folder, resources, with_results):
    from dbt.artifacts.schemas.catalog import CatalogArtifact

    catalog = CatalogArtifact.from_dict(read(os.path.join(folder, "catalog.json")))
    if with_results:
        catalog._compile_results = results_of(read(os.path.join(folder, "run_results.json")), resources)
    return catalog


def table_of(rows):
    import agate

    names = list(rows[0]) if rows else []
    return agate.Table([[row.get(name) for name in names] for row in rows], column_names=names)
