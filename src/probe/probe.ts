/** What can be asked of the outside, and what comes back. */
import type { Cursor } from '../core/cursor.js'
import type { Redactor } from '../core/redact.js'

/** What a value found stands for; `auto`: a time where it reads as one, else as it is. */
export const valueForms = ['auto', 'time', 'epoch_s', 'epoch_ms', 'number', 'text'] as const
export type ValueForm = (typeof valueForms)[number]

/** What is held against what was found; nothing set: the question itself must succeed. */
export interface Expectation {
  /** `5`, `ready`, or a comparison: `> 0`, `>= 10`, `!= failed`. */
  readonly expect: string | null
  /** Seconds the newest time found may be old. */
  readonly maxAge: number | null
}

export interface SqlProbe {
  readonly kind: 'sql'
  readonly sql: string
  /** A name of `connections:` in sluice.yml; null: the target of the run. */
  readonly connection: string | null
}

export interface HttpProbe {
  readonly kind: 'http'
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Those that are good. */
  readonly statuses: readonly number[]
  /** Path to a value in the JSON of the answer: `data.tables[0].newest`. */
  readonly field: string | null
}

export interface FileProbe {
  readonly kind: 'file'
  /** Glob, below the project folder unless absolute: `landing/tickets_*.csv`, `in/**\/*.parquet`. */
  readonly glob: string
  /** Bytes; a file of fewer is not complete. */
  readonly minSize: number
}

export interface CommandProbe {
  readonly kind: 'command'
  /** Program and arguments; no shell reads them. */
  readonly argv: readonly string[]
  /** Exit code that is good. */
  readonly exit: number
}

export type Question = SqlProbe | HttpProbe | FileProbe | CommandProbe

export interface Probe {
  readonly question: Question
  readonly form: ValueForm
  readonly expectation: Expectation
  /** Seconds. */
  readonly timeout: number
}

/** What a probe may use. */
export interface ProbeMeans {
  /** Rows of a query; `connection` null: the target of the run. Errors of the warehouse are thrown; `signal` ends it. */
  query(
    connection: string | null,
    sql: string,
    signal?: AbortSignal,
  ): Promise<{ readonly rows: readonly { readonly cells: readonly unknown[] }[] }>
  now(): Date
  readonly signal: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute; globs and commands are relative to it. */
  readonly projectDir: string
  readonly redactor: Redactor
}

export interface ProbeAnswer {
  readonly ok: boolean
  /** The time that was found, where a time was. */
  readonly newest?: Date
  readonly value?: string | number | null
  /** What was found, in words: `newest 2026-11-21 18:02 UTC, 6h 12m old`. Never holds a secret. */
  readonly message: string
  /** What was wanted and is not so; absent where `ok`. */
  readonly expected?: string
}

/** What a kind of probe found, not yet held against the expectation. */
export interface Finding {
  /** Undefined: the question has no value, only that it went well. */
  readonly value?: unknown
  /** Known without reading the value: the age of a file. */
  readonly newest?: Date
  /** What was found beside the value: `landing/a.csv (12 bytes)`. */
  readonly words: string
  /** Set where what was found is already not good enough: what was wanted. */
  readonly wanted?: string
}

/** One kind of probe; its file is one line in `registry.ts`. */
export interface ProbeKind<Q extends Question = Question> {
  /** The key that makes a mapping a probe of this kind. */
  readonly key: Q['kind']
  /** Other keys it has. */
  readonly keys: readonly string[]
  /** Throws SETTINGS_INVALID at the place of what is wrong. */
  read(cursor: Cursor): Q
  /** Rejects where the question could not be asked; `signal` ends it when its time is over or the run is cancelled. */
  ask(question: Q, means: ProbeMeans, signal: AbortSignal): Promise<Finding>
}
