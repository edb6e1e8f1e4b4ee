/**
 * Adapters that are not built in: the npm package `sluice-adapter-<type>`, or the folder or file that `adapter:` of the
 * profile's output names. Their default export is what `defineAdapter` of the kit gives.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { register } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../core/package-root.js'
import type { AdapterModule } from './adapter.js'
import { adapterBroken, adapterNotFound, adapterOtherKit, adapterWrongShape } from './errors.js'
import { isOfThisKit, kitVersion, versionOf } from './kit-mark.js'

export interface AdapterSearch {
  readonly type: string
  /** Names of the built-in ones, for messages. */
  readonly known: readonly string[]
  /** Folders whose `node_modules`, and those above, are searched. */
  readonly from: readonly string[]
  /** What the profile says: a folder or file, relative to `base`. */
  readonly written?: string | undefined
  readonly base: string
}

/** Absolute path of the adapter's entry file. */
export function findAdapter(search: AdapterSearch): string {
  const { type, written, base } = search
  const candidates = written === undefined ? installed(`sluice-adapter-${type}`, search.from) : [resolve(base, written)]
  const place = candidates.find((folder) => existsSync(folder))
  if (place === undefined) throw adapterNotFound(type, search.known, written)
  const entry = statSync(place).isDirectory() ? entryOf(place) : place
  if (entry === undefined) throw adapterBroken(place, 'its package.json names no file that exists')
  return entry
}

/** Beside the tool too: both may be installed for the whole machine. */
function installed(name: string, from: readonly string[]): string[] {
  const folders = from.flatMap((start) => ancestors(resolve(start)).map((folder) => join(folder, 'node_modules', name)))
  return [...folders, join(dirname(packageRoot()), name)]
}

function ancestors(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...ancestors(above)]
}

/** The file a package offers to `import`, by `exports` or `main`. */
function entryOf(folder: string): string | undefined {
  const file = join(folder, 'package.json')
  const facts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { exports?: unknown; main?: unknown }) : {}
  const paths = [importTarget(facts.exports), facts.main, 'index.js', 'index.mjs']
  return paths.flatMap((path) => (typeof path === 'string' ? [join(folder, path)] : [])).find((path) => existsSync(path))
}

function importTarget(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null) return exports
  const conditions = exports as Readonly<Record<string, unknown>>
  const target = conditions['.'] ?? conditions.import ?? conditions.node ?? conditions.default
  return target === undefined ? undefined : importTarget(target)
}

const isFunction = (value: unknown) => typeof value === 'function'
const isObject = (value: unknown) => typeof value === 'object' && value !== null
const isText = (value: unknown) => typeof value === 'string'

/** What has no default. */
const shape: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isText,
  inherits: Array.isArray,
  macrosDir: isText,
  capabilities: (value) => value instanceof Set,
  constraintSupport: isObject,
  relationStyle: isObject,
  types: isObject,
  incrementalStrategies: Array.isArray,
  seedType: isFunction,
  parseCredentials: isFunction,
  create: isFunction,
}

/** Imports the file and checks what it gives. */
export async function loadAdapter(type: string, file: string): Promise<AdapterModule> {
  shareKit()
  const { default: given } = await importAdapter(file)
  const version = versionOf(given)
  if (version === undefined) throw adapterWrongShape(file, 'its default export was not made by defineAdapter')
  if (version !== kitVersion || !isOfThisKit(given)) throw adapterOtherKit(file, version, kitVersion)
  const module = given as AdapterModule
  const lacking = Object.entries(shape).flatMap(([name, isRight]) => (isRight((given as Record<string, unknown>)[name]) ? [] : [name]))
  if (lacking.length > 0) throw adapterWrongShape(file, `it lacks ${lacking.join(', ')}, or has them in another form`)
  if (module.type !== type) throw adapterWrongShape(file, `it is an adapter for type "${module.type}", the profile says "${type}"`)
  return module
}

async function importAdapter(file: string): Promise<{ readonly default?: unknown }> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    throw adapterBroken(file, cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause), cause)
  }
}

let shared = false

/**
 * `sluice/adapter-kit` means this very copy of it, wherever the adapter lies: a second copy would have classes of its own,
 * whose errors and relations nobody here would know.
 */
function shareKit(): void {
  const kit = join(packageRoot(), 'dist', 'adapter-kit.js')
  if (shared || !import.meta.url.startsWith(pathToFileURL(dirname(kit)).href)) return
  shared = true
  const hook = `export const resolve = (specifier, context, next) => specifier === 'sluice/adapter-kit'
    ? { url: ${JSON.stringify(pathToFileURL(kit).href)}, shortCircuit: true } : next(specifier, context)`
  register(`data:text/javascript,${encodeURIComponent(hook)}`)
}
