/**
 * Runs as files: `.sluice/history/<year-month>/<time>-<invocation>.ndjson`, one for each run, so that nothing is locked or
 * merged. The first line is `{"run": …}`, the others `{"node": …}`: DuckDB reads a folder of them with `read_ndjson`.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../../core/make-folder.js'
import type { NodeRecord, RunHead, RunRecord } from './record.js'
import type { HistoryStore, RunsAsked } from './store.js'

/** A head is some hundred bytes, unless very many selectors were given. */
const piece = 16_384

export class HistoryFiles implements HistoryStore {
  readonly #folder: string

  /** @param root - the project's folder; `waiting`: runs that could not be sent to the warehouse yet */
  constructor(root: string, kind: 'history' | 'history-waiting' = 'history') {
    this.#folder = join(root, '.sluice', kind)
  }

  /** Whole or not at all; throws the system's error. */
  async write({ head, nodes }: RunRecord): Promise<void> {
    const path = this.#path(head)
    makeFolder(dirname(path))
    const draft = join(dirname(path), `.${basename(path)}.tmp`)
    try {
      writeFlushed(draft, `${[JSON.stringify({ run: head }), ...nodes.map((node) => JSON.stringify({ node }))].join('\n')}\n`)
      renameSync(draft, path)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
  }

  async runs(limit = Number.POSITIVE_INFINITY): Promise<readonly RunHead[]> {
    const found: RunHead[] = []
    for (const file of this.#files()) {
      if (found.length >= limit) break
      const head = headOf(file)
      if (head) found.push(head)
    }
    return found
  }

  async nodes(head: RunHead): Promise<readonly NodeRecord[]> {
    return nodesOf(linesOf(this.#path(head)))
  }

  async records({ limit = Number.POSITIVE_INFINITY, since }: RunsAsked = {}): Promise<readonly RunRecord[]> {
    const first = since?.toISOString() ?? ''
    const found: RunRecord[] = []
    for (const file of this.#files()) {
      const record = found.length < limit ? recordIn(file) : undefined
      if (found.length >= limit || (record && record.head.startedAt < first)) break
      if (record) found.push(record)
    }
    return found
  }

  remove(head: RunHead): void {
    rmSync(this.#path(head), { force: true })
  }

  async prune(before: Date): Promise<number> {
    const old = (await this.runs()).filter(({ startedAt }) => startedAt < before.toISOString())
    for (const head of old) this.remove(head)
    return old.length
  }

  async claimPruning(now: Date): Promise<boolean> {
    const mark = join(this.#folder, '.pruned')
    if (now.getTime() - Date.parse(linesOf(mark)[0] ?? '') < 86_400_000) return false
    makeFolder(this.#folder)
    writeFlushed(mark, now.toISOString())
    return true
  }

  #path({ startedAt, id }: RunHead): string {
    return join(this.#folder, startedAt.slice(0, 7), `${startedAt.replaceAll(/[-:]/g, '').replace('.', '')}-${id}.ndjson`)
  }

  /** Newest first: the names begin with the time. */
  *#files(): Generator<string> {
    for (const month of list(this.#folder).reverse())
      for (const name of list(join(this.#folder, month)).reverse())
        if (/^\d[^/]*\.ndjson$/.test(name)) yield join(this.#folder, month, name)
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function nodesOf(lines: readonly string[]): readonly NodeRecord[] {
  return lines.flatMap((line) => {
    const node = line === '' ? undefined : parsed(line)?.node
    return typeof node?.id === 'string' ? [node] : []
  })
}

function recordIn(file: string): RunRecord | undefined {
  const [first = '', ...rest] = linesOf(file)
  const head = headIn(first)
  return head && { head, nodes: nodesOf(rest) }
}

function headOf(file: string): RunHead | undefined {
  return headIn(firstLine(file))
}

function headIn(line: string): RunHead | undefined {
  const run = parsed(line)?.run
  return run?.version === 1 && typeof run.startedAt === 'string' ? run : undefined
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** What was damaged is passed over: history never stops a command. */
function parsed(line: string): { readonly run?: RunHead; readonly node?: NodeRecord } | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function writeFlushed(path: string, text: string): void {
  const file = openSync(path, 'w')
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function firstLine(path: string): string {
  const file = openSync(path, 'r')
  try {
    const parts: Buffer[] = []
    for (;;) {
      const part = Buffer.alloc(piece)
      const read = readSync(file, part, 0, piece, null)
      parts.push(part.subarray(0, read))
      if (read < piece || part.includes(0x0a)) return Buffer.concat(parts).toString('utf8').split('\n', 1)[0] ?? ''
    }
  } finally {
    closeSync(file)
  }
}
