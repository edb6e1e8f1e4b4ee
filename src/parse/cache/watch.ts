/** Watches a parse: what each file's template did, and who looked at the text of a model. */
import { hash } from 'node:crypto'
import { canonical } from '../../core/plain-data.js'
import type { FileEntry } from '../../core/project.js'
import { type Mark, Watch } from '../../core/watch.js'
import type { Draft, ParseWatch } from '../session.js'

/** What a file's template asked for, as one text, and whether it would do so again and quietly. */
export interface DraftFacts {
  readonly facts: string | undefined
  readonly stable: boolean
  readonly quiet: boolean
}

/** Files whose text may change without a look at any other: models in SQL. */
export function isReplaceable(file: FileEntry): boolean {
  return file.kind === 'model' && /\.sql$/i.test(file.path)
}

export function keyOf(file: FileEntry): string {
  return `${file.packageName}:${file.path}`
}

/** All that the rest of the parse learns of a file besides its text. */
function factsOf({ captured, line, language, writtenCall }: Draft): string | undefined {
  const text = canonical([captured, line, language, writtenCall])
  return text === undefined ? undefined : hash('sha256', text, 'base64')
}

/** Watches a parse, file by file. */
export class FileWatch extends Watch implements ParseWatch {
  /** The share of `unstable` that is of templates that may be read anew alone. */
  unstableInFiles = 0
  readonly files = new Map<string, DraftFacts>()
  readonly moments: number[] = []
  /** Whether something besides a model's own template looked at its text. */
  codeRead = false

  /** Says of a file's template what it asked for, and what it did besides since `before`. */
  drafted(file: FileEntry, draft: Draft, before: Mark): void {
    if (!isReplaceable(file)) return
    const stable = this.unstable === before.unstable
    if (!stable) this.unstableInFiles += this.unstable - before.unstable
    this.files.set(keyOf(file), { facts: factsOf(draft), stable, quiet: this.told.length === before.told })
  }

  changesAt(moment: number): void {
    this.moments.push(moment)
  }

  /** The node with its text behind a note of who reads it. */
  guardCode<T extends object>(node: T): T {
    for (const key of ['raw_code', 'checksum'] as const) {
      if (!(key in node)) continue
      const value = (node as Readonly<Record<string, unknown>>)[key]
      Object.defineProperty(node, key, {
        enumerable: true,
        configurable: true,
        get: () => {
          this.codeRead = true
          return value
        },
      })
    }
    return node
  }
}
