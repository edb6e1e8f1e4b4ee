/** Names → ids: every ref, source, metric and function asked for becomes an entry of `depends_on.nodes`, in dbt's order. */
import type { SourceLocation } from '../core/error.js'
import type { ManifestNode, ModelNode, RefArgs, SemanticNode, SourceNode, UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { type Assembly, refNames } from './assembly.js'
import {
  refAmbiguous,
  refDisabled,
  refNotAllowed,
  refNotFound,
  sourceDisabled,
  sourceNotFound,
  targetNotFoundByName,
  testWithout,
} from './errors.js'
import { locateCall } from './locate-call.js'
import { type Findable, Lookup, searchOrder } from './lookup.js'
import { linkSemantics } from './semantic-links.js'
import type { Session } from './session.js'

export interface Resolver {
  ref(
    ref: RefArgs,
    fromPackage: string,
  ): { readonly node?: ManifestNode; readonly disabled?: ManifestNode; readonly ambiguous?: readonly UniqueId[] }
  source(name: string, table: string, fromPackage: string): { readonly node?: SourceNode; readonly disabled?: SourceNode }
}

interface Lookups {
  readonly refs: Lookup<ManifestNode>
  readonly disabledRefs: Lookup<ManifestNode>
  readonly sources: Lookup<SourceNode>
  readonly disabledSources: Lookup<SourceNode>
  readonly metrics: Lookup<SemanticNode<'metric'>>
  readonly functions: Lookup<ManifestNode>
}

const referable = new Set(['model', 'seed', 'snapshot'])

function lookupsOf(assembly: Assembly): Lookups {
  const lookups: Lookups = {
    refs: new Lookup(),
    disabledRefs: new Lookup(),
    sources: new Lookup(),
    disabledSources: new Lookup(),
    metrics: new Lookup(),
    functions: new Lookup(),
  }
  for (const node of Object.values(assembly.nodes)) if (referable.has(node.resource_type)) lookups.refs.add(node, refNames(node))
  for (const source of Object.values(assembly.sources)) lookups.sources.add(source, [`${source.source_name}.${source.name}`])
  for (const metric of Object.values(assembly.metrics)) lookups.metrics.add(metric)
  for (const node of Object.values(assembly.functions)) lookups.functions.add(node)
  for (const resource of Object.values(assembly.disabled).flat()) {
    if (referable.has(resource.resource_type)) lookups.disabledRefs.add(resource as ManifestNode, disabledNames(resource as ManifestNode))
    if (resource.resource_type === 'source') lookups.disabledSources.add(resource, [`${resource.source_name}.${resource.name}`])
  }
  return lookups
}

function disabledNames(node: ManifestNode): string[] {
  const names = refNames(node)
  return names.includes(node.name) ? names : [...names, node.name]
}

export function createResolver(project: Project, assembly: Assembly): Resolver & { readonly lookups: Lookups } {
  const lookups = lookupsOf(assembly)
  const root = project.root.name
  const ownFirst = project.root.config.flags.require_ref_searches_node_package_before_root === true

  const ref: Resolver['ref'] = (args, fromPackage) => {
    const name =
      args.version === null || args.version === undefined || args.version === '' ? args.name : `${args.name}.v${String(args.version)}`
    let disabled: ManifestNode | undefined
    for (const packageName of searchOrder(root, fromPackage, args.package, ownFirst)) {
      const found = lookups.refs.all(name, packageName)
      if (found.length > 1) return { ambiguous: found.map((node) => node.unique_id) }
      if (found[0]) return { node: found[0] }
      disabled ??= lookups.disabledRefs.all(name, packageName)[0]
    }
    return disabled ? { disabled } : {}
  }

  const source: Resolver['source'] = (name, table, fromPackage) => {
    let disabled: SourceNode | undefined
    for (const packageName of searchOrder(root, fromPackage, null)) {
      const [found] = lookups.sources.all(`${name}.${table}`, packageName)
      if (found) return { node: found }
      disabled ??= lookups.disabledSources.all(`${name}.${table}`, packageName)[0]
    }
    return disabled ? { disabled } : {}
  }
  return { ref, source, lookups }
}

interface Dependent extends Findable {
  readonly resource_type: string
  readonly original_file_path: string
  readonly config: { enabled?: unknown } & object
  readonly depends_on: { nodes: UniqueId[] }
  readonly refs?: readonly RefArgs[]
  readonly sources?: readonly (readonly string[])[]
  readonly metrics?: readonly (readonly string[])[]
  readonly functions?: readonly (readonly string[])[]
  readonly group?: string | null | unknown
  readonly raw_code?: string
}

export function resolveAll(session: Session, assembly: Assembly, resolver: ReturnType<typeof createResolver>): void {
  const step = createStep(session, resolver)
  const nodes = [...Object.values(assembly.nodes), ...Object.values(assembly.functions)]
  const dependents: Dependent[] = [...nodes, ...(Object.values(assembly.exposures) as Dependent[])]
  for (const node of dependents) {
    if (node.resource_type === 'seed') continue
    step.sources(node)
    step.refs(node)
  }
  for (const model of Object.values(assembly.semanticModels)) step.refs(model as unknown as Dependent)
  linkSemantics(session, assembly, (name, fromPackage) => findIn(resolver.lookups.metrics, name, fromPackage, [name], session))
  for (const node of dependents) {
    if (node.resource_type === 'seed') continue
    step.metrics(node)
    step.functions(node)
  }
}

interface Step {
  sources(node: Dependent): void
  refs(node: Dependent): void
  metrics(node: Dependent): void
  functions(node: Dependent): void
}

function createStep(session: Session, resolver: ReturnType<typeof createResolver>): Step {
  const { lookups } = resolver
  const add = (node: Dependent, id: UniqueId): void => {
    if (!node.depends_on.nodes.includes(id)) node.depends_on.nodes.push(id)
  }
  const place = (node: Dependent, call: string, args: readonly string[]): SourceLocation => callPlace(session, node, call, args)

  return {
    sources: (node) => {
      for (const [name = '', table = ''] of node.sources ?? []) {
        const found = resolver.source(name, table, node.package_name)
        if (found.node) add(node, found.node.unique_id)
        else missingSource(session, node, `${name}.${table}`, found.disabled, place(node, 'source', [name, table]), lookups)
      }
    },
    refs: (node) => {
      for (const args of node.refs ?? []) {
        const found = resolver.ref(args, node.package_name)
        const written = args.package === null ? [args.name] : [args.package, args.name]
        if (found.ambiguous) session.problems.add(refAmbiguous(node, args.name, place(node, 'ref', written), found.ambiguous))
        else if (!found.node) missingRef(session, node, args, found.disabled, () => place(node, 'ref', written), lookups)
        else if (allowed(session, node, found.node, () => place(node, 'ref', written))) add(node, found.node.unique_id)
      }
    },
    metrics: (node) => {
      for (const args of node.metrics ?? []) {
        const name = args.at(-1) as string
        const found = findIn(lookups.metrics, name, node.package_name, args, session)
        if (found) add(node, found.unique_id)
        else session.problems.add(targetNotFoundByName('metric', node, name, place(node, 'metric', args), lookups.metrics.names()))
      }
    },
    functions: (node) => {
      for (const args of node.functions ?? []) {
        const name = args.at(-1) as string
        const found = findIn(lookups.functions, name, node.package_name, args, session)
        if (found) add(node, found.unique_id)
        else session.problems.add(targetNotFoundByName('function', node, name, place(node, 'function', args), lookups.functions.names()))
      }
    },
  }
}

function findIn<T extends Findable>(
  lookup: Lookup<T>,
  name: string,
  fromPackage: string,
  args: readonly string[],
  session: Session,
): T | undefined {
  const asked = args.length === 2 ? (args[0] as string) : null
  for (const packageName of searchOrder(session.project.root.name, fromPackage, asked)) {
    const [found] = lookup.all(name, packageName)
    if (found) return found
  }
  return undefined
}

/** Where the node's template calls it; for what has no template, where the node is defined. */
function callPlace(session: Session, node: Dependent, call: string, args: readonly string[]): SourceLocation {
  const at = session.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
  const generic = node.resource_type === 'test' && 'test_metadata' in node
  if (generic || typeof node.raw_code !== 'string') return { file: at.file, line: at.line, column: at.column }
  return locateCall({ file: at.file, line: at.line, text: node.raw_code }, call, args)
}

/** A test of something missing is switched off with a warning; anything else cannot go on. */
function missingRef(
  session: Session,
  node: Dependent,
  args: RefArgs,
  disabled: ManifestNode | undefined,
  place: () => SourceLocation,
  lookups: Lookups,
): void {
  const wanted =
    [args.package, args.name].filter((part) => part !== null).join('.') + (args.version === null ? '' : `, v=${String(args.version)}`)
  node.config.enabled = false
  if (node.resource_type === 'test') {
    if (disabled) return
    const { code, fields } = refNotFound(node, wanted, place(), candidates(lookups.refs, node))
    session.warn({ code, ...fields, ...testWithout(node, { kind: 'node', name: args.name, package: args.package }) })
    return
  }
  if (disabled)
    session.problems.add(refDisabled(node, wanted, place(), disabled.patch_path?.split('://')[1] ?? disabled.original_file_path))
  else session.problems.add(refNotFound(node, wanted, place(), candidates(lookups.refs, node)))
}

function missingSource(
  session: Session,
  node: Dependent,
  wanted: string,
  disabled: SourceNode | undefined,
  at: SourceLocation,
  lookups: Lookups,
): void {
  node.config.enabled = false
  if (node.resource_type === 'test') {
    if (disabled) return
    const { code, fields } = sourceNotFound(node, wanted, at, candidates(lookups.sources, node))
    session.warn({ code, ...fields, ...testWithout(node, { kind: 'source', name: wanted, package: null }) })
    return
  }
  if (disabled) session.problems.add(sourceDisabled(node, wanted, at, disabled.original_file_path))
  else session.problems.add(sourceNotFound(node, wanted, at, candidates(lookups.sources, node)))
}

/** What could have been meant, and where it is; never the node itself. */
function candidates<T extends Findable & { readonly original_file_path: string }>(
  lookup: Lookup<T>,
  from: Findable,
): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const name of lookup.names()) {
    const [first] = lookup.all(name, null)
    if (first && first.unique_id !== from.unique_id) all.set(name, first.original_file_path)
  }
  return all
}

/** Private models are for their group; with `restrict-access`, protected ones for their package. */
function allowed(session: Session, node: Dependent, target: ManifestNode, place: () => SourceLocation): boolean {
  if (target.resource_type !== 'model') return true
  const model: ModelNode = target
  const home = session.project.packages.find((entry) => entry.name === model.package_name)
  const foreign = node.package_name !== model.package_name && home?.config.restrictAccess === true
  const strangers = !node.group || node.group !== model.group
  if (model.access === 'private' && (strangers || foreign)) {
    session.problems.add(refNotAllowed(node, model, 'private', model.group ?? '', place()))
    return false
  }
  if (model.access === 'protected' && foreign) {
    session.problems.add(refNotAllowed(node, model, 'protected', model.package_name, place()))
    return false
  }
  return true
}
