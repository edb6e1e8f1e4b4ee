/** JSON in pieces, so that a large artifact is serialised entry by entry; secrets are masked before they become text. */
import type { Redactor } from '../core/redact.js'

export type Sections = readonly (readonly [key: string, value: unknown])[]

/** An object whose values are written as they come; `split` names the values written entry by entry. */
export function* jsonChunks(sections: Sections, redactor: Redactor, split: ReadonlySet<string> = new Set()): Generator<string> {
  let separator = '{'
  for (const [key, value] of sections) {
    yield `${separator}${JSON.stringify(key)}:`
    if (split.has(key) && value !== null && typeof value === 'object') yield* entryChunks(value, redactor)
    else yield text(value, redactor)
    separator = ','
  }
  yield separator === '{' ? '{}\n' : '}\n'
}

function* entryChunks(value: object, redactor: Redactor): Generator<string> {
  let separator = '{'
  for (const [key, entry] of Object.entries(value)) {
    yield `${separator}${JSON.stringify(key)}:${text(entry, redactor)}`
    separator = ','
  }
  yield separator === '{' ? '{}' : '}'
}

function text(value: unknown, redactor: Redactor): string {
  return JSON.stringify(redactor.deep(value)) ?? 'null'
}
