/** Drafts → manifest nodes: configuration, names, properties and what hooks ask for come together here. */
import { createHash } from 'node:crypto'
import type { Captured } from '../context/index.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { ColumnSpec, Hook, ManifestNode, Plain, RefArgs, UniqueId } from '../core/node.js'
import { compileTemplate, repr, toText } from '../jinja/index.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { asRef, asSource, readCall } from './call-text.js'
import { configKind, scopeOf } from './code-files.js'
import type { Configured } from './config.js'
import { checkConfig } from './config-checks.js'
import { propertyInvalid } from './errors.js'
import type { Namer } from './naming.js'
import type { Draft, Patch, Session } from './session.js'

interface Asked {
  readonly refs: readonly RefArgs[]
  readonly sources: readonly (readonly string[])[]
  readonly metrics: readonly (readonly string[])[]
  readonly functions: readonly (readonly string[])[]
  readonly macros: readonly UniqueId[]
}

/** Where a setting stands in an entry as written. */
export function settingPath(written: Plain, path: KeyPath): KeyPath {
  const key = String(path[0])
  const config = isMapping(written.config) ? written.config : {}
  if (Object.hasOwn(config, key)) return ['config', ...path]
  return isMapping(config.meta) && Object.hasOwn(config.meta, key) ? ['config', 'meta', ...path] : ['meta', ...path]
}

export function finishNode(session: Session, namer: Namer, draft: Draft): ManifestNode {
  const kind = configKind(draft.kind)
  const { patch } = draft
  const configured = session.configurator.configure({
    kind,
    packageName: draft.package_name,
    fqn: draft.fqn,
    call: draft.call,
    patch: patchConfig(draft),
    writtenCall: draft.writtenCall,
    writtenPatch: session.invocation.flags.stateModifiedCompareMoreUnrenderedValues === true ? patch?.writtenConfig : undefined,
  })
  const location = locationOf(draft)
  session.locations.set(draft.unique_id, location)
  if (patch) session.described.set(draft.unique_id, patch.at)
  if (patch) session.settings.set(draft.unique_id, (path) => patch.at(settingPath({ config: patch.writtenConfig }, path)))
  checkConfig(session, draft, configured.config, location)
  const node = baseNode(session, draft, configured)
  const version = patch?.version ?? null
  const named = { name: draft.name, package_name: draft.package_name, resource_type: draft.kind, version }
  const names = namer.names(named, configured.config, () => {
    const whole = { ...node, version, latest_version: patch?.latest_version ?? null }
    return session.watch?.guardCode(whole) ?? whole
  })
  Object.assign(node, names)
  const asked = withConstraints(withHooks(session, draft, configured.config), draft)
  fillCode(node, draft, asked)
  node.relation_name = hasRelation(draft.kind, configured.config, session) ? namer.relationName(names) : null
  if (draft.kind === 'model') modelFields(node, draft, configured.config)
  if (draft.kind === 'seed') node.root_path = session.project.packages.find((entry) => entry.name === draft.package_name)?.root ?? null
  if (draft.kind === 'operation') node.index = draft.index
  if (draft.kind === 'function')
    Object.assign(node, { arguments: patch?.arguments ?? [], returns: patch?.returns ?? { data_type: 'INVALID_TYPE', description: null } })
  return node as unknown as ManifestNode
}

/** Python models are tables unless their properties say otherwise. */
function patchConfig(draft: Draft): Plain | undefined {
  const config = draft.patch?.config
  return draft.language === 'python' && draft.kind === 'model' && config?.materialized === undefined
    ? { ...config, materialized: 'table' }
    : config
}

export function locationOf(draft: Draft): SourceLocation {
  return draft.at ?? { file: draft.file?.shown ?? draft.original_file_path, line: draft.line, column: 1 }
}

/** Nodes that become relations; tests only where they keep their failures. */
export function hasRelation(type: string, config: Plain, session: Session): boolean {
  if (type === 'test') return config.store_failures === true || session.invocation.flags.storeFailures === true
  return (type === 'model' || type === 'seed' || type === 'snapshot') && config.materialized !== 'ephemeral'
}

function baseNode(session: Session, draft: Draft, configured: Configured): Record<string, unknown> {
  const { config, tags, unrendered } = configured
  const { target } = session.project
  const docs = isMapping(config.docs) ? config.docs : {}
  return {
    database: target.database,
    schema: target.schema,
    name: draft.name,
    resource_type: draft.kind,
    package_name: draft.package_name,
    path: draft.path,
    original_file_path: draft.original_file_path,
    unique_id: draft.unique_id,
    fqn: draft.fqn,
    alias: draft.name,
    checksum: draft.checksum,
    config,
    tags: [...new Set([...draft.tags, ...tags])],
    description: draft.patch?.description ?? '',
    columns: draft.patch?.columns ?? {},
    meta: isMapping(config.meta) ? config.meta : {},
    group: config.group ?? null,
    docs: { show: docs.show ?? true, node_color: docs.node_color ?? null },
    patch_path: draft.patch?.patch_path ?? null,
    build_path: null,
    unrendered_config: unrendered,
    created_at: session.createdAt,
    config_call_dict: draft.call,
    unrendered_config_call_dict: {},
    relation_name: null,
    raw_code: draft.raw_code,
    doc_blocks: [],
  }
}

function fillCode(node: Record<string, unknown>, draft: Draft, asked: Asked): void {
  const contract = isMapping(node.config) && isMapping((node.config as Plain).contract) ? ((node.config as Plain).contract as Plain) : {}
  Object.assign(node, {
    language: draft.language,
    refs: asked.refs,
    sources: asked.sources,
    metrics: asked.metrics,
    functions: asked.functions,
    depends_on: { macros: [...asked.macros], nodes: [] },
    compiled_path: null,
    contract: { enforced: contract.enforced === true, alias_types: contract.alias_types !== false, checksum: null },
  })
}

function modelFields(node: Record<string, unknown>, draft: Draft, config: Plain): void {
  const { patch } = draft
  Object.assign(node, {
    access: config.access ?? 'protected',
    constraints: patch?.constraints ?? [],
    version: patch?.version ?? null,
    latest_version: patch?.latest_version ?? null,
    deprecation_date: patch?.deprecation_date ?? null,
    primary_key: [],
    time_spine: patch?.time_spine ?? null,
  })
  const contract = node.contract as { enforced: boolean; alias_types: boolean; checksum: string | null }
  if (contract.enforced && patch) contract.checksum = contractChecksum(patch, config)
}

/** Over Python's text of the columns sorted by name: a changed contract must look changed to dbt as well. */
function contractChecksum(patch: Patch, config: Plain): string {
  const columns = Object.values(patch.columns).sort((a, b) => (a.name < b.name ? -1 : 1))
  let state = columns
    .map((column) => `|${column.name}${toText(column.data_type)}${constraintList('ColumnLevelConstraint', column.constraints)}`)
    .join('')
  if (config.materialized === 'table' || config.materialized === 'incremental')
    state += `${toText(config.materialized)}${constraintList('ModelLevelConstraint', patch.constraints)}`
  return createHash('sha256').update(state).digest('hex')
}

function constraintList(className: string, constraints: readonly Plain[]): string {
  const items = constraints.map(({ type, ...fields }) => {
    const parts = Object.entries(fields).map(([key, value]) => `${key}=${repr(value)}`)
    return `${className}(type=<ConstraintType.${String(type)}: '${String(type)}'>, ${parts.join(', ')})`
  })
  return `[${items.join(', ')}]`
}

/** Hooks are templates of their own; what they refer to counts as the node's. */
function withHooks(session: Session, draft: Draft, config: Plain): Asked {
  const hooks = [...((config['pre-hook'] as Hook[] | undefined) ?? []), ...((config['post-hook'] as Hook[] | undefined) ?? [])].filter(
    (hook) => /\{[{%#]/.test(hook.sql),
  )
  if (hooks.length === 0) return draft.captured
  const identity = {
    unique_id: draft.unique_id,
    name: draft.name,
    package_name: draft.package_name,
    resource_type: draft.kind,
    fqn: draft.fqn,
    original_file_path: draft.original_file_path,
  }
  const scope = scopeOf(session, identity, draft.raw_code, session.watch)
  for (const hook of hooks) {
    try {
      compileTemplate({ text: hook.sql, file: draft.file?.shown ?? draft.original_file_path }).renderSync(scope.scope)
    } catch (error) {
      throw error instanceof SluiceError
        ? new SluiceError(error.code, {
            ...error.fields,
            message: `in a hook: ${error.message}`,
            location: locationOf(draft),
            nodeId: draft.unique_id,
          })
        : error
    }
  }
  const more = scope.captured()
  if (draft.kind === 'seed' && (more.refs.length > 0 || more.sources.length > 0)) {
    throw propertyInvalid(
      `Seeds cannot depend on other nodes, and a hook of ${draft.name} refers to one`,
      locationOf(draft),
      'seeds to depend on nothing',
      'move the hook to the model that reads the seed',
    )
  }
  return joined(draft.captured, more)
}

function joined(a: Captured | Asked, b: Captured | Asked): Asked {
  return {
    refs: [...a.refs, ...b.refs],
    sources: [...a.sources, ...b.sources],
    metrics: [...a.metrics, ...b.metrics],
    functions: [...a.functions, ...b.functions],
    macros: [...new Set([...a.macros, ...b.macros])],
  }
}

/** Foreign keys refer to what they point at: those of the model first, then column by column. */
function withConstraints(asked: Asked, draft: Draft): Asked {
  if (!draft.patch || draft.kind !== 'model') return asked
  const columns = Object.values(draft.patch.columns) as readonly ColumnSpec[]
  const constraints = [...draft.patch.constraints, ...columns.flatMap((column) => column.constraints)]
  const targets = constraints
    .filter((constraint) => constraint.type === 'foreign_key' && constraint.to)
    .map((constraint) => String(constraint.to))
  if (targets.length === 0) return asked
  const refs: RefArgs[] = []
  const sources: (readonly [string, string])[] = []
  for (const target of targets) {
    const call = readCall(target)
    const ref = call && asRef(call)
    const source = call && asSource(call)
    if (ref) refs.push(ref)
    else if (source) sources.push(source)
    else
      throw propertyInvalid(
        `the foreign key of "${draft.name}" to ${target} cannot be read`,
        draft.patch.at(['constraints']),
        "`to: ref('model')` or `to: source('source', 'table')`",
      )
  }
  return joined(asked, { refs, sources, metrics: [], functions: [], macros: [] })
}
