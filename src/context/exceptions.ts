/** `exceptions.*`: how templates raise errors and warnings of their own. */

import { Column } from '../core/column.js'
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { define, type TemplateFunction } from '../core/template-object.js'
import { dictEntries, isDict, toText } from '../jinja/index.js'
import { configMissing, contractMismatch, raised } from './errors.js'
import { items } from './python.js'

export interface ExceptionsHost {
  readonly invocation: Invocation
  readonly nodeId: string | undefined
  readonly nodeInfo: NodeInfo | undefined
}

type Raiser = (host: ExceptionsHost) => TemplateFunction

/** Raises `describe(arguments)`; further arguments are taken, as dbt's functions take a node. */
function raiser(name: string, params: readonly string[], describe: (...values: unknown[]) => string): Raiser {
  return (host) =>
    define(name, params, (...values: unknown[]) => {
      throw raised(describe(...values), host.nodeId)
    })
}

export const raisers: Readonly<Record<string, Raiser>> = {
  raise_compiler_error: raiser('raise_compiler_error', ['msg', 'node?'], toText),
  raise_database_error: raiser('raise_database_error', ['msg', 'node?'], toText),
  raise_dependency_error: raiser('raise_dependency_error', ['msg'], toText),
  raise_fail_fast_error: raiser('raise_fail_fast_error', ['msg', 'node?'], toText),
  raise_not_implemented: raiser('raise_not_implemented', ['msg'], toText),
  raise_cache_inconsistent: raiser('raise_cache_inconsistent', ['message'], toText),
  raise_dataclass_not_dict: raiser(
    'raise_dataclass_not_dict',
    ['obj'],
    (value) => `The object ("${toText(value)}") was used as a dictionary, which it is not`,
  ),
  raise_dep_not_found: raiser(
    'raise_dep_not_found',
    ['node', 'node_description', 'required_pkg'],
    (_node, what, required) => `${toText(what)} needs the package ${toText(required)}, which is not installed`,
  ),
  raise_ambiguous_alias: raiser(
    'raise_ambiguous_alias',
    ['node_1', 'node_2', 'duped_name?'],
    (first, second, name) => `two resources write to ${toText(name ?? 'one relation')}: ${nameOf(first)} and ${nameOf(second)}`,
  ),
  raise_ambiguous_catalog_match: raiser(
    'raise_ambiguous_catalog_match',
    ['unique_id', 'match_1', 'match_2'],
    (id, first, second) => `two relations of the warehouse match ${toText(id)}: ${toText(first)} and ${toText(second)}`,
  ),
  raise_duplicate_patch_name: raiser(
    'raise_duplicate_patch_name',
    ['patch_1', 'existing_patch_path'],
    (patch, path) => `${nameOf(patch)} is described twice, first in ${toText(path)}`,
  ),
  raise_duplicate_resource_name: raiser(
    'raise_duplicate_resource_name',
    ['node_1', 'node_2'],
    (first, second) => `two resources have one name: ${nameOf(first)} and ${nameOf(second)}`,
  ),
  raise_invalid_property_yml_version: raiser(
    'raise_invalid_property_yml_version',
    ['path', 'issue'],
    (path, issue) => `${toText(path)}: ${toText(issue)}`,
  ),
  missing_materialization: raiser(
    'missing_materialization',
    ['model', 'adapter_type'],
    (model, type) => `there is no materialization '${toText(member(model, ['config', 'materialized']))}' for adapter ${toText(type)}`,
  ),
  missing_relation: raiser('missing_relation', ['relation', 'model?'], (relation) => `relation ${toText(relation)} does not exist`),
  relation_wrong_type: raiser(
    'relation_wrong_type',
    ['relation', 'expected_type', 'model?'],
    (relation, expected) => `${toText(relation)} is not a ${toText(expected)}; drop it or rename the model`,
  ),
  column_type_missing: raiser(
    'column_type_missing',
    ['column_names'],
    (names) => `a contract needs a data_type for every column; missing: ${items(names).map(toText).join(', ')}`,
  ),
}

/** Functions with an error or an event of their own. */
const others: Readonly<Record<string, Raiser>> = {
  warn: (host) => define('warn', ['msg', 'node?'], (message) => warn(host, toText(message))),
  missing_config: (host) =>
    define('missing_config', ['model', 'name'], (_model, name) => {
      throw configMissing(toText(name), host.nodeId ?? 'this node')
    }),
  raise_contract_error: (host) =>
    define('raise_contract_error', ['yaml_columns', 'sql_columns'], (contract, actual) => {
      throw contractMismatch(contractText(contract, actual)).with({ nodeId: host.nodeId })
    }),
  warn_snapshot_timestamp_data_types: (host) =>
    define('warn_snapshot_timestamp_data_types', ['snapshot_time_data_type', 'updated_at_data_type'], (time, updated) => {
      warn(host, `data type of the snapshot's timestamp columns (${toText(time)}) differs from that of updated_at (${toText(updated)})`)
      return null
    }),
}

export function exceptionsObject(host: ExceptionsHost): Readonly<Record<string, TemplateFunction>> {
  return Object.fromEntries(Object.entries({ ...raisers, ...others }).map(([name, make]) => [name, make(host)]))
}

function warn(host: ExceptionsHost, message: string): string {
  if (host.invocation.flags.warnError) throw raised(message, host.nodeId)
  host.invocation.events.emit('JinjaLogWarning', { msg: message, ...(host.nodeInfo ? { node_info: host.nodeInfo } : {}) })
  return ''
}

function member(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isDict(at) ? dictEntries(at).find(([name]) => name === key)?.[1] : undefined), value)
}

function nameOf(value: unknown): string {
  return toText(member(value, ['unique_id']) ?? member(value, ['name']) ?? value)
}

interface NamedType {
  readonly name: string
  readonly type: string
}

function namedTypes(columns: unknown): NamedType[] {
  return items(columns).map((column) =>
    column instanceof Column
      ? { name: column.name, type: column.dataType }
      : { name: toText(member(column, ['name'])), type: toText(member(column, ['formatted']) ?? member(column, ['data_type'])) },
  )
}

/** One line a column that differs: what the SQL gives, what the contract says. */
function contractText(contract: unknown, actual: unknown): string {
  const wanted = namedTypes(contract)
  const given = namedTypes(actual)
  const lines: string[] = []
  for (const column of given) {
    const match = wanted.find((entry) => entry.name.toLowerCase() === column.name.toLowerCase())
    if (!match) lines.push(`${column.name}: the SQL gives ${column.type}, missing in contract`)
    else if (match.type.toLowerCase() !== column.type.toLowerCase())
      lines.push(`${column.name}: data type mismatch: the SQL gives ${column.type}, the contract says ${match.type}`)
  }
  for (const column of wanted)
    if (!given.some((entry) => entry.name.toLowerCase() === column.name.toLowerCase()))
      lines.push(`${column.name}: the contract says ${column.type}, missing in definition`)
  return `the model's columns do not match its contract\n${lines.map((line) => `  ${line}`).join('\n')}`
}
