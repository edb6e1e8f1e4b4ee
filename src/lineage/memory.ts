/**
 * What was understood of each node, kept within a process that asks again after every change: a node is looked at anew
 * only where something differs that its answer was made of.
 */
import { hash } from 'node:crypto'
import { isEphemeral, type Runtime } from '../context/index.js'
import type { MacroNode, ManifestNode, UniqueId } from '../core/node.js'
import type { KnownRelation } from './catalog.js'
import type { NodeSql } from './model.js'

export interface Remembered {
  readonly answer: NodeSql
  readonly known: KnownRelation
}

interface Kept extends Remembered {
  readonly key: string
}

/** One pass over a project: what was kept in the last one is given out, what comes new is kept for the next. */
export interface Recollection {
  /** `asItWas`: whatever has changed since. */
  recall(node: ManifestNode, asItWas?: boolean): Remembered | undefined
  /** Of every node, recalled or not, in dependency order. */
  keep(id: UniqueId, remembered: Remembered): void
}

export class SqlMemory {
  #kept = new Map<UniqueId, Kept>()

  get empty(): boolean {
    return this.#kept.size === 0
  }

  begin(runtime: Runtime): Recollection {
    const before = this.#kept
    // A pass that is given up leaves what it has found; the rest is as it was.
    const now = new Map(before)
    this.#kept = now
    const keys = new Keys(runtime)
    const stale = new Set<UniqueId>()
    return {
      recall: (node, asItWas = false) => {
        const last = asItWas ? before.get(node.unique_id) : undefined
        if (last) {
          stale.add(node.unique_id)
          return last
        }
        const key = keys.of(node)
        const known = key === undefined ? undefined : before.get(node.unique_id)
        return known?.key === key ? known : undefined
      },
      keep: (id, remembered) => {
        keys.learn(id, remembered)
        if (stale.has(id)) return
        const key = keys.made(id)
        if (key === undefined) now.delete(id)
        else now.set(id, { key, ...remembered })
      },
    }
  }
}

class Keys {
  readonly #runtime: Runtime
  readonly #around: string
  readonly #keys = new Map<UniqueId, string>()
  /** What is known of each relation, as text. */
  readonly #relations = new Map<UniqueId, string>()
  readonly #whole = new Map<UniqueId, boolean>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.#around = surroundings(runtime)
  }

  made(id: UniqueId): string | undefined {
    return this.#keys.get(id)
  }

  learn(id: UniqueId, { known }: Remembered): void {
    this.#relations.set(id, JSON.stringify(known))
  }

  /** Undefined where a template may look at the whole project. */
  of(node: ManifestNode): string | undefined {
    if (/\bgraph\b/.test(node.raw_code) || node.depends_on.macros.some((id) => this.#looksAround(id))) return undefined
    const { manifest } = this.#runtime
    const parents = [...node.depends_on.nodes].sort().map((id) => {
      const parent = manifest.nodes[id] ?? manifest.sources[id]
      const text = parent && 'raw_code' in parent && isEphemeral(parent) ? this.#keys.get(id) : ''
      return [id, parent?.relation_name, text, this.#relations.get(id)]
    })
    const key = hash('sha1', JSON.stringify([this.#around, own(node), manifest.locations.get(node.unique_id)?.line, parents]), 'base64')
    this.#keys.set(node.unique_id, key)
    return key
  }

  #looksAround(id: UniqueId): boolean {
    const known = this.#whole.get(id)
    if (known !== undefined) return known
    // Macros that call each other are looked at once.
    this.#whole.set(id, false)
    const macro = this.#runtime.manifest.macros[id]
    const found =
      macro !== undefined && (/\bgraph\b/.test(macro.macro_sql) || macro.depends_on.macros.some((each) => this.#looksAround(each)))
    this.#whole.set(id, found)
    return found
  }
}

function own(node: ManifestNode): unknown {
  const {
    raw_code: code,
    config,
    columns,
    refs,
    sources,
    relation_name: name,
    alias,
    schema,
    database,
    checksum,
    language,
    contract,
  } = node
  const test = node.resource_type === 'test' ? [node.test_metadata, node.column_name, node.attached_node] : null
  const at = [node.original_file_path, node.patch_path, node.package_name, node.fqn]
  return [code, config, columns, refs, sources, name, alias, schema, database, checksum, language, contract, test, at]
}

/** What every template sees. Macros of built-in packages stay as they are while a process lives. */
function surroundings({ project, manifest }: Runtime): string {
  const builtin = new Set(project.packages.filter(({ kind }) => kind === 'builtin').map(({ name }) => name))
  const macros = Object.values(manifest.macros).filter(({ package_name: home }) => !builtin.has(home))
  const placed = ({ unique_id: id, macro_sql: text }: MacroNode) => [id, text, manifest.locations.get(id)?.line]
  const { vars, dispatch, quoting, flags, name } = project.root.config
  const packages = project.packages.map((source) => [source.name, source.config.vars])
  const { target, cliVars, env } = project
  return hash(
    'sha1',
    JSON.stringify([macros.map(placed), vars, dispatch, quoting, flags, name, packages, target.fields, cliVars, env]),
    'base64',
  )
}
