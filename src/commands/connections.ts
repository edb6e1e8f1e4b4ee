/**
 * Warehouses beside the one of the run, by their names under `connections:` of sluice.yml: opened when first asked, closed
 * together at the end.
 */
import type { Adapter, Connection, Credentials } from '../adapters/index.js'
import type { Cursor } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { nearest } from '../core/nearest.js'
import type { Target } from '../core/project.js'
import type { Table } from '../core/table.js'
import { namedTarget, readSettings, settingsFile } from '../load/index.js'
import type { ProbeMeans } from '../probe/index.js'
import type { OpenProject } from './open-project.js'
import { openAdapter } from './warehouse.js'

type Asking = Pick<OpenProject, 'project'>

export class Connections {
  readonly #opened: Asking
  readonly #invocation: Invocation
  readonly #own: Adapter | undefined
  readonly #adapters = new Map<string, Promise<Adapter>>()
  readonly #links = new Map<string, Promise<Connection>>()
  /** The last query of each link: one at a time. */
  readonly #last = new Map<string, Promise<unknown>>()
  #section: Cursor | undefined

  /** `own`: the adapter of the target, where the command has one open; it is not closed here. */
  constructor(opened: Asking, invocation: Invocation, own?: Adapter) {
    this.#opened = opened
    this.#invocation = invocation
    this.#own = own
  }

  /** `name` null: the target of the command. Rejects with what keeps it from being opened. */
  adapter(name: string | null): Promise<Adapter> {
    const key = name ?? ''
    const known = this.#adapters.get(key) ?? this.#open(name)
    this.#adapters.set(key, known)
    return known
  }

  /** Queries on one connection run one after the other. */
  query(name: string | null, sql: string, signal?: AbortSignal): Promise<Table> {
    const key = name ?? ''
    const ask = async (): Promise<Table> => {
      const link = await this.#link(name)
      try {
        return (await link.execute(sql, { fetch: true, ...(signal ? { signal } : {}) })).table
      } finally {
        await link.rollback().catch(() => this.#links.delete(key))
      }
    }
    const asked = (this.#last.get(key) ?? Promise.resolve()).then(ask, ask)
    this.#last.set(key, asked)
    return asked
  }

  async close(): Promise<void> {
    const links = await Promise.allSettled(this.#links.values())
    await Promise.allSettled(links.map((link) => (link.status === 'fulfilled' ? link.value.close() : undefined)))
    const adapters = await Promise.allSettled(this.#adapters.values())
    const others = adapters.flatMap((each) => (each.status === 'fulfilled' && each.value !== this.#own ? [each.value] : []))
    await Promise.allSettled([...new Set(others)].map((adapter) => adapter.close()))
  }

  #link(name: string | null): Promise<Connection> {
    const key = name ?? ''
    const link = this.#links.get(key) ?? this.adapter(name).then((adapter) => adapter.connect(name ?? 'probe'))
    this.#links.set(key, link)
    return link
  }

  async #open(name: string | null): Promise<Adapter> {
    const own = this.#opened.project.target
    if (name === null) return this.#own ?? (await openAdapter(this.#opened, this.#invocation))
    const target = await this.#target(name)
    // The same database by another name: a file can be opened once only.
    if (identity(target) === identity(own)) return await this.adapter(null)
    return await openAdapter({ project: { target } }, this.#invocation)
  }

  async #target(name: string): Promise<Target> {
    const { project } = this.#opened
    this.#section ??= readSettings(project, this.#invocation, 'connections')
    const section = this.#section
    if (!section?.has(name)) throw unknownConnection(name, Object.keys(Object(section?.value)))
    const entry = section.at(name)
    if (typeof entry.value === 'string')
      return (await namedTarget(project, this.#invocation, { profile: null, target: entry.value })).target
    entry.mapping(['profile', 'target'], `connection ${name}`)
    const names = { profile: entry.optionalText('profile') ?? null, target: entry.optionalText('target') ?? null }
    if (names.profile === null && names.target === null)
      throw section.problem(`connection ${name} names neither a target nor a profile`, 'a target of profiles.yml', name)
    return (await namedTarget(project, this.#invocation, names)).target
  }
}

function identity({ type, credentials }: Target): string {
  const { unique, publicFields } = credentials as Credentials
  return [type, unique, publicFields.user, publicFields.role].join('\n')
}

function unknownConnection(name: string, known: readonly string[]): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('SETTINGS_INVALID', {
    message: `there is no connection ${name}`,
    expected: known.length > 0 ? `one of ${known.join(', ')}, from connections: of ${settingsFile}` : `connections: in ${settingsFile}`,
    hint: near ? `did you mean ${near}?` : `add \`connections: {${name}: <target of profiles.yml>}\``,
    location: { file: settingsFile, line: 1, column: 1 },
  })
}

/** What probes may use, with `connections` to ask. */
export function probeMeans({ project }: Asking, invocation: Invocation, connections: Connections): ProbeMeans {
  return {
    query: (name, sql, signal) => connections.query(name, sql, signal),
    now: () => invocation.now(),
    signal: invocation.signal,
    env: project.env,
    projectDir: project.root.root,
    redactor: invocation.redactor,
  }
}
