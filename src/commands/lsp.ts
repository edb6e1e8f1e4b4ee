/** `lsp`: the language server on stdin and stdout. It opens no warehouse, and reads a project as often as somebody types. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compileNode } from '../compile/index.js'
import { SluiceError, SluiceErrors } from '../core/error.js'
import { type ErrorCode, errorCodes } from '../core/error-codes.js'
import type { EventSink, RunEvent } from '../core/event.js'
import { hostStreams, type Invocation, type Overlay } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { packageRoot } from '../core/package-root.js'
import { buildGraph } from '../graph/index.js'
import { describeColumns, type ProjectSql, SqlMemory, sqlTools } from '../lineage/index.js'
import { loadProject, targetFolder } from '../load/index.js'
import { type CompiledText, type Host, type Opened, type Problem, type Reading, serve } from '../lsp/index.js'
import { parseKept } from '../parse/index.js'
import type { CommandBody } from './command.js'
import { prepare } from './prepare.js'
import { understand } from './project-sql.js'
import type { RawFlags } from './resolve-flags.js'
import { withRuntime } from './warehouse.js'

export const lsp: CommandBody = async (invocation) => {
  const tools = sqlTools()
  try {
    const { signal, flags } = invocation
    const pid = flags.clientProcessId as number | undefined
    const success = await serve({ streams: hostStreams(), signal, pid }, (log) => new CommandHost(invocation, tools, log))
    return { success }
  } finally {
    tools.close()
  }
}

/** Flags that say which project is meant and how it is read. */
const passedOn = ['profilesDir', 'profile', 'target', 'vars'] as const

class CommandHost implements Host {
  readonly #outer: Invocation
  readonly #tools: ReturnType<typeof sqlTools>
  readonly #log: (message: string) => void
  readonly #memories = new Map<string, SqlMemory>()
  /** How a project was read that is open: what is asked of it later is asked in the same way. */
  readonly #invocations = new WeakMap<Opened, Invocation>()

  constructor(outer: Invocation, tools: ReturnType<typeof sqlTools>, log: (message: string) => void) {
    this.#outer = outer
    this.#tools = tools
    this.#log = log
  }

  projectAbove(folder: string): string | undefined {
    for (let at = folder; ; at = dirname(at)) {
      if (existsSync(join(at, 'dbt_project.yml'))) return at
      if (dirname(at) === at) return undefined
    }
  }

  async read(root: string, overlay: Overlay, signal: AbortSignal): Promise<Reading> {
    const problems: Problem[] = []
    try {
      const { flags, env } = this.#outer
      const given: RawFlags = Object.fromEntries(passedOn.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])))
      const call = { command: 'lsp', which: 'lsp', flags: { ...given, projectDir: root }, cwd: root, env, signal, overlay }
      const { invocation } = await prepare(call)
      invocation.events.attach(warningsTo(problems))
      const project = await loadProject(invocation)
      signal.throwIfAborted()
      const manifest = await parseKept(project, invocation, join(targetFolder(project), 'editor'))
      const opened = { project, manifest, graph: buildGraph(manifest) }
      this.#invocations.set(opened, invocation)
      return { opened, problems }
    } catch (thrown) {
      return { problems: [...errorsOf(thrown), ...problems] }
    }
  }

  async understand(opened: Opened, signal: AbortSignal, only?: ReadonlySet<UniqueId>): Promise<ProjectSql | undefined> {
    signal.throwIfAborted()
    const { project } = opened
    const memory = this.#memory(project.root.root)
    if (only && memory.empty) return undefined
    return await understand({ ...opened, targetDir: targetFolder(project) }, this.#invocation(opened), {
      tools: this.#tools,
      memory,
      only,
      breathe: breathing(signal),
    })
  }

  describe(opened: Opened, sql: ProjectSql) {
    return describeColumns(opened.manifest, sql)
  }

  async compile(opened: Opened, id: UniqueId): Promise<CompiledText> {
    const node = opened.manifest.nodes[id]
    const { project } = opened
    const { compiled, compiled_code, extra_ctes, extra_ctes_injected } = node ?? {}
    const invocation = this.#invocation(opened)
    return await withRuntime(
      { ...opened, targetDir: targetFolder(project) },
      invocation,
      { offline: true, selected: new Set([id]) },
      async (runtime) => {
        const connection = await runtime.adapter.connect('preview')
        try {
          if (!node) return { sql: '', dialect: project.target.type, map: [] }
          const { code, map } = await compileNode(runtime, node, connection)
          const lines = code.split('\n').map((_line, index) => (map.original(index + 1, 1)?.location.line ?? 0) - 1)
          return { sql: code, dialect: project.target.type, map: lines.map((line) => (line < 0 ? null : line)) }
        } finally {
          if (node) Object.assign(node, { compiled, compiled_code, extra_ctes, extra_ctes_injected })
        }
      },
    )
  }

  explain(code: string): { readonly text: string; readonly page?: string } {
    const page = join(packageRoot(), 'docs', 'errors', `${code}.md`)
    const all = join(packageRoot(), 'docs', 'errors.md')
    const found = [page, all].find((path) => existsSync(path))
    return { text: errorCodes[code as ErrorCode] ?? '', ...(found !== undefined && { page: found }) }
  }

  clock(): number {
    return performance.now() / 1000
  }

  log(message: string): void {
    this.#outer.events.emit('Note', { msg: message }, 'debug')
    this.#log(this.#outer.redactor.clean(message))
  }

  #memory(root: string): SqlMemory {
    const known = this.#memories.get(root) ?? new SqlMemory()
    this.#memories.set(root, known)
    return known
  }

  #invocation(opened: Opened): Invocation {
    return this.#invocations.get(opened) ?? this.#outer
  }
}

/** Most milliseconds that requests of the editor wait while SQL is read. */
const longest = 25

/** Gives way to requests; throws where what is read has changed meanwhile. */
function breathing(signal: AbortSignal): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < longest) return
    await new Promise((resolve) => setImmediate(resolve))
    last = performance.now()
    signal.throwIfAborted()
  }
}

/** Warnings of a reading, with their places. */
function warningsTo(problems: Problem[]): EventSink {
  return {
    name: 'editor',
    on(event) {
      if (event.name !== 'Warning') return
      const { code, message, location, expected, hint } = (event as RunEvent<'Warning'>).data
      if (!location) return
      problems.push({ code, severity: event.level === 'error' ? 'error' : 'warning', message, location, expected, hint })
    },
  }
}

function errorsOf(thrown: unknown): Problem[] {
  if (thrown instanceof SluiceErrors) return thrown.errors.map((error) => ({ ...error.toJSON(), severity: 'error' }))
  if (thrown instanceof SluiceError) return [{ ...thrown.toJSON(), severity: 'error' }]
  throw thrown
}
