/** A value of a YAML file being read, that knows where it stands: what is wrong with it is told at its line, with what was expected. */
import { parseDuration } from './duration.js'
import { SluiceError, type SourceLocation } from './error.js'
import type { ErrorCode } from './error-codes.js'
import { nearest } from './nearest.js'
import type { Plain } from './node.js'

export type KeyPath = readonly (string | number)[]

export interface CursorSource {
  /** Of what is wrong. */
  readonly code: ErrorCode
  /** Place of a key; undefined where the text is not known. */
  locate(path: KeyPath): SourceLocation | undefined
}

export class Cursor {
  readonly value: unknown
  /** From the top of what is read. */
  readonly path: KeyPath
  readonly #source: CursorSource

  constructor(value: unknown, source: CursorSource, path: KeyPath = []) {
    this.value = value
    this.path = path
    this.#source = source
  }

  get location(): SourceLocation | undefined {
    return this.#source.locate(this.path)
  }

  /** For `throw`: `key` names the part that is wrong. */
  problem(message: string, expected: string, key?: string, hint?: string): SluiceError {
    const location = this.#source.locate(key === undefined ? this.path : [...this.path, key])
    return new SluiceError(this.#source.code, { message, expected, hint, ...(location ? { location: { ...location } } : {}) })
  }

  /** The value as a mapping; any key but `keys` is an error with the nearest of them. */
  mapping(keys: readonly string[], what: string): Plain {
    const entry = this.#asMapping(what, `a mapping with ${keys.join(', ')}`)
    const stranger = Object.keys(entry).find((key) => !keys.includes(key))
    if (stranger === undefined) return entry
    const near = nearest(stranger, keys)
    throw this.problem(`"${stranger}" is not a key of ${what}`, `one of ${keys.join(', ')}`, stranger, near && `did you mean ${near}?`)
  }

  has(key: string): boolean {
    const found = this.#get(key)
    return found !== undefined && found !== null
  }

  at(key: string | number): Cursor {
    return new Cursor(this.#get(key), this.#source, [...this.path, key])
  }

  text(key: string): string {
    return this.optionalText(key) ?? this.#missing(key, 'a text')
  }

  optionalText(key: string): string | undefined {
    const value = this.#get(key)
    if (value === undefined || value === null) return undefined
    if (typeof value === 'object' && !(value instanceof Number)) throw this.problem(`${key} is no text`, 'a text', key)
    return String(value)
  }

  number(key: string): number {
    return this.optionalNumber(key) ?? this.#missing(key, 'a number')
  }

  optionalNumber(key: string): number | undefined {
    const value = this.#get(key)
    if (value === undefined || value === null) return undefined
    const number = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value)
    if (!Number.isFinite(number)) throw this.problem(`${key} is no number: ${String(value)}`, 'a number', key)
    return number
  }

  /** Of one: `0.001` or `0.1 %`. */
  optionalShare(key: string): number | undefined {
    const value = this.#get(key)
    if (value === undefined || value === null) return undefined
    const share = shareOf(value)
    if (share === undefined) throw this.problem(`${key} is no share: ${String(value)}`, 'a share such as 0.1 % or 0.001', key)
    return share
  }

  /** Seconds. */
  optionalDuration(key: string): number | undefined {
    const value = this.#get(key)
    if (value === undefined || value === null) return undefined
    const seconds = parseDuration(value instanceof Number ? Number(value) : value)
    if (seconds === undefined) throw this.problem(`${key} is no length of time: ${String(value)}`, 'seconds, or 90s, 30m, 24h, 7d', key)
    return seconds
  }

  flag(key: string, otherwise = false): boolean {
    const value = this.#get(key)
    if (value === undefined || value === null) return otherwise
    if (typeof value !== 'boolean') throw this.problem(`${key} is neither true nor false`, 'true or false', key)
    return value
  }

  optionalWord<W extends string>(key: string, words: readonly W[]): W | undefined {
    const value = this.#get(key)
    if (value === undefined || value === null) return undefined
    // YAML reads `off` as false in older files.
    const text = value === false && words.includes('off' as W) ? 'off' : String(value)
    const found = words.find((word) => word === text)
    if (found !== undefined) return found
    const near = nearest(text, words)
    throw this.problem(`${key} is "${text}"`, `one of ${words.join(', ')}`, key, near && `did you mean ${near}?`)
  }

  /** One text or a list of them. */
  texts(key: string): readonly string[] {
    const value = this.#get(key)
    if (value === undefined || value === null) return []
    const list = Array.isArray(value) ? value : [value]
    if (list.some((each) => each === null || (typeof each === 'object' && !(each instanceof Number))))
      throw this.problem(`${key} holds something that is no text`, 'a text or a list of texts', key)
    return list.map(String)
  }

  list(key: string): readonly Cursor[] {
    const value = this.#get(key)
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) throw this.problem(`${key} is no list`, 'a list', key)
    return this.at(key).items()
  }

  items(): readonly Cursor[] {
    if (!Array.isArray(this.value)) throw this.problem('this is no list', 'a list')
    return this.value.map((value, index) => new Cursor(value, this.#source, [...this.path, index]))
  }

  /** By name. */
  entries(key: string): readonly (readonly [string, Cursor])[] {
    const value = this.#get(key)
    if (value === undefined || value === null) return []
    const below = this.at(key)
    return Object.keys(below.#asMapping(key, 'a mapping of names')).map((name) => [name, below.at(name)])
  }

  #get(key: string | number): unknown {
    const { value } = this
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
    return (value as Readonly<Record<string | number, unknown>>)[key]
  }

  #asMapping(what: string, expected: string): Plain {
    const { value } = this
    if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Number)
      throw this.problem(`${what} is no mapping`, expected)
    return value as Plain
  }

  #missing(key: string, expected: string): never {
    throw this.problem(`${key} is missing`, expected, undefined, `add \`${key}:\``)
  }
}

/** `0.1 %`, `0.1%` or `0.001` → 0.001; undefined where it is neither, or not between 0 and 1. */
export function shareOf(value: unknown): number | undefined {
  const [, digits, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(String(value)) ?? []
  if (digits === undefined) return undefined
  const share = percent === '%' ? Number(digits) / 100 : Number(digits)
  return share <= 1 ? share : undefined
}
