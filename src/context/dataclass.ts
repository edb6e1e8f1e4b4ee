/** A record as dbt's dataclasses show themselves: fields by attribute, the plain dict of it by `to_dict()`. */
import type { Plain } from '../core/node.js'
import {
  attribute,
  define,
  item,
  iterate,
  kind,
  missing,
  type TemplateFunction,
  type TemplateObject,
  text,
} from '../core/template-object.js'
import { isDict, repr } from '../jinja/index.js'

export interface DataclassOptions {
  /** What the attributes answer where that is more than what `to_dict` gives: times, records within. */
  readonly shown?: Plain
  /** Answers by key and `get` too, as dbt's configs do. */
  readonly keyed?: boolean
}

/** @param fields - what `to_dict()` gives, JSON-plain */
export function dataclass(typeName: string, fields: Plain, { shown = {}, keyed = false }: DataclassOptions = {}): TemplateObject {
  const own = { ...fields, ...shown }
  const read = (name: string): unknown => (Object.hasOwn(own, name) ? own[name] : missing)
  const methods: Readonly<Record<string, TemplateFunction>> = {
    to_dict: define('to_dict', ['omit_none?', 'validate?'], (omitNone = false) => (omitNone ? withoutNone(fields) : { ...fields })),
    ...(keyed ? { get: define('get', ['key', 'default?'], (key: string, fallback: unknown = null) => own[key] ?? fallback) } : {}),
  }
  return {
    [attribute]: (name) => (Object.hasOwn(methods, name) ? methods[name] : read(name)),
    [item]: (key) => read(String(key)),
    ...(keyed ? { [iterate]: () => Object.keys(own) } : {}),
    [text]: () => `${typeName}(${Object.entries(own).map(fieldText).join(', ')})`,
    [kind]: { typeName },
  }
}

function fieldText([name, value]: readonly [string, unknown]): string {
  return `${name}=${repr(value)}`
}

/** Deep: dbt leaves None out of records within as well. */
function withoutNone(fields: Plain): Plain {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name, isDict(value) ? withoutNone(value as Plain) : value]))
}

/** Records within a node, which templates ask by attribute and then for `to_dict()` or `get`. */
const records: Readonly<Record<string, string>> = {
  checksum: 'FileHash',
  config: 'NodeConfig',
  contract: 'Contract',
  depends_on: 'DependsOn',
  docs: 'Docs',
  freshness: 'FreshnessThreshold',
  quoting: 'Quoting',
  test_metadata: 'TestMetadata',
}

const typeNames: Readonly<Record<string, string>> = {
  model: 'ModelNode',
  seed: 'SeedNode',
  snapshot: 'SnapshotNode',
  analysis: 'AnalysisNode',
  operation: 'HookNode',
  source: 'SourceDefinition',
  exposure: 'Exposure',
  saved_query: 'SavedQuery',
  unit_test: 'UnitTestNode',
  function: 'FunctionNode',
}

/** A node of the manifest as `results[0].node` shows it. */
export function nodeRecord(node: Plain): TemplateObject {
  const within = Object.entries(records).filter(([key]) => isDict(node[key]))
  const shown: Record<string, unknown> = Object.fromEntries(
    within.map(([key, typeName]) => [key, dataclass(typeName, node[key] as Plain, { keyed: key === 'config' })]),
  )
  if (isDict(node['columns'])) {
    const columns = Object.entries(node['columns'] as Record<string, Plain>)
    shown['columns'] = Object.fromEntries(columns.map(([name, column]) => [name, dataclass('ColumnInfo', column)]))
  }
  const dependsOn = node['depends_on'] as { readonly nodes?: readonly string[]; readonly macros?: readonly string[] } | undefined
  const materialized = (node['config'] as Plain | undefined)?.['materialized']
  Object.assign(shown, {
    identifier: node['identifier'] ?? node['alias'] ?? node['name'],
    search_name: node['name'],
    is_ephemeral: materialized === 'ephemeral',
    is_ephemeral_model: node['resource_type'] === 'model' && materialized === 'ephemeral',
    is_refable: ['model', 'seed', 'snapshot'].includes(String(node['resource_type'])),
    is_versioned: node['version'] !== null && node['version'] !== undefined,
    depends_on_nodes: dependsOn?.nodes ?? [],
    depends_on_macros: dependsOn?.macros ?? [],
  })
  const kindOfTest = isDict(node['test_metadata']) ? 'GenericTestNode' : 'SingularTestNode'
  return dataclass(typeNames[String(node['resource_type'])] ?? kindOfTest, node, { shown })
}
