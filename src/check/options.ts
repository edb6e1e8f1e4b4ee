/** The options of a rule: checked once when the file is read, so that rules can rely on them. */
import type { Plain } from '../core/node.js'
import { type KeyPath, patternInvalid, rulesInvalid, unknownWord } from './errors.js'

/**
 * `texts`: one or a list; `words`: the same, or a mapping from each to what is to be said of it; `pattern`: a regular
 * expression; `layers`: `{name: {select, may_read}}`.
 */
export type OptionType = 'text' | 'texts' | 'words' | 'number' | 'flag' | 'pattern' | 'layers'

export interface OptionSpec {
  readonly type: OptionType
  readonly meaning: string
  /** The only texts it takes. */
  readonly among?: readonly string[]
  readonly required?: boolean
}

export interface Layer {
  readonly name: string
  readonly select: readonly string[]
  readonly mayRead: readonly string[]
}

export class Options {
  readonly #values: Plain

  constructor(values: Plain) {
    this.#values = values
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  text(name: string): string | undefined {
    const value = this.#values[name]
    return value === undefined ? undefined : String(value)
  }

  texts(name: string, otherwise: readonly string[] = []): readonly string[] {
    return this.#values[name] === undefined ? otherwise : textList(this.#values[name])
  }

  /** What is to be said of each word; null where nothing is. */
  words(name: string): ReadonlyMap<string, string | null> {
    const value = this.#values[name]
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return new Map(textList(value).map((word) => [word, null]))
    return new Map(Object.entries(value).map(([word, said]) => [word, said === null ? null : String(said)]))
  }

  number(name: string): number | undefined {
    const value = this.#values[name]
    return value === undefined ? undefined : Number(value)
  }

  flag(name: string, otherwise = false): boolean {
    return this.#values[name] === undefined ? otherwise : this.#values[name] === true
  }

  pattern(name: string): RegExp | undefined {
    const value = this.#values[name]
    return value === undefined ? undefined : new RegExp(String(value), 'u')
  }

  layers(name: string): readonly Layer[] {
    return Object.entries((this.#values[name] ?? {}) as Plain).map(([layer, entry]) => {
      const { select, may_read } = (entry ?? {}) as Plain
      return { name: layer, select: select === undefined ? [layer] : textList(select), mayRead: textList(may_read) }
    })
  }
}

export function textList(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const expected: Readonly<Record<OptionType, string>> = {
  text: 'a text',
  texts: 'a text or a list of texts',
  words: 'a list of names, or a mapping from each name to what is to be used instead',
  number: 'a number from 0 on',
  flag: 'true or false',
  pattern: 'a regular expression',
  layers: 'a mapping: `marts: {select: models/marts, may_read: [staging, seeds]}`',
}

/** Throws RULES_INVALID at the option's own place. */
export function checkOptions(kind: string, values: Plain, specs: Readonly<Record<string, OptionSpec>>, at: KeyPath): void {
  for (const [name, value] of Object.entries(values)) {
    const spec = specs[name]
    if (!spec) throw unknownWord(`"${name}" is no option of a ${kind} rule`, name, [...Object.keys(specs), ...ruleKeys], [...at, name])
    checkValue(`${name} of a ${kind} rule`, value, spec, [...at, name])
  }
  for (const [name, spec] of Object.entries(specs))
    if (spec.required && values[name] === undefined)
      throw rulesInvalid(`a ${kind} rule needs ${name}: ${spec.meaning}`, expected[spec.type], at)
}

function checkValue(what: string, value: unknown, { type, among }: OptionSpec, at: KeyPath): void {
  if (!fits(type, value)) throw rulesInvalid(`${what} is not ${expected[type]}`, expected[type], at)
  if (type === 'pattern') checkPattern(String(value), at)
  const stranger = among && textList(value).find((text) => !among.includes(text))
  if (stranger !== undefined) throw unknownWord(`${what} cannot be "${stranger}"`, stranger, among ?? [], at)
}

/** Keys that every rule may have. */
export const ruleKeys: readonly string[] = ['name', 'rule', 'select', 'exclude', 'severity', 'message', 'docs', 'overrides']

function checkPattern(text: string, at: KeyPath): void {
  try {
    new RegExp(text, 'u')
  } catch (error) {
    throw patternInvalid(text, error instanceof Error ? error.message : String(error), at)
  }
}

function fits(type: OptionType, value: unknown): boolean {
  if (type === 'number') return typeof value === 'number' && value >= 0
  if (type === 'flag') return typeof value === 'boolean'
  if (type === 'text' || type === 'pattern') return isText(value)
  if (type === 'texts') return isText(value) || isTextList(value)
  if (type === 'words') return isText(value) || isTextList(value) || isMapping(value)
  return (
    isMapping(value) &&
    Object.values(value).every((entry) => isMapping(entry) && Object.keys(entry).every((key) => ['select', 'may_read'].includes(key)))
  )
}

function isText(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText)
}

function isMapping(value: unknown): value is Plain {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
