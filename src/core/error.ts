/** The one error type of the tool: a stable code, where in the user's text, what was expected, and what to do next. */
import type { ErrorCode } from './error-codes.js'

/** A place in a user's file; lines and columns are 1-based, `file` is relative to the project root where it lies inside it. */
export interface SourceLocation {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

export interface RelatedLocation {
  readonly message: string
  readonly location: SourceLocation
}

export interface ErrorFields {
  /** What happened, one sentence. */
  readonly message: string
  readonly location?: SourceLocation | undefined
  /** What was expected instead. */
  readonly expected?: string | undefined
  /** How to mend it. */
  readonly hint?: string | undefined
  /** The next command to type. */
  readonly next?: string | undefined
  readonly nodeId?: string | undefined
  /** Further places, e.g. the macro stack (innermost first) or the compiled file. */
  readonly related?: readonly RelatedLocation[] | undefined
  /** Driver facts: SQLSTATE, query id, position in the statement sent. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

export class SluiceError extends Error {
  readonly code: ErrorCode
  readonly fields: Readonly<ErrorFields>

  constructor(code: ErrorCode, fields: ErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.name = 'SluiceError'
    this.code = code
    this.fields = fields
  }

  /** The same error with more known about it; fields already set stay. */
  with(more: Partial<ErrorFields>): SluiceError {
    const known = Object.fromEntries(Object.entries(this.fields).filter(([, value]) => value !== undefined))
    return new SluiceError(this.code, { ...more, ...known } as ErrorFields)
  }

  toJSON(): ErrorFields & { code: string } {
    const { cause: _cause, ...fields } = this.fields
    return { code: this.code, ...fields }
  }
}

/** Several errors of one stage, reported together. */
export class SluiceErrors extends Error {
  readonly errors: readonly SluiceError[]

  constructor(errors: readonly SluiceError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.name = 'SluiceErrors'
    this.errors = errors
  }
}

/** Collects what a stage finds, so that the user sees all of it at once. */
export class Diagnostics {
  readonly errors: SluiceError[] = []
  readonly warnings: SluiceError[] = []

  add(error: SluiceError, severity: 'error' | 'warn' = 'error'): void {
    ;(severity === 'error' ? this.errors : this.warnings).push(error)
  }

  /** Runs `step`; a SluiceError it throws is collected and `undefined` returned. */
  attempt<T>(step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      if (error instanceof SluiceErrors) this.errors.push(...error.errors)
      else if (error instanceof SluiceError) this.errors.push(error)
      else throw error
      return undefined
    }
  }

  throwIfErrors(): void {
    if (this.errors.length === 1 && this.errors[0]) throw this.errors[0]
    if (this.errors.length > 1) throw new SluiceErrors(this.errors)
  }
}
