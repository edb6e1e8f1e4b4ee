/**
 * The configuration of a node. Weakest first: defaults, the dbt_project.yml of its own package by folder, its
 * properties, its `config()` calls, and for a node of a package the root project's dbt_project.yml.
 */
import type { Hook, Plain } from '../core/node.js'
import type { Package, Project } from '../core/project.js'
import { isMapping } from '../load/index.js'
import { type ConfigKind, type ConfigRules, callMerges, configRules, type Merge } from './config-types.js'
import { deepMerge } from './deep-merge.js'

export interface ConfigRequest {
  readonly kind: ConfigKind
  readonly packageName: string
  readonly fqn: readonly string[]
  /** `config:` of the properties. */
  readonly patch?: Plain | undefined
  /** Merged `config()` calls. */
  readonly call: Plain
  /** Both as written, where states are compared so. */
  readonly writtenPatch?: Plain | undefined
  readonly writtenCall?: Plain | undefined
}

export interface Configured {
  readonly config: Record<string, unknown>
  /** As configured, without defaults and before rendering; what `state:modified` compares. */
  readonly unrendered: Plain
  /** Tags in dbt's order: those of project and file first, those only the properties add last. */
  readonly tags: readonly string[]
}

export interface Configurator {
  configure(request: ConfigRequest): Configured
  /** Whether the node is on before its properties have their say. */
  initiallyEnabled(request: ConfigRequest): boolean
}

interface Level {
  readonly rendered: readonly Plain[]
  readonly unrendered: Plain
  readonly base: Plain
}

export function createConfigurator(project: Project): Configurator {
  const packages = new Map(project.packages.map((entry) => [entry.name, entry]))
  const memo = new Map<string, Level>()

  const levelsOf = (kind: ConfigKind, source: Package, fqn: readonly string[]): Level => {
    const rules = configRules[kind]
    const path = matchedPath(source.config.configs[rules.tree], fqn)
    const rawTree = rules.unrenderedTree === null ? {} : source.config.unrenderedConfigs[rules.unrenderedTree]
    const rawPath = rules.unrenderedTree === rules.tree ? path : matchedPath(rawTree, fqn)
    // Most nodes have no section of their own, so few levels serve them all.
    const key = `${kind}\u0000${source.name}\u0000${path.join('\u0000')}\u0001${rawPath === path ? '' : rawPath.join('\u0000')}`
    const known = memo.get(key)
    if (known) return known
    const rendered = walk(source.config.configs[rules.tree], path).map(renameHooks)
    const raw = walk(rawTree, rawPath)
    const level: Level = {
      rendered,
      unrendered: Object.assign({}, ...raw) as Plain,
      base: rendered.reduce((result: Plain, partial) => merge(rules, result, partial), rules.defaults),
    }
    memo.set(key, level)
    return level
  }

  const configure = (request: ConfigRequest): Configured => {
    const { kind, packageName, fqn, call } = request
    const rules = configRules[kind]
    const own = levelsOf(kind, packages.get(packageName) ?? project.root, fqn)
    const root = packageName === project.root.name ? undefined : levelsOf(kind, project.root, fqn)
    const patch = request.patch ? renameHooks(request.patch) : undefined
    let config = patch ? merge(rules, own.base, patch) : own.base
    config = merge(rules, config, call)
    for (const partial of root?.rendered ?? []) config = merge(rules, config, partial)
    const { writtenPatch, writtenCall } = request
    const properties = patch && writtenPatch ? deepMerge(patch, renameHooks(writtenPatch)) : patch
    const unrendered = { ...own.unrendered, ...properties, ...(writtenCall ?? call), ...root?.unrendered }
    const finished = finish(kind, { ...config })
    const first = [own.base.tags, call.tags, ...(root?.rendered ?? []).map((partial) => partial.tags)].flatMap(toList)
    return { config: finished, unrendered, tags: [...new Set([...first, ...toList(finished.tags)].map(String))] }
  }

  const initiallyEnabled = (request: ConfigRequest): boolean => {
    const own = levelsOf(request.kind, packages.get(request.packageName) ?? project.root, request.fqn)
    const root = request.packageName === project.root.name ? [] : levelsOf(request.kind, project.root, request.fqn).rendered
    const asked = root.findLast((partial) => 'enabled' in partial)?.enabled ?? request.call.enabled ?? own.base.enabled
    return asked !== false
  }

  return { configure, initiallyEnabled }
}

/** The part of an fqn that has sections of its own in a configuration tree. */
function matchedPath(tree: Plain, fqn: readonly string[]): readonly string[] {
  let at = tree
  for (const [depth, level] of fqn.entries()) {
    const next = Object.hasOwn(at, level) ? at[level] : undefined
    if (!isMapping(next)) return fqn.slice(0, depth)
    at = next
  }
  return fqn
}

/** The settings of each level: `+key` always, `key` where its value is no mapping (those are folders). */
function walk(tree: Plain, path: readonly string[]): Plain[] {
  const levels = [tree]
  for (const step of path) {
    const next = levels.at(-1)?.[step]
    if (!isMapping(next)) break
    levels.push(next)
  }
  return levels.map((level) => {
    const settings: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(level)) {
      if (key.startsWith('+')) settings[key.slice(1).trim()] = value
      else if (!isMapping(value)) settings[key] = value
    }
    return settings
  })
}

/** Hooks may be spelt with an underscore. */
export function renameHooks(settings: Plain): Plain {
  if (!('pre_hook' in settings) && !('post_hook' in settings)) return settings
  const { pre_hook: pre, post_hook: post, ...rest } = settings
  return { ...rest, ...(pre === undefined ? {} : { 'pre-hook': pre }), ...(post === undefined ? {} : { 'post-hook': post }) }
}

function merge(rules: ConfigRules, base: Plain, partial: Plain): Plain {
  const keys = Object.keys(partial)
  if (keys.length === 0) return base
  const result: Record<string, unknown> = { ...base }
  for (const written of keys) {
    const key = written.trim()
    const behaviour = Object.hasOwn(rules.merges, key) ? rules.merges[key] : undefined
    result[key] = behaviour ? combine(behaviour, base[key], partial[written]) : partial[written]
  }
  return result
}

function combine(behaviour: Merge, before: unknown, after: unknown): unknown {
  if (behaviour === 'append') return [...toList(before), ...toList(after)]
  if (!isMapping(after)) return after ?? before
  const base = isMapping(before) ? before : {}
  return behaviour === 'update' ? { ...base, ...after } : mergeGrants(base, after)
}

/** `+select: [x]` adds to the grantees, `select: [x]` replaces them. */
function mergeGrants(before: Plain, after: Plain): Plain {
  const result: Record<string, unknown> = {}
  for (const [privilege, grantees] of Object.entries(before)) result[privilege] = toList(grantees)
  for (const [written, grantees] of Object.entries(after)) {
    const key = written.replace(/^\++/, '')
    result[key] = written.startsWith('+') && key in result ? [...(result[key] as unknown[]), ...toList(grantees)] : toList(grantees)
  }
  return result
}

/** Several `config()` calls of one file, in order, into one. */
export function mergeCalls(calls: readonly Plain[]): Plain {
  const [first, ...more] = calls
  if (!first) return {}
  const result: Record<string, unknown> = { ...first }
  for (const call of more)
    for (const [key, value] of Object.entries(call))
      result[key] = mergeCall(Object.hasOwn(callMerges, key) ? callMerges[key] : undefined, Object.hasOwn(result, key), result[key], value)
  return result
}

function mergeCall(behaviour: Merge | undefined, known: boolean, before: unknown, value: unknown): unknown {
  if (!behaviour) return value
  if (behaviour === 'grants' && isMapping(value)) return mergeCallGrants(isMapping(before) ? before : {}, value)
  if (known) return combine(behaviour, before, value)
  return behaviour === 'append' ? toList(value) : value
}

/** Between calls a `+privilege` keeps its plus: it still has to extend what the project says. */
function mergeCallGrants(before: Plain, after: Plain): Plain {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(before).map(([key, value]) => [key, toList(value)]))
  for (const [key, value] of Object.entries(after))
    result[key] = key.startsWith('+') && key in result ? [...(result[key] as unknown[]), ...toList(value)] : toList(value)
  return result
}

export function toList(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Values that follow from others, in the forms dbt keeps them. */
function finish(kind: ConfigKind, config: Record<string, unknown>): Record<string, unknown> {
  if (typeof config.static_analysis === 'boolean') config.static_analysis = config.static_analysis ? 'on' : 'off'
  if ('pre-hook' in config) {
    config['pre-hook'] = toList(config['pre-hook']).map(toHook)
    config['post-hook'] = toList(config['post-hook']).map(toHook)
  }
  if (kind === 'test') storeFailures(config)
  if (kind === 'model') config.freshness = buildAfter(config.freshness)
  if (kind === 'snapshot')
    config.snapshot_meta_column_names = {
      ...(configRules.snapshot.defaults.snapshot_meta_column_names as Plain),
      ...toMapping(config.snapshot_meta_column_names),
    }
  return config
}

function toMapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

/** A hook is SQL, a mapping, or JSON text of that mapping (what `before_begin()` and its kin return). */
export function toHook(value: unknown): Hook {
  if (isMapping(value)) return hookOf(value)
  const text = String(value)
  if (!text.trimStart().startsWith('{') || text.trimStart().startsWith('{{') || text.trimStart().startsWith('{%'))
    return hookOf({ sql: text })
  try {
    const parsed: unknown = JSON.parse(text)
    return isMapping(parsed) ? hookOf(parsed) : hookOf({ sql: text })
  } catch {
    return hookOf({ sql: text })
  }
}

function hookOf(value: Plain): Hook {
  return {
    sql: String(value.sql ?? ''),
    transaction: value.transaction !== false,
    index: typeof value.index === 'number' ? value.index : null,
  }
}

/** `store_failures_as` decides over `store_failures`; without it the latter names a table. */
function storeFailures(config: Record<string, unknown>): void {
  const kept = config.store_failures_as
  if (kept === null || kept === undefined) {
    const store = config.store_failures
    config.store_failures_as = store === true ? 'table' : store === false ? 'ephemeral' : null
  } else config.store_failures = kept !== 'ephemeral'
}

function buildAfter(freshness: unknown): Plain | null {
  const wanted = isMapping(freshness) ? freshness.build_after : undefined
  if (!isMapping(wanted)) return null
  return { build_after: { count: null, period: null, updates_on: 'any', ...wanted } }
}
