/**
 * Project → Manifest. Files are parsed one by one into plain data; then separate passes patch, name, test and resolve
 * them. All errors are collected, so that the user sees them at once.
 */
import { type AdapterModule, adapterModule } from '../adapters/index.js'
import { Diagnostics } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import type { Scope } from '../jinja/index.js'
import { type Assembly, emptyAssembly, place } from './assembly.js'
import { checkGroupsAndAccess, checkNames, checkRelations } from './checks.js'
import { draftsOfPackage } from './code-files.js'
import { warnOfSlips } from './config-keys.js'
import { warnDeprecated } from './deprecations.js'
import { describe } from './describe.js'
import { createDescriptions, parseDocs } from './doc-blocks.js'
import { duplicateResource } from './errors.js'
import { tellLegacyUses } from './legacy-uses.js'
import { tellArguments, validated } from './macro-properties.js'
import { checkSyntax } from './macro-syntax.js'
import { linkMacros, parseMacros } from './macros.js'
import { createNamer, type Namer } from './naming.js'
import { finishNode, locationOf } from './nodes.js'
import { openSession } from './open-session.js'
import { operationsOf } from './operations.js'
import { createPatcher } from './patcher.js'
import { inferPrimaryKeys } from './primary-keys.js'
import { propertiesScope, readProperties, type Sections } from './properties.js'
import { checkRequiredConfigs } from './required-configs.js'
import { createResolver, resolveAll } from './resolve.js'
import { addResources } from './resources.js'
import { manifestSelectors } from './selectors.js'
import { type Draft, type ParseWatch, type Session, subjectOf } from './session.js'
import { md5 } from './test-name.js'
import { warnUnusedConfigs } from './unused-configs.js'
import { draftOfSnapshot } from './yaml-snapshots.js'

export interface Watched {
  readonly watch: ParseWatch
  /** Seconds since 1970, for all resources. */
  readonly createdAt: number
  readonly metadata: Manifest['metadata']
}

export async function parseProject(project: Project, invocation: Invocation): Promise<Manifest> {
  return parseWith(project, invocation, await adapterModule(project.target.type, project.target.adapter))
}

/** Synchronous once the engine's module is there. With a watch, its project and invocation are the ones to parse. */
export function parseWith(project: Project, invocation: Invocation, module: AdapterModule, watched?: Watched): Manifest {
  const problems = new Diagnostics()
  const createdAt = watched?.createdAt
  const { macros, locations } = parseMacros(project, invocation, problems, createdAt)
  const session = openSession({ project, invocation, module, macros, locations, problems, createdAt, watch: watched?.watch })
  if (validated(session)) tellArguments(macros, project.packages)
  linkMacros(macros, session.macros)
  checkSyntax(project, session.macros, Object.values(macros), problems)
  const assembly = emptyAssembly(macros)
  const namer = createNamer(session)
  const sections = new Map(project.packages.map((source) => [source.name, readProperties(session, source)]))
  const drafts = readDrafts(session, sections)
  patchDrafts(session, drafts, sections)
  placeNodes(session, assembly, namer, drafts)
  const scopeFor = scopes(session)
  addResources({ session, assembly, namer, drafts, sections, scopeFor })
  const resolver = createResolver(project, assembly)
  resolveAll(session, assembly, resolver)
  const docs = parseDocs(project, scopeFor, problems)
  const descriptions = createDescriptions(project, docs, (packageName, doc) => propertiesScope(session, packageName, { doc }))
  describe(session, assembly, descriptions)
  inferPrimaryKeys(assembly)
  checkAll(session, assembly, namer)
  warnOfSlips(session, drafts)
  problems.throwIfErrors()
  return manifestOf(assembly, docs, session, watched?.metadata ?? metadataOf(project, module))
}

function scopes(session: Session): (packageName: string) => Scope {
  const made = new Map<string, Scope>()
  return (packageName) => {
    const known = made.get(packageName) ?? propertiesScope(session, packageName)
    made.set(packageName, known)
    return known
  }
}

function readDrafts(session: Session, sections: ReadonlyMap<string, Sections>): Draft[] {
  return session.project.packages.flatMap((source) => {
    const declared = (sections.get(source.name)?.get('snapshots') ?? []).flatMap(
      (entry) => session.problems.attempt(() => draftOfSnapshot(session, entry)) ?? [],
    )
    return [...draftsOfPackage(session, source), ...operationsOf(session, source), ...declared]
  })
}

const patched = ['models', 'seeds', 'snapshots', 'data_tests', 'analyses', 'functions']

function patchDrafts(session: Session, drafts: readonly Draft[], sections: ReadonlyMap<string, Sections>): void {
  const patcher = createPatcher(session, drafts)
  for (const ofPackage of sections.values()) {
    for (const section of patched) for (const entry of ofPackage.get(section) ?? []) session.problems.attempt(() => patcher.apply(entry))
  }
}

function placeNodes(session: Session, assembly: Assembly, namer: Namer, drafts: readonly Draft[]): void {
  const owners = new Map<UniqueId, Draft>()
  for (const draft of drafts) {
    const node = session.problems.attempt(() => finishNode(session, namer, draft))
    if (!node) continue
    const home = node.resource_type === 'function' ? assembly.functions : assembly.nodes
    if (place(assembly, home, node)) owners.set(draft.unique_id, draft)
    else {
      const other = owners.get(draft.unique_id) ?? draft
      session.problems.add(duplicateResource(subjectOf(other), subjectOf(draft), locationOf(draft), locationOf(other)))
    }
  }
}

function checkAll(session: Session, assembly: Assembly, namer: Namer): void {
  checkRelations(session, assembly, namer)
  checkGroupsAndAccess(session, assembly)
  checkRequiredConfigs(session, assembly)
  checkNames(session, assembly)
  warnUnusedConfigs(session, assembly)
  warnDeprecated(session, assembly)
  tellLegacyUses(session, assembly)
}

export function metadataOf(project: Project, module: AdapterModule): Manifest['metadata'] {
  const prefix = 'DBT_ENV_CUSTOM_ENV_'
  const env = Object.entries(project.env).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
  )
  return {
    project_name: project.root.name,
    project_id: md5(project.root.name),
    adapter_type: project.target.type,
    quoting: { ...module.relationStyle.quotePolicy, ...project.root.config.quoting, column: null },
    env: Object.fromEntries(env) as Record<string, string>,
  }
}

function manifestOf(assembly: Assembly, docs: Manifest['docs'], { project, locations }: Session, metadata: Manifest['metadata']): Manifest {
  return {
    metadata,
    nodes: assembly.nodes,
    sources: assembly.sources,
    macros: assembly.macros,
    docs,
    exposures: assembly.exposures,
    metrics: assembly.metrics,
    groups: assembly.groups,
    selectors: manifestSelectors(project.selectors),
    disabled: assembly.disabled,
    saved_queries: assembly.savedQueries,
    semantic_models: assembly.semanticModels,
    unit_tests: assembly.unitTests,
    functions: assembly.functions,
    locations,
  }
}
