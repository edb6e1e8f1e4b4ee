/**
 * What was understood of each node, kept in a file for the next command. An answer counts as long as all it was made of is
 * the same: the node, what it sees of its parents, the macros, the settings, variables and flags that templates read. One
 * whose template looked at anything else, or told something, is made anew each time.
 */
import { basename } from 'node:path'
import type { RecordingConnection } from '../adapters/index.js'
import type { NodeScope, Runtime } from '../context/index.js'
import { readKept, writeKept } from '../core/kept-file.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { version } from '../core/version.js'
import { type Mark, type ReadNames, Watch } from '../core/watch.js'
import type { KnownRelation, ProjectCatalog } from './catalog.js'
import { type Around, Keys, worldOf } from './kept-keys.js'
import type { Recollection, Remembered } from './memory.js'

interface Header {
  readonly reads: ReadNames
  readonly world: string
}

interface Entry extends Remembered {
  readonly key: string
  /** Relations it reads or asks for that are no parents of it, and what was known of them. */
  readonly others: readonly (readonly [UniqueId, string])[]
  /** Of a node in YAML that something is told of. */
  readonly place: readonly [line: number, column: number] | null
}

/** The name of a built file holds a hash of what it does. */
const stamp = `${version}/${basename(import.meta.url).replace(/\W/g, '_')}`

const nothingRead: ReadNames = { flags: [], env: [], target: [] }

export class SqlStore {
  readonly #path: string
  readonly #watch: Watch
  readonly #around: Omit<Around, 'runtime'>
  #save: () => void = () => undefined
  /** Of the node at work: whether it did what cannot be told again, and relations whose columns it asked for. */
  #free = false
  #asked = new Set<UniqueId>()

  constructor(path: string, around: Omit<Around, 'runtime'>) {
    this.#path = path
    this.#around = around
    this.#watch = new Watch(around.project, around.invocation, 'passed on')
  }

  /** What the runtime is to work with. */
  get watched(): Pick<Watch, 'project' | 'invocation'> {
    return { project: this.#watch.project, invocation: this.#watch.invocation }
  }

  watchScopes(runtime: Runtime): Runtime {
    const nodeScope: Runtime['nodeScope'] = (...args) => this.#watchScope(runtime.nodeScope(...args))
    return { ...runtime, nodeScope }
  }

  watchConnection(connection: RecordingConnection): void {
    const execute = connection.execute.bind(connection)
    connection.execute = (...args) => {
      this.#free = true
      return execute(...args)
    }
  }

  columnsOf(relation: Relation, catalog: ProjectCatalog): KnownRelation | undefined {
    const id = catalog.idOfRelation(relation)
    const known = id === undefined ? undefined : catalog.known(id)
    if (id !== undefined && known?.columns) this.#asked.add(id)
    else this.#free = true
    return known
  }

  begin(runtime: Runtime): Recollection {
    const { header, lines } = this.#read()
    const around = { ...this.#around, runtime }
    const holds = header !== undefined && worldOf(around, header.reads) === header.world
    const keys = new Keys(runtime)
    const now = new Map<UniqueId, string>()
    const unkept = new Set<UniqueId>()
    let fresh = !holds
    let mark: Mark = this.#watch.mark()
    this.#save = () => {
      if (!fresh) return
      const reads = this.#watch.reads(holds ? header.reads : nothingRead)
      const world = worldOf(around, reads)
      if (world !== undefined) this.#write({ reads, world }, now)
    }
    return {
      recall: (node) => {
        this.#free = false
        this.#asked = new Set()
        mark = this.#watch.mark()
        const line = holds ? lines.get(node.unique_id) : undefined
        const entry = line === undefined ? undefined : (JSON.parse(line) as Entry)
        if (!entry || entry.key !== keys.of(node) || !stands(entry, node, keys, runtime)) return undefined
        now.set(node.unique_id, line as string)
        return entry
      },
      keep: (id, remembered) => {
        keys.learn(id, remembered.known)
        const node = runtime.manifest.nodes[id]
        if (!node || now.has(id)) return
        fresh = true
        const told = this.#watch.mark()
        const parents = node.resource_type === 'seed' ? [] : node.depends_on.nodes
        const free = this.#free || told.unstable !== mark.unstable || told.told !== mark.told || parents.some((each) => unkept.has(each))
        if (free) unkept.add(id)
        else now.set(id, JSON.stringify(this.#entry(node, remembered, keys, runtime)))
      },
    }
  }

  /** After everything else: nobody waits for it. */
  save(): void {
    this.#save()
  }

  #entry(node: ManifestNode, { answer, known }: Remembered, keys: Keys, runtime: Runtime): Entry {
    const parents: ReadonlySet<UniqueId> = new Set(node.resource_type === 'seed' ? [] : node.depends_on.nodes)
    const seen = [...this.#asked, ...answer.reads, ...answer.columns.flatMap(({ upstream }) => upstream.map((each) => each.node))]
    const others = [...new Set(seen)].filter((id) => !parents.has(id)).map((id) => [id, keys.known(id)] as const)
    const { line = 1, column = 1 } = (answer.findings.length > 0 && runtime.manifest.locations.get(node.unique_id)) || {}
    return { key: keys.of(node), answer, known, others, place: answer.findings.length > 0 ? [line, column] : null }
  }

  #watchScope(scope: NodeScope): NodeScope {
    const { lookup, builtin } = scope as NodeScope & { builtin(name: string): unknown }
    const watched =
      (look: (name: string) => unknown) =>
      (name: string): unknown => {
        if (changing.has(name)) this.#free = true
        return look.call(scope, name)
      }
    return Object.assign(scope, { lookup: watched(lookup), builtin: watched(builtin) })
  }

  #read(): { readonly header: Header | undefined; readonly lines: ReadonlyMap<UniqueId, string> } {
    const kept = readKept(this.#path, stamp)
    const body = kept?.body()
    if (!kept || body === undefined) return { header: undefined, lines: new Map() }
    const lines = body.split('\n').map((line) => {
      const at = line.indexOf('\t')
      return [line.slice(0, at), line.slice(at + 1)] as const
    })
    return { header: JSON.parse(kept.header) as Header, lines: new Map(lines) }
  }

  #write(header: Header, entries: ReadonlyMap<UniqueId, string>): void {
    const lines = [...entries].map(([id, entry]) => `${id}\t${entry}`)
    const [head, body] = [JSON.stringify(header), lines.join('\n')]
    const { redactor } = this.#around.invocation
    if (redactor.clean(head) === head && redactor.clean(body) === body) writeKept(this.#path, stamp, head, body)
  }
}

/** What is another in each invocation, or holds the whole project. */
const changing: ReadonlySet<string> = new Set(['graph', 'selected_resources', 'invocation_id', 'run_started_at', 'thread_id'])

function stands({ others, place }: Entry, node: ManifestNode, keys: Keys, { manifest }: Runtime): boolean {
  if (others.some(([id, known]) => keys.known(id) !== known)) return false
  if (place === null) return true
  const { line = 1, column = 1 } = manifest.locations.get(node.unique_id) ?? {}
  return line === place[0] && column === place[1]
}
