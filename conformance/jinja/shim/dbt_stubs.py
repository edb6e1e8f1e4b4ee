"""What macros see instead of a warehouse: the same Python objects for dbt's rendering and for the engine's."""

import datetime
import itertools
import json
import re
from collections.abc import Mapping
from types import SimpleNamespace

import yaml
from dbt_common.clients.jinja import MacroReturn


class Raised(Exception):
    """`exceptions.raise_compiler_error` and the like."""


def raise_it(*args, **kwargs):
    raise Raised(str(args))


class Relation(Mapping):
    """Prints as a quoted name; a mapping, as dbt's own is."""

    def __init__(self, database="db", schema="main", identifier="orders", type="table"):
        self.database, self.schema, self.identifier, self.name, self.table, self.type = database, schema, identifier, identifier, identifier, type
        self.is_table, self.is_view, self.is_cte, self.alias = type == "table", type == "view", False, identifier
        self.quote_policy = {"database": True, "schema": True, "identifier": True}

    def fields(self):
        return {"database": self.database, "schema": self.schema, "identifier": self.identifier, "type": self.type, "metadata": {"type": "Relation"}}

    def __getitem__(self, key):
        return self.fields()[key]

    def __iter__(self):
        return iter(self.fields())

    def __len__(self):
        return len(self.fields())

    def __str__(self):
        return f'"{self.database}"."{self.schema}"."{self.identifier}"'

    __repr__ = __str__
    __hash__ = object.__hash__

    def __eq__(self, other):
        return isinstance(other, Relation) and str(self) == str(other)

    def render(self):
        return str(self)

    def include(self, database=True, schema=True, identifier=True):
        return self

    def quote(self, *args, **kwargs):
        return self

    def incorporate(self, path=None, type=None, **kwargs):
        return Relation(self.database, self.schema, (path or {}).get("identifier", self.identifier), type or self.type)

    def replace_path(self, **path):
        return Relation(**{"database": self.database, "schema": self.schema, "identifier": self.identifier, **path})

    def information_schema(self, name=None):
        return Relation(self.database, "information_schema", name or "tables", "view")

    def without_identifier(self):
        return self

    @classmethod
    def create(cls, database=None, schema=None, identifier=None, type=None, **kwargs):
        return cls(database, schema, identifier, type)


class Column:
    def __init__(self, name, dtype="varchar"):
        self.name, self.column, self.dtype, self.data_type, self.quoted = name, name, dtype, dtype, f'"{name}"'
        self.char_size, self.numeric_precision, self.numeric_scale = 256, None, None

    def __str__(self):
        return f"<Column {self.name} ({self.dtype})>"

    __repr__ = __str__

    def is_string(self):
        return self.dtype == "varchar"

    def is_number(self):
        return self.dtype in ("integer", "double")

    def is_float(self):
        return self.dtype == "double"

    def is_integer(self):
        return self.dtype == "integer"

    def is_numeric(self):
        return False

    def string_size(self):
        return 256

    def can_expand_to(self, other):
        return False

    @classmethod
    def translate_type(cls, name):
        return name.lower()

    @classmethod
    def create(cls, name, type_):
        return cls(name, type_)

    @classmethod
    def string_type(cls, size):
        return f"varchar({size})"

    @classmethod
    def numeric_type(cls, dtype, precision, scale):
        return f"{dtype}({precision},{scale})"


COLUMNS = [("id", "integer"), ("name", "varchar"), ("Amount", "double"), ("created_at", "timestamp"), ("b c", "varchar")]
ROWS = [[1, "x", 2.5], [2, "it's", None]]


class Table:
    """As agate's: columns and rows can be had by number and by name."""

    def __init__(self, names=("a", "b", "c"), rows=ROWS):
        self.column_names = list(names)
        self.rows = [Row(names, row) for row in rows]
        self.columns = [Values(name, [row[index] for row in rows]) for index, name in enumerate(names)]

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __repr__(self):
        return "<Table>"

    def print_table(self, *args, **kwargs):
        return None


class Values:
    def __init__(self, name, values):
        self.name, self._values = name, values

    def values(self):
        return tuple(self._values)

    def __getitem__(self, index):
        return self._values[index]

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __repr__(self):
        return f"<Column {self.name}>"


class Row(Values):
    def __init__(self, names, values):
        super().__init__("row", values)
        self._names = [str(name) for name in names]

    def __getitem__(self, key):
        return self._values[self._names.index(key) if isinstance(key, str) and key in self._names else key]

    def keys(self):
        return tuple(self._names)

    def get(self, key, default=None):
        return self[key] if key in self._names else default

    def dict(self):
        return dict(zip(self._names, self._values))


class Adapter:
    def dispatch(self, name, macro_namespace=None):
        raise NotImplementedError

    def not_dispatched(self, name):
        raise Raised(f"no macro {name}")

    def get_relation(self, database=None, schema=None, identifier=None, **kwargs):
        return Relation(database, schema, identifier) if identifier else None

    def get_columns_in_relation(self, relation):
        return [Column(name, dtype) for name, dtype in COLUMNS]

    def get_column_schema_from_query(self, sql):
        return self.get_columns_in_relation(None)

    def get_missing_columns(self, *args):
        return [Column("extra")]

    def list_relations_without_caching(self, *args):
        return [Relation(), Relation(identifier="view", type="view")]

    def execute(self, sql, auto_begin=False, fetch=False, limit=None):
        return SimpleNamespace(code="OK", rows_affected=2), Table()

    def quote(self, name):
        return f'"{name}"'

    def type(self):
        return "duckdb"

    def check_schema_exists(self, *args, **kwargs):
        return True

    def get_hard_deletes_behavior(self, config):
        return "ignore"

    def convert_type(self, table, index):
        return "varchar"

    def nothing(self, *args, **kwargs):
        return None

    create_schema = drop_schema = drop_relation = rename_relation = expand_target_column_types = cache_added = nothing
    commit = add_query = valid_incremental_strategies = verify_database = cache_dropped = cache_renamed = nothing

    def quote_as_configured(self, name, key):
        return f'"{name}"'

    def quote_seed_column(self, name, setting):
        return f'"{name}"'


class Config(dict):
    def __call__(self, *args, **kwargs):
        return ""

    def get(self, key, default=None, validator=None):
        return super().get(key, default)

    def require(self, key, validator=None):
        return self[key]

    def persist_relation_docs(self):
        return False

    def persist_column_docs(self):
        return False


class Frozen(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return datetime.datetime(2024, 5, 6, 7, 8, 9)

    @classmethod
    def today(cls):
        return cls.now()


def returned(data=None):
    raise MacroReturn(data)


def zipped(*args):
    return list(zip(*args))


def graph():
    columns = {"id": {"name": "id", "data_type": "integer", "description": "key"}}
    node = {
        "name": "orders", "alias": "orders", "resource_type": "model", "unique_id": "model.shop.orders", "package_name": "shop",
        "schema": "main", "database": "db", "path": "orders.sql", "original_file_path": "models/staging/orders.sql", "tags": ["daily"],
        "columns": columns, "description": "All orders", "config": {"enabled": True, "materialized": "table", "tags": [], "meta": {}},
        "depends_on": {"nodes": ["source.shop.raw.orders"], "macros": []}, "meta": {}, "raw_code": "select 1", "access": "protected",
        "fqn": ["shop", "staging", "orders"], "contract": {"enforced": False}, "relation_name": '"db"."main"."orders"', "refs": [],
    }
    test = {**node, "name": "unique_orders", "resource_type": "test", "unique_id": "test.shop.unique_orders.1", "column_name": "id",
            "test_metadata": {"name": "unique", "namespace": None, "kwargs": {"model": "{{ ref('orders') }}"}}}
    source = {**node, "name": "orders", "resource_type": "source", "unique_id": "source.shop.raw.orders", "source_name": "raw", "loader": ""}
    return {"nodes": {node["unique_id"]: node, test["unique_id"]: test}, "sources": {source["unique_id"]: source}, "exposures": {}, "metrics": {}, "groups": {}}


def context():
    """Anew for each call, so that none sees what another changed."""
    tree = graph()
    stored = {}

    def store_result(name, response=None, agate_table=None):
        stored[name] = SimpleNamespace(response=response, table=agate_table, data=ROWS)
        return ""

    exceptions = SimpleNamespace(raise_compiler_error=raise_it, warn=lambda *args: "", CompilationError=Raised, raise_not_implemented=raise_it,
                                 column_type_missing=raise_it, warn_snapshot_timestamp_data_types=lambda *args: "")
    modules = SimpleNamespace(datetime=SimpleNamespace(datetime=Frozen, date=datetime.date, timedelta=datetime.timedelta, time=datetime.time),
                              re=re, itertools=itertools, pytz=__import__("pytz"))
    return {
        "adapter": Adapter(), "api": SimpleNamespace(Relation=Relation, Column=Column), "column_name": "id", "config": Config(materialized="table"),
        "context": {}, "database": "db", "dbt_version": "1.11.0", "env_var": lambda name, default=None: default, "exceptions": exceptions,
        "execute": True, "flags": SimpleNamespace(FULL_REFRESH=False, WHICH="run", EMPTY=False, STORE_FAILURES=False),
        "fromjson": lambda text, default=None: json.loads(text), "fromyaml": lambda text, default=None: yaml.safe_load(text),
        "graph": tree, "invocation_id": "0-1-2", "load_result": lambda name: stored.get(name), "local_md5": lambda text: str(len(text)),
        "log": lambda *args, **kwargs: "", "model": dict(tree["nodes"]["model.shop.orders"]), "modules": modules, "print": lambda *args, **kwargs: "",
        "project_name": "shop", "ref": lambda *names, **kwargs: Relation(identifier=names[-1]), "return": returned,
        "run_started_at": datetime.datetime(2024, 1, 2, 3, 4, 5), "schema": "main", "selected_resources": ["model.shop.orders"],
        "set": lambda value, default=None: set(value), "set_strict": set, "source": lambda *names: Relation(schema=names[0], identifier=names[1]),
        "store_result": store_result, "target": {"name": "dev", "schema": "main", "type": "duckdb", "database": "db", "profile_name": "shop", "threads": 1},
        "this": Relation(), "thread_id": "Thread-1", "tojson": lambda value, default=None, sort_keys=False: json.dumps(value, sort_keys=sort_keys),
        "toyaml": lambda value, default=None, sort_keys=False: yaml.safe_dump(value, sort_keys=sort_keys), "validation": SimpleNamespace(any=[]),
        "var": lambda name, default=None: default, "zip": zipped, "zip_strict": zipped, "sql": "select 1 as id", "node": None,
        "pre_hooks": [], "post_hooks": [], "submit_python_job": raise_it, "dbt_metadata_envs": {}, "is_incremental": lambda: False,
        "write": lambda payload: "", "render": lambda text: text, "diff_of_two_dicts": lambda a, b: {},
    }
