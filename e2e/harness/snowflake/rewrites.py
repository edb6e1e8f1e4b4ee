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
    bare = re.sub(r"\A(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", "", sql, flags=re.S)
    return re.sub(r"(?:\s+|/\*(?:(?!\*/).)*\*/)+\Z", "", bare, flags=re.S)


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


@rule(r"(?P<verb>grant|revoke)\s+(?P<privilege>.+?)\s+on\s+(?P<kind>\w+)\s+(?P<object>\S+)\s+(?:to|from)\s+(?:role\s+)?(?P<role>\S+)")
def change_grants(session: Session, match: re.Match[str]) -> list[str]:
    for privilege in match["privilege"].split(","):
        grant = (match["object"].upper(), privilege.strip().upper(), match["role"].upper())
        (session.grants.add if match["verb"].lower() == "grant" else session.grants.discard)(grant)
    return [DONE]


@rule(r"show\s+grants\s+on\s+\w+\s+(?P<object>\S+)")
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
