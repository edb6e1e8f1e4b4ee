"""
Statements that fakesnow does not know, said in ones that it does. Each rule: a pattern for the whole statement, and a
function that gives the statements to run in its place; the result of the last is the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    from session import Session

DONE = "select 'Statement executed successfully.' as \"status\""
Rule = Callable[["Session", re.Match[str]], list[str]]
RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(pattern: str) -> Callable[[Rule], Rule]:
    def add(body: Rule) -> Rule:
        RULES.append((re.compile(rf"^{pattern}$", re.I | re.S), body))
        return body

    return add


def rewrite(session: Session, sql: str) -> list[str]:
    bare = without_comments(sql).strip().rstrip(";").strip()
    for pattern, body in RULES:
        if match := pattern.match(bare):
            return body(session, match)
    return [sql]


def without_comments(sql: str) -> str:
    """Leading and trailing comments only: those inside may be text."""
    bare = re.sub(r"\A(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", "", sql, flags=re.S).rstrip()
    while bare.endswith("*/") and "/*" in bare:
        bare = bare[: bare.rindex("/*")].rstrip()
    return bare


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def last_part(name: str) -> str:
    return re.findall(r'"(?:[^"]|"")*"|[^.]+', name)[-1]


@rule(r"alter\s+session\s+set\s+(?P<items>(?!autocommit|quoted_identifiers).+)")
def set_parameters(session: Session, match: re.Match[str]) -> list[str]:
    for name, quoted, plain in re.findall(r"(\w+)\s*=\s*(?:'((?:[^']|''|\\')*)'|([^\s,]+))", match["items"]):
        session.parameters[name.upper()] = quoted.replace("''", "'") if quoted or not plain else plain
    return [DONE]


@rule(r"alter\s+session\s+unset\s+(?P<names>.+)")
def unset_parameters(session: Session, match: re.Match[str]) -> list[str]:
    for name in match["names"].split(","):
        session.parameters.pop(name.strip().upper(), None)
    return [DONE]


@rule(r"show\s+parameters\s+like\s+'(?P<name>\w+)'(\s+in\s+session)?")
def show_parameter(session: Session, match: re.Match[str]) -> list[str]:
    value = session.parameters.get(match["name"].upper(), "")
    fields = f"{text(match['name'].upper())} as \"key\", {text(value)} as \"value\", '' as \"default\", 'SESSION' as \"level\""
    return [f"select {fields}, '' as \"description\", 'STRING' as \"type\""]


@rule(r"use\s+role\s+(?P<role>\S+)")
def use_role(session: Session, match: re.Match[str]) -> list[str]:
    session.role = match["role"].strip('"').upper()
    return [DONE]


@rule(r"use\s+warehouse\s+(?P<warehouse>\S+)")
def use_warehouse(session: Session, match: re.Match[str]) -> list[str]:
    session.warehouse = match["warehouse"].strip('"').upper()
    return [DONE]


@rule(r"select\s+current_warehouse\(\)")
def current_warehouse(session: Session, _match: re.Match[str]) -> list[str]:
    return [f'select {text(session.warehouse)} as "CURRENT_WAREHOUSE()"']


@rule(r"use\s+secondary\s+roles\s+\S+")
def use_secondary_roles(_session: Session, _match: re.Match[str]) -> list[str]:
    return [DONE]


@rule(r"alter\s+table\s+(if\s+exists\s+)?(?P<one>\S+)\s+swap\s+with\s+(?P<other>\S+)")
def swap(_session: Session, match: re.Match[str]) -> list[str]:
    one, other = match["one"], match["other"]
    aside = "SWAPPED_ASIDE"
    return [
        f"alter table {one} rename to {aside}",
        f"alter table {other} rename to {last_part(one)}",
        f"alter table {one[: -len(last_part(one))]}{aside} rename to {last_part(other)}",
        DONE,
    ]


@rule(r"(?P<verb>grant|revoke)\s+(?P<privilege>.+?)\s+on\s+(?:dynamic\s+)?(?P<kind>\w+)\s+(?P<object>\S+)\s+(?:to|from)\s+(?:(?:database\s+)?role\s+)?(?P<role>\S+)")
def change_grants(session: Session, match: re.Match[str]) -> list[str]:
    for privilege in match["privilege"].split(","):
        grant = (match["object"].upper(), privilege.strip().upper(), match["role"].upper())
        (session.grants.add if match["verb"].lower() == "grant" else session.grants.discard)(grant)
    return [DONE]


@rule(r"show\s+grants\s+on\s+(?:dynamic\s+)?\w+\s+(?P<object>\S+)")
def show_grants(session: Session, match: re.Match[str]) -> list[str]:
    head = "select '' as \"created_on\", {} as \"privilege\", 'TABLE' as \"granted_on\", {} as \"name\", 'ROLE' as \"granted_to\", {} as \"grantee_name\""
    found = sorted(grant for grant in session.grants if grant[0] == match["object"].upper())
    if not found:
        return [head.format("''", "''", "''") + " where false"]
    return [" union all ".join(head.format(text(privilege), text(name), text(role)) for name, privilege, role in found)]


@rule(r"select\s+last_query_id\(\)(?P<rest>.*)")
def last_query_id(session: Session, match: re.Match[str]) -> list[str]:
    return [f"select {text(session.last_query_id)}{match['rest']}"]


@rule(r"select\s+system\$wait\((?P<seconds>[\d.]+)(\s*,\s*'SECONDS')?\)")
def system_wait(session: Session, match: re.Match[str]) -> list[str]:
    session.stopped.wait(float(match["seconds"]))
    return [f"select 'waited {match['seconds']} seconds' as \"SYSTEM$WAIT({match['seconds']})\""]


@rule(r"select\s+system\$cancel_(query|all_queries)\('?(?P<what>[\w-]+)'?\)")
def system_cancel(session: Session, match: re.Match[str]) -> list[str]:
    session.server.cancel(match["what"])
    return ["select 'query cancelled.' as status"]


@rule(r"comment\s+on\s+(?:secure\s+)?(?:dynamic\s+table|table|view)\s+(?P<object>\S+)\s+is\s+'(?P<text>.*)'")
def comment_on(_session: Session, match: re.Match[str]) -> list[str]:
    # fakesnow puts the text it has read into a statement of its own, without quoting it.
    return [f"comment on table {match['object']} is '{match['text'].replace(chr(39) * 2, chr(39) * 4)}'"]


NAME = r"(?:\"(?:[^\"]|\"\")*\"|[\w$]+)(?:\.(?:\"(?:[^\"]|\"\")*\"|[\w$]+))*"


@rule(rf"alter\s+(?:dynamic\s+|iceberg\s+)?(?:table|view)\s+(?P<object>{NAME})\s+alter\s+(?P<columns>(?:column\s+)?\S+\s+comment\s.*)")
def comment_on_columns(session: Session, match: re.Match[str]) -> list[str]:
    for column, comment in re.findall(rf"(?:column\s+)?({NAME})\s+comment\s+('(?:[^']|'')*')", match["columns"], re.I):
        session.connection._duck_conn.execute(f"comment on column {match['object']}.{column} is {comment}")
    return [DONE]


@rule(rf"alter\s+(?:iceberg\s+)?table\s+(?P<object>{NAME})\s+drop\s+column\s+(?P<columns>[^,]+,.+)")
def drop_columns(_session: Session, match: re.Match[str]) -> list[str]:
    return [f"alter table {match['object']} drop column {column}" for column in match["columns"].split(",")]


@rule(r"create\s+or\s+replace\s+temporary\s+(?P<rest>(?:view|table)\s.+)")
def temporary(_session: Session, match: re.Match[str]) -> list[str]:
    """DuckDB keeps what is temporary in a database of its own, where nobody looks for a full name."""
    return [f"create or replace {match['rest']}"]


@rule(rf"create\s+or\s+replace\s+(?:transient\s+|iceberg\s+)?table\s+(?P<copy>{NAME})\s+clone\s+(?P<original>{NAME})(?:\s+copy\s+\w+)*")
def clone(_session: Session, match: re.Match[str]) -> list[str]:
    return [f"create or replace table {match['copy']} clone {match['original']}"]


@rule(rf"create\s+or\s+replace\s+function\s+(?P<name>{NAME})\s*\((?P<arguments>[^)]*)\).*?\slanguage\s+sql\b.*?\sas\s+\$\$(?P<body>.*)\$\$")
def function_in_sql(session: Session, match: re.Match[str]) -> list[str]:
    given = [argument.split() for argument in match["arguments"].split(",") if argument.strip()]
    arguments = [words[0] + (f" := {words[3]}" if len(words) > 3 else "") for words in given]
    session.connection._duck_conn.execute(f"create or replace macro {match['name']}({', '.join(arguments)}) as ({match['body']})")
    return [DONE]


def plain(name: str) -> str:
    return ".".join(part if part.startswith('"') else part.upper() for part in re.findall(r'"[^"]*"|[^.]+', name)).replace('"', "")


def setting(clauses: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*('[^']*'|\S+)", clauses, re.I)
    return found[1].strip("'") if found else ""


DYNAMIC = ["target_lag", "warehouse", "initialization_warehouse", "refresh_mode", "scheduler"]


@rule(rf"create\s+(?:or\s+replace\s+)?(?:transient\s+)?dynamic\s+(?:iceberg\s+)?table\s+(?P<object>{NAME})(?P<clauses>.*?)\s+as\s+\((?P<query>.*)\)")
def create_dynamic_table(session: Session, match: re.Match[str]) -> list[str]:
    """A plain table that is filled again when it is told to refresh; never by itself."""
    cluster = re.search(r"cluster by \(([^)]*)\)", match["clauses"], re.I)
    row = {name: setting(match["clauses"], name).upper() if name != "target_lag" else setting(match["clauses"], name) for name in DYNAMIC}
    row |= {"text": match[0], "query": match["query"], "cluster_by": f"LINEAR({cluster[1]})" if cluster else "", "immutable_where": ""}
    session.server.dynamic_tables[plain(match["object"])] = row
    return [f"create or replace table {match['object']} as ({match['query']})"]


@rule(rf"alter\s+dynamic\s+table\s+(?P<object>{NAME})\s+refresh")
def refresh_dynamic_table(session: Session, match: re.Match[str]) -> list[str]:
    query = session.server.dynamic_tables[plain(match["object"])]["query"]
    return [f"create or replace table {match['object']} as ({query})", DONE]


@rule(rf"alter\s+dynamic\s+table\s+(?P<object>{NAME})\s+set\s+(?P<name>\w+)\s*=\s*(?P<value>.+)")
def alter_dynamic_table(session: Session, match: re.Match[str]) -> list[str]:
    session.server.dynamic_tables[plain(match["object"])][match["name"].lower()] = match["value"].strip("'")
    return [DONE]


@rule(rf"drop\s+dynamic\s+table\s+(?:if\s+exists\s+)?(?P<object>{NAME})")
def drop_dynamic_table(session: Session, match: re.Match[str]) -> list[str]:
    session.server.dynamic_tables.pop(plain(match["object"]), None)
    return [f"drop table if exists {match['object']}"]


@rule(rf"show\s+dynamic\s+tables\s+like\s+'(?P<name>[^']*)'\s+in\s+schema\s+(?P<schema>{NAME})")
def show_dynamic_tables(session: Session, match: re.Match[str]) -> list[str]:
    found = session.server.dynamic_tables.get(f"{plain(match['schema'])}.{match['name'].upper()}")
    row = {"name": match["name"].upper(), **(found or {})}
    return ["select " + ", ".join(f'{text(value)} as "{name}"' for name, value in row.items()) + ("" if found else " where false")]


@rule(rf"show\s+objects\s+in\s+schema\s+(?P<schema>{NAME})(?P<pages>\s+limit\s+\d+)")
def show_objects(session: Session, match: re.Match[str]) -> list[str]:
    """fakesnow knows no dynamic table, and would call ours a table."""
    place = plain(match["schema"]) + "."
    names = [name[len(place) :] for name in session.server.dynamic_tables if name.startswith(place)]
    if not names:
        return [match[0]]
    fields = ["created_on", "name", "database_name", "schema_name", "kind", "is_iceberg"]
    columns = ", ".join(f'{field} as "{field}"' for field in fields)
    dynamic = f"case when name in ({', '.join(map(text, names))}) then 'Y' else 'N' end as \"is_dynamic\""
    database, schema = place.rstrip(".").split(".")
    where = f"database_name = {text(database)} and schema_name = {text(schema)} order by 2 {match['pages']}"
    return [f"select {columns}, {dynamic} from _fs_global._fs_information_schema._fs_show_objects where {where}"]
