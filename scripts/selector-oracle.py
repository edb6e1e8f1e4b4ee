"""Asks dbt what it lists for hundreds of selections of a fixture project, and keeps the answers as test data.

    $SLUICE_PYTHON scripts/selector-oracle.py        (a Python with dbt-core 1.11 and dbt-duckdb)

Reads src/select/testdata/project and the overlay before/ (the same project at an earlier time); writes manifest.json,
manifest-before.json, state/*.json and oracle.json beside them. Deterministic: the random cases have a fixed seed.
"""
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner

HERE = Path(__file__).resolve().parent.parent / "src" / "select" / "testdata"
BUILTIN = ("dbt", "dbt_duckdb")

ATOMS = """
stg_parcels deliveries staging marts core clients clients.v1 clients_v2 depot.marts.core.clients.v3 v1 depot helper helper.staging
marts.core.* depot.*.core marts.* *.crm *client* stg_? [sd]* [!d]* v? *.v2 finance.daily daily finance.daily.balance.v1 balance.v1 balance
revenue empty late vans parcels_history adds_up keeps_names total_revenue weekly_board money_in by_day halve depot.halve no_late_parcels
not_null_deliveries_parcel_id routes_day_known unique_* nope depot.nope *
fqn:deliveries fqn:depot.staging fqn:marts.core fqn:*.crm.* fqn:source fqn:carrier.parcels
path:models/staging path:models/staging/ models/marts/core models/marts/core/ models/marts/core/* models/**/crm models/** seeds seeds/*.csv
path:models/staging/stg_vans.sql models/marts/schema.yml models/sources.yml path:tests path:snapshots/parcels_history.yml path:models/staging/c?m
path:modules/helper path:models/nowhere path:model path:models/*/staging.yml path:functions path:models/marts/finance.daily path:models/marts/core/clients_v?.sql
stg_vans.sql file:stg_vans.sql file:stg_vans file:clients_v* file:schema.yml vans.csv file:*.yml CLIENTS_V1.SQL file:balance.v1
tag:staging tag:marts tag:pii tag:nightly tag:p* tag:static tag:raw tag:board tag:strict tag:history tag:quick tag:weekly tag:nope tag:helper tag:[mn]*
group:logistics group:money group:m* group:none access:private access:protected access:public access:secret
source:carrier source:carrier.parcels source:depot.crm.clients source:* source:c* source:crm.c* source:other.crm.clients source:*.*.scans
exposure:weekly_board exposure:depot.weekly_board exposure:* exposure:n* metric:total_revenue metric:depot.* metric:x
semantic_model:money_in semantic_model:* saved_query:by_day saved_query:depot.by_day unit_test:adds_up unit_test:keeps_names unit_test:* unit_test:depot.k*
package:depot package:helper package:this package:* package:h* package:none
config.materialized:table config.materialized:incremental config.materialized:ephemeral config.enabled:true config.enabled:false
config.meta.team:core config.meta.contains_pii:true config.meta.contains_pii:True config.meta.contains_pii:false config.meta.tier:1 config.meta.owner.name:money
config.unique_key:parcel_id config.unique_key:day config.severity:warn config.severity:ERROR config.severity:error config.tags:marts config.schema:finance
config.contract.enforced:true config.contract.enforced:false config.meta:x config.nothing.at.all:1 config.incremental_strategy:append config.access:public
config.strategy:check config.check_cols:all config.store_failures:null config.on_schema_change:ignore config.quoting:x config.group:money
test_name:unique test_name:not_null test_name:relationships test_name:positive test_name:u* test_name:keeps_names test_name:helper.positive
test_type:generic test_type:singular test_type:unit test_type:data test_type:schema
resource_type:model resource_type:test resource_type:source resource_type:unit_test resource_type:function resource_type:analysis resource_type:snapshot
resource_type:seed resource_type:exposure resource_type:metric resource_type:semantic_model resource_type:saved_query resource_type:macro resource_type:operation
version:latest version:prerelease version:old version:none
state:new state:old state:modified state:unmodified state:modified.body state:modified.configs state:modified.persisted_descriptions
state:modified.relation state:modified.macros state:modified.contract
result:success result:error result:fail result:warn result:skipped result:pass result:nothing source_status:fresher
""".split()

BROKEN = """
tagg:x nodes:deliveries test_type:other resource_type:modell version:newest state:changed source:a.b.c.d exposure:a.b.c metric:a.b.c
@deliveries+ @tag:marts+2 semantic_model:a.b.c saved_query:a.b.c unit_test:a.b.c state:modified.bodies config:table fqnn:*
""".split()

WRITTEN = [
    [],
    ["--select", "+deliveries"],
    ["--select", "deliveries+"],
    ["--select", "+deliveries+"],
    ["--select", "1+revenue"],
    ["--select", "2+revenue+1"],
    ["--select", "0+revenue"],
    ["--select", "stg_parcels+0"],
    ["--select", "@stg_vans"],
    ["--select", "@source:carrier"],
    ["--select", "+exposure:weekly_board"],
    ["--select", "+metric:total_revenue"],
    ["--select", "source:carrier.parcels+2"],
    ["--select", "tag:marts,config.materialized:table"],
    ["--select", "tag:marts,+revenue", "stg_vans"],
    ["--select", "tag:marts", "tag:staging", "--exclude", "core"],
    ["--select", "tag:marts tag:staging", "--exclude", "core clients+"],
    ["--exclude", "tag:marts"],
    ["--exclude", "resource_type:test resource_type:unit_test"],
    ["--exclude", "deliveries+"],
    ["--select", "deliveries", "--exclude", "test_type:generic"],
    ["--select", "routes deliveries", "--exclude", "no_late_parcels"],
    ["--select", "nope", "deliveries"],
    ["--select", "nope,deliveries"],
    ["--select", "deliveries", "--exclude", "nope"],
    ["--select", "  deliveries   routes "],
    ["--select", "deliveries,"],
    ["--select", ""],
    ["--select", "+"],
    ["--select", "++deliveries"],
    ["--select", "deliveries++"],
    ["--select", "3deliveries"],
    ["--select", "package:depot,tag:helper"],
    ["--select", "state:modified+"],
    ["--select", "state:new,resource_type:model"],
    ["--select", "result:error+", "state:modified+"],
    ["--select", "source_status:fresher+"],
    ["--select", "1+state:modified,config.materialized:incremental"],
    ["--selector", "nowhere"],
    ["--output", "name"],
    ["--output", "path"],
    ["--output", "name", "--select", "clients source:carrier exposure:* unit_test:*"],
    ["--output", "json", "--output-keys", "name unique_id"],
    ["--output", "json", "--output-keys", "unique_id config.materialized config.meta.team nothing", "--select", "stg_vans source:*"],
    ["--output", "json"],
    ["--output", "json", "--select", "stg_vans deliveries source:carrier exposure:* unit_test:adds_up vans"],
    ["--resource-type", "model"],
    ["--resource-type", "model", "--resource-type", "seed", "--select", "+deliveries"],
    ["--resource-type", "all"],
    ["--resource-type", "default", "--exclude-resource-type", "test"],
    ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"],
    ["--resource-type", "test", "--select", "deliveries"],
    ["--resource-type", "source", "--resource-type", "analysis"],
]
SELECTORS = "marts_text one_pair with_children family joined crossed inherited less cautious_core true_value number_value deep".split()
MODES = ["eager", "cautious", "buildable", "empty"]
TESTED = ["deliveries", "stg_vans", "deliveries stg_vans", "+deliveries", "routes", "deliveries routes", "core", "@stg_clients", "stg_clients+",
          "stg_clients source:crm", "tag:marts", "tag:marts,core", "source:crm", "revenue", "clients", "deliveries,core routes"]


def cases():
    yield from WRITTEN
    for atom in ATOMS + BROKEN:
        yield ["--select", atom]
    for name in SELECTORS:
        yield ["--selector", name]
    yield ["--selector", "joined", "--select", "revenue"]
    for mode in MODES:
        for text in TESTED:
            yield ["--indirect-selection", mode, "--select", text]
        yield ["--indirect-selection", mode, "--selector", "joined"]
        yield ["--indirect-selection", mode, "--select", "tag:marts", "--exclude", "deliveries"]
    rng = random.Random(20240501)
    good = [atom for atom in ATOMS if not atom.startswith(("state:", "result:", "source_status:"))]
    for _ in range(150):
        yield random_case(rng, good)


def random_case(rng, atoms):
    def criterion():
        atom = rng.choice(atoms)
        before = rng.choice(["", "", "", "+", "1+", "2+", "@"])
        after = rng.choice(["", "", "", "+", "+1", "+2"]) if before != "@" else ""
        return before + atom + after

    def word():
        return ",".join(criterion() for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))

    args = []
    if rng.random() < 0.4:
        args += ["--indirect-selection", rng.choice(MODES)]
    if rng.random() < 0.9:
        args += ["--select", " ".join(word() for _ in range(rng.choice([1, 1, 2, 3])))]
    if rng.random() < 0.5:
        args += ["--exclude", " ".join(word() for _ in range(rng.choice([1, 1, 2])))]
    return args


def copy_project(target: Path, before: bool):
    shutil.copytree(HERE / "project", target)
    if before:
        shutil.copytree(HERE / "before", target, dirs_exist_ok=True)
        for name in (target / "removed-files.txt").read_text().split():
            (target / name).unlink()


def trimmed(manifest: dict) -> dict:
    """Without dbt's own macros and docs, and without what differs from one machine or minute to the next."""
    manifest["macros"] = {k: v for k, v in manifest["macros"].items() if v["package_name"] not in BUILTIN}
    manifest["docs"] = {k: v for k, v in manifest["docs"].items() if v["package_name"] not in BUILTIN}
    for key in ("generated_at", "invocation_started_at", "run_started_at"):
        manifest["metadata"][key] = "2024-05-01T00:00:00Z"
    manifest["metadata"]["invocation_id"] = "00000000-0000-0000-0000-000000000000"
    manifest["metadata"]["user_id"] = None

    return without_builtins(manifest)


def without_builtins(value):
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "created_at":
                value[key] = 1714521600.0
            elif key == "root_path" and entry is not None:
                value[key] = "."
            elif key == "macros" and isinstance(entry, list):
                value[key] = [name for name in entry if name is not None and name.split(".")[1] not in BUILTIN]
            else:
                without_builtins(entry)
    elif isinstance(value, list):
        for entry in value:
            without_builtins(entry)
    return value


def freshness(unique_id, loaded, status="pass"):
    return {
        "unique_id": unique_id, "max_loaded_at": loaded, "snapshotted_at": "2024-05-03T00:00:00Z", "max_loaded_at_time_ago_in_s": 10.0,
        "status": status, "criteria": {"warn_after": {"count": 1, "period": "day"}, "error_after": {"count": None, "period": None}, "filter": None},
        "adapter_response": {}, "timing": [], "thread_id": "Thread-1", "execution_time": 0.1,
    }


def artifact(name, body):
    metadata = {"dbt_schema_version": f"https://schemas.getdbt.com/dbt/{name}.json", "dbt_version": "1.11.16", "generated_at": "2024-05-01T00:00:00Z",
                "invocation_id": "00000000-0000-0000-0000-000000000000", "invocation_started_at": "2024-05-01T00:00:00Z", "env": {}}
    return {"metadata": metadata, **body, "elapsed_time": 1.0}


def state_files():
    statuses = {"model.depot.stg_vans": "success", "model.depot.deliveries": "error", "model.depot.revenue": "skipped", "seed.depot.vans": "success",
                "test.depot.no_late_parcels.x": "fail", "unit_test.depot.revenue.adds_up": "pass", "exposure.depot.notebook": "no-op"}
    results = [{"status": status, "timing": [], "thread_id": "Thread-1", "execution_time": 0.1, "adapter_response": {}, "message": None, "failures": None,
                "unique_id": unique_id, "compiled": None, "compiled_code": None, "relation_name": None, "batch_results": None}
               for unique_id, status in statuses.items()]
    parcels, clients, scans = "source.depot.carrier.parcels", "source.depot.crm.clients", "source.depot.carrier.scans"
    return {
        "run_results.json": artifact("run-results/v6", {"results": results, "args": {"which": "build"}}),
        "sources.json": artifact("sources/v3", {"results": [freshness(parcels, "2024-05-01T10:00:00Z"), freshness(clients, "2024-05-01T10:00:00Z")]}),
        "sources-current.json": artifact("sources/v3", {"results": [freshness(parcels, "2024-05-01T10:00:00.5Z"), freshness(clients, "2024-05-01T10:00:00Z", "warn"),
                                                                    freshness(scans, "2024-05-02T10:00:00Z", "error")]}),
    }


def write(path: Path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1, sort_keys=False) + "\n")


def run(project: Path, args, warnings=None, manifest=None):
    def listen(event):
        if warnings is not None and event.info.name == "NoNodesForSelectionCriteria":
            warnings.append(event.data.spec_raw)

    os.chdir(project)
    common = ["--quiet", "--project-dir", str(project), "--profiles-dir", str(project), "--no-partial-parse", "--no-send-anonymous-usage-stats"]
    command = args[0]
    answer = dbtRunner(manifest=manifest, callbacks=[listen]).invoke([command, *common, *args[1:]])
    code = 0 if answer.success else (2 if answer.exception is not None else 1)
    return answer, code


def main():
    stdout = sys.stdout
    sys.stdout = open(os.devnull, "w")
    scratch = Path(tempfile.mkdtemp())
    now, before = scratch / "now", scratch / "before"
    copy_project(now, False)
    copy_project(before, True)
    run(before, ["parse"])
    answer, code = run(now, ["parse"])
    assert code == 0, answer.exception
    manifest = answer.result
    state = scratch / "state"
    state.mkdir()
    shutil.copy(before / "target" / "manifest.json", state / "manifest.json")
    files = state_files()
    for name, data in files.items():
        write(HERE / "state" / name, data)
        if name != "sources-current.json":
            write(state / name, data)
    write(now / "target" / "sources.json", files["sources-current.json"])
    write(HERE / "manifest.json", trimmed(json.loads((now / "target" / "manifest.json").read_text())))
    write(HERE / "manifest-before.json", trimmed(json.loads((before / "target" / "manifest.json").read_text())))
    run(now, ["build", "--select", "nothing"], [], manifest)
    summary = json.loads((now / "target" / "graph_summary.json").read_text())
    write(HERE / "graph-summary.json", {key: summary[key] for key in ("linked", "with_test_edges")})
    answers = []
    for args in cases():
        warnings: list = []
        answer, code = run(now, ["ls", *args, "--state", str(state)], warnings, manifest)
        lines = list(answer.result or []) if code == 0 else []
        if "json" in args:
            lines = [json.dumps(without_builtins(json.loads(line))) for line in lines]
        answers.append({"args": args, "exit": code, "lines": lines, "unmatched": list(dict.fromkeys(warnings))})
        print(f"{code} {len(lines):3} {' '.join(args)}", file=stdout, flush=True)
    text = ",\n".join(" " + json.dumps(entry) for entry in answers)
    (HERE / "oracle.json").write_text("[\n" + text + "\n]\n")
    shutil.rmtree(scratch)
    print(f"{len(answers)} answers", file=stdout)


main()
