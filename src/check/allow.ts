/**
 * `-- sluice: allow RULE [reason]` in SQL, `{# … #}` in templates, `# …` in YAML: findings of that rule or code are expected there.
 * On a line of code it speaks of that line; on a line of its own, of the next one; at the top of a file, of the whole file.
 */
import type { SourceLocation } from '../core/error.js'
import { errorCodes } from '../core/error-codes.js'
import { nearest } from '../core/nearest.js'
import type { Finding } from './finding.js'
import type { ReadFile } from './places.js'

interface Allowance {
  readonly words: readonly string[]
  /** Undefined: the whole file. */
  readonly line: number | undefined
  readonly at: { readonly line: number; readonly column: number }
}

/** Several rules are separated by commas; what follows is the reason. */
const comment = /(?:--|#|\/\*)\s*sluice:\s*allow\s+([\w.-]+(?:\s*,\s*[\w.-]+)*)/g

export class Allowances {
  readonly #read: ReadFile
  readonly #files = new Map<string, readonly Allowance[]>()

  constructor(read: ReadFile) {
    this.#read = read
  }

  /** @param file - the node's own file: what its top allows counts wherever the finding stands. */
  allows(finding: Finding, file: string | undefined): boolean {
    const { location } = finding
    const here = this.#of(location.file).some((each) => (each.line === undefined || each.line === location.line) && names(each, finding))
    if (here || file === undefined || file === location.file) return here
    return this.#of(file).some((each) => each.line === undefined && names(each, finding))
  }

  /** Words in comments that name no rule and no code: they would allow nothing, silently. */
  strangers(files: Iterable<string>, rules: readonly string[]): readonly Finding[] {
    const known = [...rules, ...Object.keys(errorCodes)]
    return [...new Set(files)].flatMap((file) =>
      this.#of(file).flatMap(({ words, at }) =>
        words.flatMap((word) =>
          known.some((each) => each.toLowerCase() === word.toLowerCase()) ? [] : [stranger(word, known, { file, ...at })],
        ),
      ),
    )
  }

  #of(file: string): readonly Allowance[] {
    const before = this.#files.get(file)
    if (before) return before
    const text = this.#read(file)
    const found = text?.includes('sluice:') ? allowancesIn(text) : []
    this.#files.set(file, found)
    return found
  }
}

function names({ words }: Allowance, { code, rule }: Finding): boolean {
  return words.some((word) => [code, rule].some((each) => each?.toLowerCase() === word.toLowerCase()))
}

function allowancesIn(text: string): readonly Allowance[] {
  const lines = text.split('\n')
  const top = topOf(lines)
  return lines.flatMap((line, index) =>
    [...line.matchAll(comment)].map((match) => {
      const alone = /^\s*(?:\{#-?\s*)?$/.test(line.slice(0, match.index))
      const words = (match[1] ?? '').split(',').map((word) => word.trim())
      return { words, line: index < top ? undefined : alone ? index + 2 : index + 1, at: { line: index + 1, column: match.index + 1 } }
    }),
  )
}

/** How many lines stand before anything but comments and the call of config. */
function topOf(lines: readonly string[]): number {
  const text = lines.join('\n')
  const head =
    /^(?:\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}|\{\{-?\s*config\((?:'[^']*'|"[^"]*"|[^'"])*?\)\s*-?\}\}|version:[^\n]*)*/.exec(
      text,
    )?.[0] ?? ''
  return head.split('\n').length - 1
}

function stranger(word: string, known: readonly string[], location: SourceLocation): Finding {
  const near = nearest(word, known)
  const message = `"${word}" is neither a rule of the project nor a code: nothing is allowed`
  const found = { code: 'ALLOW_UNKNOWN', severity: 'warning', message, node: null, location, rule: null, about: word } as const
  return { ...found, expected: '`-- sluice: allow RULE reason`', hint: near && `did you mean ${near}?` }
}
