/**
 * A unit test → SQL: the tested model's template, where every `ref`, `source` and `this` it reads is a common table
 * expression made of the given rows. Column types come from the real relations, through `get_fixture_sql`.
 */
import type { Connection } from '../adapters/index.js'
import { createLookup, cteName, type Lookup, type NodeScope, type Runtime, readCsvTable, readRef, relationOfCte } from '../context/index.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { ManifestNode, ModelNode, Plain, SourceNode, UniqueId, UnitTestGiven, UnitTestNode, UnitTestRows } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { fixtureInputUnknown, fixtureRowsMissing, fixtureWithoutTypes, inputNotGiven, testedModelUnknown } from './errors.js'
import { callIn } from './foreign-keys.js'
import { cteText, injectCtes } from './inject.js'
import { MappedText } from './mapped-text.js'
import { type Cte, compiledNode, fill, placeOf, renderNode } from './render-node.js'
import { transformed } from './transform.js'
import type { CompiledNode, CompileOptions } from './types.js'

type Original = ManifestNode | SourceNode

interface Input {
  readonly given: UnitTestGiven
  readonly original: Original
  /** Name of the expression that stands in for it, without dbt's prefix. */
  readonly name: string
}

export async function compileUnitTest(
  runtime: Runtime,
  test: UnitTestNode,
  connection: Connection,
  options: CompileOptions,
): Promise<CompiledNode> {
  const at = runtime.manifest.locations.get(test.unique_id)
  const model = testedModel(runtime, test, at)
  const lookup = createLookup(runtime.manifest, runtime.project)
  const inputs = test.given.map((given) => inputOf(runtime, lookup, { test, model, given, at }))
  const node = standIn(test, model, at)
  runtime.standIns.set(test, node)
  const scope = runtime.nodeScope(node, connection, { ...options, overrides: overridesOf(runtime, { test, model, inputs, at }) })
  const own = await renderNode(runtime, { ...node, unique_id: model.unique_id, resource_type: 'model' } as ManifestNode, scope)
  const ctes: Cte[] = []
  // As dbt does, `this` is given first, read or not.
  const given = inputs.find(({ original }) => original.unique_id === model.unique_id)
  for (const id of new Set([...(given ? [model.unique_id] : []), ...scope.ctes])) {
    const input = inputs.find((candidate) => candidate.original.unique_id === id)
    if (input) ctes.push({ id, text: cteText({ id, name: cteName(input.name), query: await fixture(runtime, test, input, connection) }) })
  }
  const map = injectCtes(
    await transformed(model, scope, own, ctes),
    ctes.map((cte) => cte.text),
  )
  fill(node, map.text, ctes)
  return compiledNode(runtime, node, map)
}

function testedModel(runtime: Runtime, test: UnitTestNode, at: SourceLocation | undefined): ModelNode {
  const id = test.tested_node_unique_id ?? test.depends_on.nodes[0]
  const model = id === undefined ? undefined : runtime.manifest.nodes[id]
  if (model?.resource_type === 'model') return model
  const models = Object.values(runtime.manifest.nodes).filter((node) => node.resource_type === 'model')
  throw testedModelUnknown(
    test.name,
    test.model,
    models.map((node) => node.name),
    at,
  )
}

interface InputRequest {
  readonly test: UnitTestNode
  readonly model: ModelNode
  readonly given: UnitTestGiven
  readonly at: SourceLocation | undefined
}

function inputOf(runtime: Runtime, lookup: Lookup, { test, model, given, at }: InputRequest): Input {
  if (given.input.trim() === 'this') return { given, original: model, name: model.alias }
  const call = callIn(given.input)
  if (call?.name === 'ref') {
    const { name, package: packageName, version } = readRef(call.args, call.kwargs)
    const original = lookup.ref(test.package_name, name, packageName, version)
    if (original) return { given, original, name: original.alias }
  }
  if (call?.name === 'source') {
    const original = lookup.source(test.package_name, String(call.args[0]), String(call.args[1]))
    if (original) return { given, original, name: `${original.source_name}__${original.name}` }
  }
  throw fixtureInputUnknown(test.name, given.input, at ?? placeOf(runtime, test))
}

/** What the test renders and runs as: the model's code under the test's name. */
function standIn(test: UnitTestNode, model: ModelNode, at: SourceLocation | undefined): ManifestNode {
  const name = model.version === null ? test.name : `${test.name}_v${model.version}`
  const { expect } = test
  const isSql = expect.format === 'sql'
  const node = {
    ...model,
    resource_type: 'unit_test',
    unique_id: test.unique_id,
    name,
    alias: name,
    package_name: test.package_name,
    path: [...test.original_file_path.split('/').slice(0, -1), `${name}.sql`].join('/'),
    original_file_path: test.original_file_path,
    fqn: test.unique_id.split('.'),
    config: {
      ...test.config,
      materialized: 'unit',
      expected_rows: isSql ? [] : rowsOf(expect, test.name, 'what is expected', at),
      expected_sql: isSql ? expect.rows : null,
    },
    depends_on: { macros: [], nodes: [...model.depends_on.nodes, model.unique_id] },
    compiled: false,
    compiled_code: null,
    extra_ctes_injected: false,
    extra_ctes: [],
  }
  return node as unknown as ManifestNode
}

interface OverrideRequest {
  readonly test: UnitTestNode
  readonly model: ModelNode
  readonly inputs: readonly Input[]
  readonly at: SourceLocation | undefined
}

function overridesOf(runtime: Runtime, { test, model, inputs, at }: OverrideRequest): NonNullable<CompileOptions['overrides']> {
  const relations = new Map<UniqueId, Relation>(
    inputs.map(({ original, name }) => [original.unique_id, relationOfCte(runtime.module, name)]),
  )
  const given = inputs.some(({ original }) => original.unique_id === model.unique_id)
  return {
    macros: test.overrides?.macros ?? {},
    vars: test.overrides?.vars ?? {},
    env_vars: test.overrides?.env_vars ?? {},
    relations,
    notGiven: (id) => {
      throw inputNotGiven(test.name, id, at)
    },
    thisInput: given ? model.unique_id : null,
  }
}

/** The rows as a query, typed as the original relation is. */
async function fixture(runtime: Runtime, test: UnitTestNode, input: Input, connection: Connection): Promise<MappedText> {
  const at = runtime.manifest.locations.get(test.unique_id) ?? placeOf(runtime, test)
  const scope = runtime.nodeScope(inputNode(input, test), connection)
  const text =
    input.given.format === 'sql' ? await scope.render(String(input.given.rows ?? ''), at.file) : await typedRows(scope, test, input, at)
  return MappedText.of({
    text,
    file: at.file,
    segments: [{ start: 0, end: text.length, line: at.line, column: at.column, kind: 'expression' }],
  })
}

/** An ephemeral model leaves no relation to take the types from. */
async function typedRows(scope: NodeScope, test: UnitTestNode, { given, original }: Input, at: SourceLocation): Promise<string> {
  try {
    return String(await scope.callMacro('get_fixture_sql', [rowsOf(given, test.name, given.input, at), null]))
  } catch (error) {
    const untyped = original.config.materialized === 'ephemeral' && error instanceof SluiceError && error.code === 'RAISED_BY_TEMPLATE'
    throw untyped ? fixtureWithoutTypes(test.name, given.input, at) : error
  }
}

/** The input as an ephemeral model: `this` is the relation whose columns give the types. */
function inputNode({ original }: Input, test: UnitTestNode): ManifestNode {
  const { name, database, schema, package_name, unique_id, fqn } = original
  const node = {
    ...test,
    resource_type: 'model',
    name,
    database,
    schema,
    alias: 'alias' in original ? original.alias : original.identifier,
    package_name,
    unique_id,
    fqn,
    config: { enabled: true, materialized: 'ephemeral', tags: [], meta: {}, 'pre-hook': [], 'post-hook': [] },
    columns: original.columns,
    language: 'sql',
    raw_code: '',
    depends_on: { macros: [], nodes: [] },
  }
  return node as unknown as ManifestNode
}

/** Rows as dicts. A CSV cell without text is null. */
function rowsOf(given: UnitTestRows, test: string, what: string, at: SourceLocation | undefined): readonly Plain[] {
  const { rows } = given
  if (Array.isArray(rows)) return rows
  if (typeof rows !== 'string') throw fixtureRowsMissing(test, what, at)
  const names = readCsvTable({ text: rows.trimStart(), file: at?.file ?? test, delimiter: ',', textColumns: allColumns(rows) })
  const dicts = names.rows.map((row) => Object.fromEntries(names.columnNames.map((name, index) => [name, row.cells[index]])))
  const full = dicts.findIndex((row) => Object.values(row).every((value) => value !== null))
  const [first, chosen] = [dicts[0], dicts[full]]
  if (full > 0 && first && chosen) [dicts[0], dicts[full]] = [chosen, first]
  return dicts
}

function allColumns(csv: string): string[] {
  return (csv.trimStart().split(/\r?\n/)[0] ?? '').split(',').map((name) => name.trim().replace(/^"|"$/g, ''))
}
