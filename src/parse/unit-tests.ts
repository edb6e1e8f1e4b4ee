/** `unit_tests:` → unit test nodes: rows brought into one form, and the tested model found. */
import { createHash } from 'node:crypto'
import type { ManifestNode, ModelNode, Plain, UniqueId, UnitTestGiven, UnitTestNode, UnitTestRows } from '../core/node.js'
import type { FileEntry } from '../core/project.js'
import { repr } from '../jinja/index.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { asRef, readCall } from './call-text.js'
import { baseName } from './code-files.js'
import { text } from './columns.js'
import { csvRows } from './csv-rows.js'
import { propertyInvalid } from './errors.js'
import { type Entry, listOf } from './properties.js'
import type { Session } from './session.js'

export interface UnitTestContext {
  /** Enabled model, else a disabled one. */
  findModel(name: string, packageName: string, version: string | null): ManifestNode | undefined
  /** Versions of a model, as nodes. */
  versionsOf(name: string, packageName: string): readonly ModelNode[]
  seed(name: string, packageName: string): FileEntry | undefined
}

/** One definition gives one node, or one for each version of the model. */
export function buildUnitTests(session: Session, context: UnitTestContext, entry: Entry): UnitTestNode[] {
  const { data } = entry
  const model = text(data.model)
  if (model === null) throw propertyInvalid(`unit test "${entry.name}" names no model`, entry.at(), '`model: my_model`')
  const definition = define(session, context, entry, model)
  if (definition.config.enabled === false) return [definition]
  const [modelName, version = null] = model.split(/\s+/) as [string, string | undefined]
  const tested = context.findModel(modelName, entry.packageName, version)
  if (!tested)
    throw propertyInvalid(
      `unit test "${entry.name}" tests "${model}", which is no model of package ${entry.packageName}`,
      entry.at(['model']),
      'the name of a model',
    )
  if (tested.config.enabled === false) return [{ ...definition, config: { ...definition.config, enabled: false } }]
  const built = {
    ...definition,
    schema: tested.schema,
    depends_on: { macros: [], nodes: [tested.unique_id] },
    tested_node_unique_id: tested.unique_id,
  }
  checkIncremental(entry, tested, built)
  return versions(session, context, entry, built, tested as ModelNode)
}

function define(session: Session, context: UnitTestContext, entry: Entry, model: string): UnitTestNode {
  const { data, file, packageName } = entry
  const folders = file.path.split('/').slice(1, -1)
  const fqn = [packageName, ...folders, model, entry.name]
  const configured = session.configurator.configure({
    kind: 'unit_test',
    packageName,
    fqn,
    call: {},
    patch: isMapping(data.config) ? data.config : undefined,
  })
  const given = listOf(data.given).map((item, index) => readGiven(session, context, entry, item, ['given', index]))
  const expect = readRows(session, context, entry, isMapping(data.expect) ? data.expect : {}, ['expect'], null)
  const overrides = isMapping(data.overrides) ? overridesOf(data.overrides) : null
  const only = isMapping(data.versions) ? { include: data.versions.include ?? null, exclude: data.versions.exclude ?? null } : null
  const id = `unit_test.${packageName}.${model}.${entry.name}`
  session.locations.set(id, entry.at())
  return {
    model,
    given,
    expect,
    name: entry.name,
    resource_type: 'unit_test',
    package_name: packageName,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: id,
    fqn,
    description: text(data.description) ?? '',
    overrides,
    depends_on: { macros: [], nodes: [] },
    config: configured.config as UnitTestNode['config'],
    checksum: checksumOf(model, only, given, expect, overrides),
    schema: null,
    created_at: session.createdAt,
    versions: only as UnitTestNode['versions'],
    version: null,
    tested_node_unique_id: null,
    this_input_node_unique_id: null,
  }
}

function overridesOf(value: Plain): NonNullable<UnitTestNode['overrides']> {
  const part = (key: string): Plain => (isMapping(value[key]) ? value[key] : {})
  return { macros: part('macros'), vars: part('vars'), env_vars: part('env_vars') }
}

function readGiven(session: Session, context: UnitTestContext, entry: Entry, item: unknown, path: KeyPath): UnitTestGiven {
  const input = isMapping(item) ? text(item.input) : null
  if (!isMapping(item) || input === null)
    throw propertyInvalid(`an input of unit test "${entry.name}" has no \`input\``, entry.at(path), "`input: ref('model')`")
  return { input, ...readRows(session, context, entry, item, path, input) }
}

/** `input` is the relation the rows stand for; none for `expect`. */
function readRows(
  session: Session,
  context: UnitTestContext,
  entry: Entry,
  item: Plain,
  path: KeyPath,
  input: string | null,
): UnitTestRows {
  const format = item.format ?? 'dict'
  const fixture = text(item.fixture)
  const wrong = (expected: string): never => {
    throw propertyInvalid(`the rows of unit test "${entry.name}" do not fit their format ${String(format)}`, entry.at(path), expected)
  }
  if (format === 'dict') {
    const rows = item.rows ?? (fixture === null && input !== null ? seedRows(context, entry, input, path) : undefined)
    if (!Array.isArray(rows) || !rows.every(isMapping)) return wrong('a list of mappings: `rows: [{id: 1}]`')
    return { rows: completeFirst(rows), format, fixture }
  }
  if (format !== 'csv' && format !== 'sql') return wrong('dict, csv or sql')
  const written = fixture === null ? item.rows : fixtureText(session, entry, fixture, path)
  if (typeof written !== 'string') return wrong('text in `rows:`, or a `fixture:`')
  if (format === 'sql') return { rows: written, format, fixture }
  const rows = csvRows(written).map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === '' ? null : value])),
  )
  return { rows: completeFirst(rows), format, fixture }
}

/** The first row without a null goes to the front: some warehouses take column types from it. */
function completeFirst(rows: readonly Plain[]): Plain[] {
  const result = [...rows]
  const complete = result.findIndex((row) => Object.values(row).every((value) => value !== null && value !== undefined))
  if (complete > 0) [result[0], result[complete]] = [result[complete] as Plain, result[0] as Plain]
  return result
}

function seedRows(context: UnitTestContext, entry: Entry, input: string, path: KeyPath): Plain[] {
  const call = readCall(input)
  const ref = call && asRef(call)
  const seed = ref && context.seed(ref.name, ref.package ?? entry.packageName)
  if (!seed)
    throw propertyInvalid(
      `input ${input} of unit test "${entry.name}" has no rows, and only a seed brings its own`,
      entry.at(path),
      '`rows:`',
    )
  return csvRows(seed.read())
}

function fixtureText(session: Session, entry: Entry, fixture: string, path: KeyPath): string {
  const files = session.project.packages.find((item) => item.name === entry.packageName)?.files ?? []
  const file = files.find((item) => item.kind === 'fixture' && baseName(item.relativePath) === fixture)
  if (!file)
    throw propertyInvalid(
      `unit test "${entry.name}" uses the fixture "${fixture}", which does not exist`,
      entry.at([...path, 'fixture']),
      `tests/fixtures/${fixture}.csv or .sql`,
    )
  return file.read().trim()
}

function checkIncremental(entry: Entry, tested: ManifestNode, built: UnitTestNode): void {
  if (!tested.depends_on.macros.includes('macro.dbt.is_incremental')) return
  const answer = built.overrides?.macros.is_incremental
  if (typeof answer !== 'boolean') {
    throw propertyInvalid(
      `unit test "${entry.name}" does not say whether the incremental model ${tested.name} runs incrementally`,
      entry.at(),
      '`overrides: {macros: {is_incremental: true}}` or false',
    )
  }
  if (answer && !built.given.some((given) => given.input === 'this')) {
    throw propertyInvalid(
      `unit test "${entry.name}" runs ${tested.name} incrementally and gives no rows it would find there`,
      entry.at(['given']),
      '`- input: this` with `rows:`',
    )
  }
}

function versions(session: Session, context: UnitTestContext, entry: Entry, built: UnitTestNode, tested: ModelNode): UnitTestNode[] {
  const only = built.versions
  if (tested.version === null || tested.version === undefined) {
    if (listOf(only?.include).length + listOf(only?.exclude).length === 0) return [built]
    throw propertyInvalid(`unit test "${entry.name}" picks versions, and ${tested.name} has none`, entry.at(['versions']), 'no `versions:`')
  }
  const excluded = listOf(only?.exclude)
  const included = listOf(only?.include)
  const chosen = context.versionsOf(tested.name, tested.package_name).filter((model) => {
    if (excluded.length > 0) return !excluded.includes(model.version)
    return only === null || included.includes(model.version)
  })
  if (chosen.length === 0)
    throw propertyInvalid(
      `unit test "${entry.name}" picks no existing version of ${tested.name}`,
      entry.at(['versions']),
      'versions the model has',
    )
  return chosen.map((model) => {
    const id: UniqueId = `${built.unique_id}_v${String(model.version)}`
    session.locations.set(id, entry.at())
    return {
      ...built,
      unique_id: id,
      version: model.version,
      depends_on: { macros: [], nodes: [model.unique_id] },
      tested_node_unique_id: model.unique_id,
    }
  })
}

/** Over Python's text of the definition, so that dbt sees the same change when one changes. */
function checksumOf(
  model: string,
  only: Plain | null,
  given: readonly UnitTestGiven[],
  expect: UnitTestRows,
  overrides: Plain | null,
): string {
  const rows = (fixture: UnitTestRows): string =>
    `rows=${repr(fixture.rows)}, format=<UnitTestFormat.${formatNames[fixture.format]}: '${fixture.format}'>, fixture=${repr(fixture.fixture)}`
  const inputs = given.map((item) => `UnitTestInputFixture(input=${repr(item.input)}, ${rows(item)})`)
  const versionText = only === null ? 'None' : `UnitTestNodeVersions(include=${repr(only.include)}, exclude=${repr(only.exclude)})`
  const overrideText =
    overrides === null
      ? 'None'
      : `UnitTestOverrides(macros=${repr(overrides.macros)}, vars=${repr(overrides.vars)}, env_vars=${repr(overrides.env_vars)})`
  let data = `${model}-${versionText}-[${inputs.join(', ')}]-UnitTestOutputFixture(${rows(expect)})-${overrideText}`
  for (const item of given) if (item.fixture !== null) data += `-${typeof item.rows === 'string' ? item.rows : repr(item.rows)}`
  return createHash('sha256').update(data).digest('hex')
}

const formatNames: Readonly<Record<UnitTestRows['format'], string>> = { dict: 'Dict', csv: 'CSV', sql: 'SQL' }
