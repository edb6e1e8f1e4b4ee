/** The projects of an editor, read again as they are typed: what is wrong in each, and the last state that could be understood. */
import { dirname, isAbsolute, join } from 'node:path'
import type { Diagnostic } from 'vscode-languageserver'
import type { Overlay } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import type { ProjectSql } from '../lineage/index.js'
import { diagnosticsOf, problemOf } from './diagnostics.js'
import type { Documents } from './documents.js'
import type { Host, Opened, Problem } from './host.js'
import { Snapshot } from './snapshot.js'

export interface Published {
  readonly uri: string
  readonly diagnostics: Diagnostic[]
  readonly version?: number
}

/** Milliseconds without a change before a project is read again. */
const pause = 200

export class Workspace {
  readonly #host: Host
  readonly #documents: Documents
  readonly #publish: (published: Published) => void
  readonly #projects = new Map<string, ProjectState>()

  constructor(host: Host, documents: Documents, publish: (published: Published) => void) {
    this.#host = host
    this.#documents = documents
    this.#publish = publish
  }

  /** The project a file belongs to; undefined where no project is around it. */
  project(path: string): ProjectState | undefined {
    return this.#at(dirname(path))
  }

  /** Begins to read the project of a folder. */
  openFolder(folder: string): void {
    this.#at(folder)?.changed(0)
  }

  #at(folder: string): ProjectState | undefined {
    const root = isAbsolute(folder) ? this.#host.projectAbove(folder) : undefined
    if (root === undefined) return undefined
    const known = this.#projects.get(root)
    if (known) return known
    const made = new ProjectState(root, this.#host, this.#documents, this.#publish)
    this.#projects.set(root, made)
    return made
  }

  all(): Iterable<ProjectState> {
    return this.#projects.values()
  }

  close(): void {
    for (const project of this.#projects.values()) project.close()
  }
}

export class ProjectState {
  readonly root: string
  readonly #host: Host
  readonly #documents: Documents
  readonly #publish: (published: Published) => void
  #snapshot: Snapshot | undefined
  #timer: NodeJS.Timeout | undefined
  #controller = new AbortController()
  #work: Promise<void> = Promise.resolve()
  #pending = false
  #closed = false
  #begun = false
  readonly #told = new Set<string>()
  /** Texts of open files when they were last understood. */
  readonly #good = new Map<string, string>()
  #sql: { readonly problems: readonly Problem[]; readonly texts: Overlay } = { problems: [], texts: new Map() }

  constructor(root: string, host: Host, documents: Documents, publish: (published: Published) => void) {
    this.root = root
    this.#host = host
    this.#documents = documents
    this.#publish = publish
  }

  /** As it was when it could last be understood. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot
  }

  changed(after = pause): void {
    if (this.#closed) return
    this.#begun = true
    this.#controller.abort()
    this.#pending = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#start(), after)
  }

  #start(): void {
    this.#controller.abort()
    const controller = new AbortController()
    this.#controller = controller
    this.#pending = false
    this.#work = this.#work
      .then(() => this.#read(controller.signal))
      .catch((thrown: unknown) => {
        if (!controller.signal.aborted)
          this.#host.log(`the project could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      })
  }

  /** Begins to read, unless that has begun. */
  wake(): void {
    if (!this.#begun) this.changed(0)
  }

  /** When what was typed so far is understood, or found wrong. */
  async settled(): Promise<void> {
    while (this.#pending) await new Promise((resolve) => setTimeout(resolve, 20))
    const work = this.#work
    await work
    if (this.#pending || work !== this.#work) await this.settled()
  }

  /** What can be said at once: the last state, or the first that comes. */
  async ready(): Promise<Snapshot | undefined> {
    if (!this.#snapshot) await this.settled()
    return this.#snapshot
  }

  async #read(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const begun = this.#host.clock()
    const overlay = this.#documents.overlay()
    const { opened, problems } = await this.#opened(overlay, signal)
    if (signal.aborted) return
    this.#tell([...problems, ...this.#unchanged(overlay)])
    if (!opened) return
    const parsed = this.#host.clock()
    if (!this.#snapshot) this.#snapshot = new Snapshot(opened, undefined, undefined)
    const typed = this.#typed(overlay, opened)
    const quick = typed.size > 0 ? await this.#understood(opened, signal, typed) : undefined
    if (signal.aborted) return
    if (quick) this.#tell([...problems, ...quick.findings.map(problemOf)])
    const shown = this.#host.clock()
    const sql = await this.#understood(opened, signal)
    if (signal.aborted) return
    this.#snapshot = new Snapshot(opened, sql, sql && this.#host.describe(opened, sql))
    this.#sql = { problems: (sql?.findings ?? []).map(problemOf), texts: overlay }
    this.#tell([...problems, ...this.#sql.problems])
    const times = [spent(begun, parsed), spent(parsed, shown), spent(shown, this.#host.clock())]
    this.#host.log(
      `read ${this.root}: ${times[0]} for the project, ${times[1]} for what was typed, ${times[2]} for all SQL${effortOf(sql)}`,
    )
  }

  /** Nodes of files that were typed in since the SQL was last read. */
  #typed(overlay: Overlay, opened: Opened): Set<UniqueId> {
    const paths = [...overlay].filter(([path, text]) => this.#sql.texts.get(path) !== text).map(([path]) => path)
    const snapshot = new Snapshot(opened, undefined, undefined)
    return new Set(paths.flatMap((path) => snapshot.nodesOf(path)).map((node) => node.unique_id))
  }

  async #understood(opened: Opened, signal: AbortSignal, only?: ReadonlySet<UniqueId>): Promise<ProjectSql | undefined> {
    try {
      return await this.#host.understand(opened, signal, only)
    } catch (thrown) {
      if (!signal.aborted) this.#host.log(`the SQL was not understood: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      return undefined
    }
  }

  /**
   * Files that are wrong are read as they were before, or as empty: one of them does not hide the project from the others,
   * and nobody is told of what is missing only because of it.
   */
  async #opened(overlay: Overlay, signal: AbortSignal): Promise<{ readonly opened?: Opened; readonly problems: readonly Problem[] }> {
    const texts = new Map(overlay)
    const errors: Problem[] = []
    for (const standIn of [this.#before, () => '', () => undefined]) {
      const { opened, problems } = await this.#host.read(this.root, texts, signal)
      if (opened) {
        this.#keepGood(overlay, errors)
        return { opened, problems: [...errors, ...problems] }
      }
      const fresh = problems.filter(({ severity }) => severity === 'error')
      if (errors.length === 0) errors.push(...fresh)
      const paths = new Set(fresh.flatMap((error) => this.#pathOf(error) ?? []))
      const stood = [...paths].map((path) => [path, standIn(path)] as const)
      if (stood.length === 0 || stood.some(([, text]) => text === undefined)) break
      for (const [path, text] of stood) texts.set(path, text ?? '')
    }
    return { problems: errors }
  }

  #keepGood(overlay: Overlay, errors: readonly Problem[]): void {
    const wrong = new Set(errors.map((error) => this.#pathOf(error)))
    for (const [path, text] of overlay) if (!wrong.has(path)) this.#good.set(path, text)
  }

  readonly #before = (path: string): string => {
    const known = this.#good.get(path)
    if (known !== undefined) return known
    return this.#documents.open(path) ? (this.#documents.onDisk(path)?.getText() ?? '') : ''
  }

  #pathOf({ location }: Problem): string | undefined {
    if (!location || location.file === 'dbt_project.yml') return undefined
    return isAbsolute(location.file) ? location.file : join(this.root, location.file)
  }

  /** Findings of before in files whose text is what it was: they stay until the SQL is read again. */
  #unchanged(overlay: Overlay): Problem[] {
    return this.#sql.problems.filter((problem) => {
      const path = this.#pathOf(problem)
      return path !== undefined && overlay.get(path) === this.#sql.texts.get(path)
    })
  }

  #tell(problems: readonly Problem[]): void {
    const pathOf = (place: { readonly file: string; readonly line: number; readonly column: number }) =>
      this.#snapshot?.pathOfPlace(place) ?? (isAbsolute(place.file) ? place.file : join(this.root, place.file))
    const projectFile = join(this.root, 'dbt_project.yml')
    const found = diagnosticsOf(problems, { documents: this.#documents, host: this.#host, pathOf, projectFile })
    for (const path of this.#told) if (!found.has(path)) this.#send(path, [])
    this.#told.clear()
    for (const [path, diagnostics] of found) {
      this.#send(path, diagnostics)
      this.#told.add(path)
    }
  }

  #send(path: string, diagnostics: Diagnostic[]): void {
    const version = this.#documents.open(path)?.version
    this.#publish({ uri: this.#documents.uri(path), diagnostics, ...(version !== undefined && { version }) })
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#pending = false
    this.#controller.abort()
  }
}

function spent(from: number, to: number): string {
  return `${Math.round((to - from) * 1000)} ms`
}

function effortOf(sql: ProjectSql | undefined): string {
  if (!sql) return ''
  const { compile, resolve, types, cached } = sql.effort
  const parts = Object.entries({ compile, resolve, types }).map(([name, ms]) => `${name} ${Math.round(ms)}`)
  return ` (${parts.join(', ')}; ${cached} of ${sql.nodes.size} nodes as before)`
}
