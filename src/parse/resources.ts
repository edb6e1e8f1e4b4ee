/** Everything properties files declare by themselves: tests, sources, unit tests, exposures, groups, the semantic layer. */
import { Cursor } from '../core/cursor.js'
import type { ManifestNode, ModelNode, Resource, TestNode } from '../core/node.js'
import type { Scope } from '../jinja/index.js'
import { type Assembly, isVersioned, place } from './assembly.js'
import { declaredTests } from './declared/declared-tests.js'
import { isSet, readTests, testSettings, type WrittenTest } from './declared/test-sets.js'
import { duplicateResource, duplicateTest } from './errors.js'
import { buildExposure, buildGroup } from './exposures.js'
import { createTestFactory, type TestRequest } from './generic-tests.js'
import { describeMacro } from './macro-properties.js'
import type { Namer } from './naming.js'
import { type FindNode, nodeTests } from './node-tests.js'
import { normalizeEntry } from './patches.js'
import { type Entry, inEntry, type Sections } from './properties.js'
import { buildMetric, buildSavedQuery, buildSemanticModel, metricsOfMeasures } from './semantic.js'
import type { Draft, Session } from './session.js'
import { buildSource, sourceTables, sourceTests } from './sources.js'
import { buildUnitTests, type UnitTestContext } from './unit-tests.js'

export interface ResourceInputs {
  readonly session: Session
  readonly assembly: Assembly
  readonly namer: Namer
  readonly drafts: readonly Draft[]
  readonly sections: ReadonlyMap<string, Sections>
  readonly scopeFor: (packageName: string) => Scope
}

export function addResources(inputs: ResourceInputs): void {
  const { session, assembly } = inputs
  const entries = (section: string): readonly Entry[] => [...inputs.sections.values()].flatMap((ofPackage) => ofPackage.get(section) ?? [])
  const each = (section: string, step: (entry: Entry) => void): void => {
    for (const entry of entries(section)) session.problems.attempt(() => inEntry(entry, () => step(entry)))
  }
  const keep = <T extends Resource>(home: Record<string, T>, resource: T, entry: Entry): void => {
    const known = home[resource.unique_id]
    if (!place(assembly, home, resource) && known)
      session.problems.add(
        duplicateResource(known as never, resource as never, entry.at(), { file: known.original_file_path, line: 1, column: 1 }),
      )
  }

  each('groups', (entry) => {
    const group = buildGroup(session, entry)
    assembly.groups[group.unique_id] = group
  })
  each('macros', (entry) => describeMacro(session, assembly.macros, entry))
  addTests(inputs, entries)
  addSources(inputs, entries('sources'), keep)
  addEach(declaredTests(session, assembly), testAdder(inputs))
  each('exposures', (entry) => keep(assembly.exposures, buildExposure(session, entry), entry))
  each('semantic_models', (entry) => {
    const model = buildSemanticModel(session, entry)
    keep(assembly.semanticModels, model, entry)
    for (const metric of metricsOfMeasures(session, entry, model)) keep(assembly.metrics, metric, entry)
  })
  each('metrics', (entry) => keep(assembly.metrics, buildMetric(session, entry), entry))
  each('saved_queries', (entry) => keep(assembly.savedQueries, buildSavedQuery(session, entry), entry))
  const context = unitTestContext(inputs)
  each('unit_tests', (entry) => {
    for (const test of buildUnitTests(session, context, entry)) keep(assembly.unitTests, test, entry)
  })
}

type Entries = (section: string) => readonly Entry[]

function addTests(inputs: ResourceInputs, entries: Entries): void {
  const { session } = inputs
  const find = nodeFinder(inputs)
  const add = testAdder(inputs)
  for (const section of ['models', 'seeds', 'snapshots']) {
    for (const raw of entries(section)) {
      const entry = session.problems.attempt(() => normalizeEntry(raw))
      if (entry) session.problems.attempt(() => addEach(nodeTests(session, entry, find), add))
    }
  }
}

function addSources(
  inputs: ResourceInputs,
  entries: readonly Entry[],
  keep: <T extends Resource>(home: Record<string, T>, resource: T, entry: Entry) => void,
): void {
  const { session, assembly } = inputs
  const add = testAdder(inputs)
  for (const table of sourceTables(session, entries)) {
    session.problems.attempt(() => addEach(sourceTests(session, table), add))
    session.problems.attempt(() => keep(assembly.sources, buildSource(session, table), table.entry))
  }
}

function addEach(requests: Iterable<TestRequest>, add: (request: TestRequest) => void): void {
  for (const request of requests) add(request)
}

function testAdder(inputs: ResourceInputs): (request: TestRequest) => void {
  const { session, assembly, namer, scopeFor } = inputs
  const factory = createTestFactory(session, namer, scopeFor)
  const build = (request: TestRequest): void => {
    const test = session.problems.attempt<TestNode>(() => inEntry(request.entry, () => factory.build(request)))
    if (test && !place(assembly, assembly.nodes, test))
      session.problems.add(duplicateTest(test.unique_id, test.name, request.entry.at(request.path)))
  }
  return (request) => {
    if (!isSet(request.written)) build(request)
    else for (const written of session.problems.attempt(() => testsOfSet(session, request)) ?? []) build({ ...request, written })
  }
}

/** `data_tests: [{set: amounts}]`: those of sluice.yml by that name. */
function testsOfSet(session: Session, { written, entry, path }: TestRequest): readonly WrittenTest[] {
  const { sets, broken } = testSettings(session)
  if (broken) return []
  const from = new Cursor([written], { code: 'SETTINGS_INVALID', locate: () => entry.at(path) })
  return readTests(from, sets)
}

/** Enabled nodes by name first, then disabled ones. */
function nodeFinder({ assembly }: ResourceInputs): FindNode {
  const types = new Set(['model', 'seed', 'snapshot'])
  const byName = new Map<string, ManifestNode[]>()
  const add = (node: ManifestNode): void => {
    const key = isVersioned(node) ? `${node.name}.v${String(node.version)}` : node.name
    byName.set(key, [...(byName.get(key) ?? []), node])
  }
  for (const node of Object.values(assembly.nodes)) if (types.has(node.resource_type)) add(node)
  for (const node of Object.values(assembly.disabled).flat()) if (types.has(node.resource_type)) add(node as ManifestNode)
  return (name, packageName, version) => {
    const found = byName.get(version === null ? name : `${name}.v${String(version)}`) ?? []
    return (
      found.find((node) => node.package_name === packageName && node.config.enabled) ??
      byName.get(name)?.find((node) => !node.config.enabled)
    )
  }
}

function unitTestContext({ session, assembly, drafts }: ResourceInputs): UnitTestContext {
  const models = [...Object.values(assembly.nodes), ...Object.values(assembly.disabled).flat()].filter(
    (node): node is ModelNode => node.resource_type === 'model',
  )
  return {
    findModel: (name, packageName, version) => {
      const named = models.filter((model) => model.name === name && model.package_name === packageName)
      const wanted = version?.replace(/^v/, '') ?? null
      const matches = (model: ModelNode): boolean => {
        if (wanted !== null) return String(model.version) === wanted
        return !isVersioned(model) || String(model.version) === String(model.latest_version)
      }
      return named.find((model) => matches(model) && model.config.enabled) ?? named.find(matches)
    },
    versionsOf: (name, packageName) =>
      models.filter((model) => model.name === name && model.package_name === packageName && isVersioned(model) && model.config.enabled),
    seed: (name, packageName) => {
      const draft = drafts.find((item) => item.kind === 'seed' && item.name === name && item.package_name === packageName)
      if (draft) return draft.file ?? undefined
      return session.project.root.files.find((file) => file.kind === 'seed' && file.relativePath.endsWith(`${name}.csv`))
    },
  }
}
