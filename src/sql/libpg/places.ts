/** Places that PostgreSQL's parser tells: offsets in bytes, of where something begins. */
import type { Name, Span } from '../ir.js'
import { type Token, tokensOf } from '../text/tokens.js'

export class Places {
  readonly #sql: string
  readonly #tokens: readonly Token[]
  readonly #byStart = new Map<number, number>()
  /** UTF-16 offset for each byte; undefined where the two are the same. */
  readonly #offsets: Uint32Array | undefined

  constructor(sql: string) {
    this.#sql = sql
    this.#offsets = offsetsOf(sql)
    this.#tokens = tokensOf(sql, 'postgres')
    this.#tokens.forEach((token, index) => {
      this.#byStart.set(token.start, index)
    })
  }

  /** A place that is left out is the beginning of the text. */
  offset(location: unknown = 0): number | undefined {
    if (typeof location !== 'number' || location < 0) return undefined
    return this.#offsets ? (this.#offsets[location] ?? this.#sql.length) : location
  }

  /** The names that stand there with dots between them, with their places where the text shows them. */
  names(texts: readonly string[], location: unknown): Name[] {
    const at = this.offset(location)
    let index = at === undefined ? undefined : this.#byStart.get(at)
    return texts.map((each) => {
      const token = index === undefined ? undefined : this.#tokens[index]
      if (index !== undefined) index += 2
      return this.#name(each, token)
    })
  }

  name(each: string, location: unknown): Name {
    return this.names([each], location)[0] ?? { text: each, quoted: true }
  }

  /** The name behind a value that ends there: its alias. */
  alias(each: string, end: number): Name | undefined {
    let index = this.#after(end)
    if (this.#tokens[index]?.word === 'as') index++
    const found = this.#name(each, this.#tokens[index])
    return found.span && found
  }

  /** The names in the brackets of the next `using` behind a place. */
  using(texts: readonly string[], from: number): Name[] {
    const names = texts.map((each): Name => ({ text: each, quoted: true }))
    for (let index = this.#after(from); index < this.#tokens.length; index++) {
      if (this.#tokens[index]?.word !== 'using' || this.#tokens[index + 1]?.sign !== '(') continue
      const found = texts.map((each, position) => this.#name(each, this.#tokens[index + 2 + 2 * position]))
      return found.every((each) => each.span) ? found : names
    }
    return names
  }

  #after(offset: number): number {
    let [low, high] = [0, this.#tokens.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#tokens[middle]?.start ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The parser has folded what is not quoted, so that every name counts as it is. */
  #name(each: string, token: Token | undefined): Name {
    const written = token ? this.#sql.slice(token.start, token.end) : ''
    const quoted = written.startsWith('"')
    const same = quoted ? written.slice(1, -1).replaceAll('""', '"') === each : written.toLowerCase() === each.toLowerCase()
    if (!token || !same) return { text: each, quoted: true }
    const span: Span = { start: token.start, end: token.end }
    return { text: quoted ? each : written, quoted, span }
  }
}

function offsetsOf(sql: string): Uint32Array | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first 128 characters are one byte each
  if (/^[\u0000-\u007f]*$/.test(sql)) return undefined
  const offsets = new Uint32Array(sql.length * 3 + 1)
  let byte = 0
  for (let at = 0; at < sql.length; at++) {
    const code = sql.codePointAt(at) ?? 0
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    offsets.fill(at, byte, byte + length)
    byte += length
    if (length === 4) at++
  }
  offsets[byte] = sql.length
  return offsets.subarray(0, byte + 1)
}
