/**
 * Runs as files: `.sluice/history/<year-month>/<time>-<invocation>.ndjson`, one for each run, so that nothing is locked or
 * merged. The first line is `{"run": …}`, the others `{"node": …}`: DuckDB reads a folder of them with `read_ndjson`.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../core/make-folder.js'
import type { NodeRecord, RunHead, RunRecord } from './record.js'

/** A head is some hundred bytes, unless very many selectors were given. */
const piece = 16_384

export class HistoryFiles {
  readonly #folder: string

  /** @param root - the project's folder */
  constructor(root: string) {
    this.#folder = join(root, '.sluice', 'history')
  }

  /** Whole or not at all; throws the system's error. */
  write({ head, nodes }: RunRecord): string {
    const folder = join(this.#folder, head.startedAt.slice(0, 7))
    makeFolder(folder)
    const name = `${head.startedAt.replaceAll(/[-:]/g, '').replace('.', '')}-${head.id}.ndjson`
    const draft = join(folder, `.${name}.tmp`)
    try {
      const file = openSync(draft, 'w')
      try {
        writeSync(file, `${[JSON.stringify({ run: head }), ...nodes.map((node) => JSON.stringify({ node }))].join('\n')}\n`)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(draft, join(folder, name))
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
    return join(folder, name)
  }

  /** Newest first. What cannot be read is left out: history never stops a command. */
  heads(limit = Number.POSITIVE_INFINITY): readonly { readonly file: string; readonly head: RunHead }[] {
    const found: { file: string; head: RunHead }[] = []
    for (const file of this.#files()) {
      if (found.length >= limit) break
      const head = headOf(file)
      if (head) found.push({ file, head })
    }
    return found
  }

  /** Empty where the file cannot be read. */
  nodes(file: string): readonly NodeRecord[] {
    try {
      return readFileSync(file, 'utf8')
        .split('\n')
        .slice(1)
        .flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { readonly node: NodeRecord }).node]))
    } catch {
      return []
    }
  }

  /** Removes runs that started before `before`; says how many. */
  prune(before: Date): number {
    const old = this.heads().filter(({ head }) => head.startedAt < before.toISOString())
    for (const { file } of old) rmSync(file, { force: true })
    return old.length
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

function headOf(file: string): RunHead | undefined {
  try {
    const { run } = JSON.parse(firstLine(file)) as { readonly run?: RunHead }
    return run?.version === 1 && typeof run.startedAt === 'string' ? run : undefined
  } catch {
    return undefined
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
