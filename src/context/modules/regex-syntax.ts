/**
 * Python's regular expressions → JavaScript's, in `u` mode. Meaning is kept where the two differ: `$` before a final
 * newline, `\d \w \s \b` over Unicode, `.` that stops at newline only. What JavaScript lacks is refused with its name.
 */
import { moduleValue } from '../errors.js'

/** Python's flag values. */
export const regexFlags = { A: 256, I: 2, L: 4, M: 8, S: 16, U: 32, X: 64 } as const

export interface TranslatedPattern {
  readonly source: string
  readonly flags: string
  /** Python's flags, those written inside the pattern included. */
  readonly pythonFlags: number
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
}

const inlineFlags: Readonly<Record<string, number>> = { a: 256, i: 2, L: 4, m: 8, s: 16, u: 32, x: 64 }

const start = '(?<![\\s\\S])'
const end = '(?![\\s\\S])'

class Translator {
  readonly #text: string
  #at = 0
  #flags: number
  #groups = 0
  readonly names = new Map<string, number>()

  constructor(text: string, flags: number) {
    this.#text = text
    this.#flags = flags
  }

  run(): TranslatedPattern {
    this.#leadingFlags()
    let source = ''
    while (this.#at < this.#text.length) source += this.#next()
    const flags = `u${this.#has('I') ? 'i' : ''}`
    return { source, flags, pythonFlags: this.#flags | regexFlags.U, groups: this.#groups, names: this.names }
  }

  #has(flag: keyof typeof regexFlags): boolean {
    return (this.#flags & regexFlags[flag]) !== 0
  }

  #leadingFlags(): void {
    const match = /^\(\?([aiLmsux]+)\)/.exec(this.#text)
    if (!match?.[1]) return
    for (const letter of match[1]) this.#flags |= inlineFlags[letter] ?? 0
    this.#at = match[0].length
  }

  #next(): string {
    const char = this.#take()
    switch (char) {
      case '\\':
        return this.#escape(false)
      case '[':
        return this.#set()
      case '(':
        return this.#group()
      case '.':
        return this.#has('S') ? '[\\s\\S]' : '[^\\n]'
      case '^':
        return this.#has('M') ? '(?<=\\n|(?<![\\s\\S]))' : start
      case '$':
        return this.#has('M') ? `(?=\\n|${end})` : `(?=\\n?${end})`
      case '{':
        return this.#braces()
      case '}':
      case ']':
        return `\\${char}`
      case '*':
      case '+':
      case '?':
        return this.#quantifier(char)
      default:
        return this.#plain(char)
    }
  }

  #plain(char: string): string {
    if (this.#has('X')) {
      if (/\s/.test(char)) return ''
      if (char === '#') {
        const newline = this.#text.indexOf('\n', this.#at)
        this.#at = newline < 0 ? this.#text.length : newline + 1
        return ''
      }
    }
    return char === '/' ? '\\/' : char
  }

  #quantifier(char: string): string {
    const next = this.#text[this.#at]
    if (next === '+') throw this.#unsupported('possessive quantifiers')
    if (next !== '?') return char
    this.#at++
    return `${char}?`
  }

  #braces(): string {
    const match = /^(\d*)(,?)(\d*)\}/.exec(this.#text.slice(this.#at))
    if (!match || (match[1] === '' && match[3] === '')) return '\\{'
    this.#at += match[0].length
    const counted = `{${match[1] || '0'}${match[2]}${match[3]}}`
    return this.#quantifier(counted)
  }

  #group(): string {
    if (this.#text[this.#at] !== '?') {
      this.#groups++
      return '('
    }
    this.#at++
    const char = this.#take()
    if (char === ':' || char === '=' || char === '!') return `(?${char}`
    if (char === '<') return `(?<${this.#take()}`
    if (char === '#') return this.#comment()
    if (char === 'P') return this.#named()
    if (char === '(') throw this.#unsupported('conditional groups')
    if (char === '>') throw this.#unsupported('atomic groups')
    throw this.#unsupported('flags inside a pattern, except at its start,')
  }

  #comment(): string {
    const close = this.#text.indexOf(')', this.#at)
    if (close < 0) throw moduleValue('missing ), unterminated comment')
    this.#at = close + 1
    return ''
  }

  #named(): string {
    const rest = this.#text.slice(this.#at)
    const group = /^<([^>]+)>/.exec(rest)
    if (group?.[1]) {
      this.#at += group[0].length
      this.names.set(group[1], ++this.#groups)
      return `(?<${group[1]}>`
    }
    const back = /^=([^)]+)\)/.exec(rest)
    if (!back?.[1]) throw moduleValue('unknown extension ?P in a regular expression')
    this.#at += back[0].length
    return `\\k<${back[1]}>`
  }

  #set(): string {
    let source = '['
    if (this.#text[this.#at] === '^') source += this.#take()
    let first = true
    for (;;) {
      const char = this.#take()
      if (char === '') throw moduleValue('unterminated character set in a regular expression')
      if (char === ']' && !first) return `${source}]`
      source += char === '\\' ? this.#escape(true) : /[[\]/()|{}^$.*+?]/.test(char) ? `\\${char}` : char
      first = false
    }
  }

  #escape(inSet: boolean): string {
    const char = this.#take()
    if (char === '') throw moduleValue('bad escape (end of pattern) in a regular expression')
    const classes = this.#has('A') ? asciiClasses : unicodeClasses
    const known = (inSet ? classes.inside : classes.outside)[char]
    if (known !== undefined) return known
    if (/[abfnrtv]/.test(char)) return char === 'a' ? '\\x07' : inSet && char === 'b' ? '\\x08' : `\\${char}`
    if (char === 'x' || char === 'u' || char === 'U') return this.#codePoint(char)
    if (/\d/.test(char)) return this.#digits(char, inSet)
    if (/[A-Za-z]/.test(char)) throw moduleValue(`bad escape \\${char} in a regular expression`)
    return literal(char)
  }

  #codePoint(kind: string): string {
    const length = { x: 2, u: 4, U: 8 }[kind] ?? 2
    const hex = this.#text.slice(this.#at, this.#at + length)
    if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < length) throw moduleValue(`incomplete escape \\${kind}${hex} in a regular expression`)
    this.#at += length
    return `\\u{${Number.parseInt(hex, 16).toString(16)}}`
  }

  #digits(first: string, inSet: boolean): string {
    const rest = /^\d{0,2}/.exec(this.#text.slice(this.#at))?.[0] ?? ''
    const octal = /^[0-7]{3}$/.test(first + rest) || first === '0' || inSet
    if (octal) {
      const digits = /^[0-7]{1,3}/.exec(first + rest)?.[0] ?? first
      this.#at += digits.length - 1
      return `\\u{${Number.parseInt(digits, 8).toString(16)}}`
    }
    const second = /^\d/.exec(rest)?.[0] ?? ''
    this.#at += second.length
    return `(?:\\${first}${second})`
  }

  #take(): string {
    const point = this.#text.codePointAt(this.#at)
    if (point === undefined) return ''
    const char = String.fromCodePoint(point)
    this.#at += char.length
    return char
  }

  #unsupported(what: string) {
    return moduleValue(`${what} are not supported in regular expressions here: ${this.#text}`)
  }
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? (char === '-' ? '\\u{2d}' : `\\${char}`) : char
}

interface Classes {
  readonly inside: Readonly<Record<string, string>>
  readonly outside: Readonly<Record<string, string>>
}

function classesOf(digit: string, word: string, space: string): Classes {
  const notWord = `[^${word}]`
  const negated = { D: `[^${digit}]`, W: notWord, S: `[^${space}]` }
  const boundary = `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`
  const inner = `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`
  return {
    inside: { d: digit, w: word, s: space, D: '\\P{Nd}', W: '\\W', S: '\\S' },
    outside: { d: `[${digit}]`, w: `[${word}]`, s: `[${space}]`, ...negated, b: boundary, B: inner, A: start, Z: end },
  }
}

const unicodeClasses = classesOf('\\p{Nd}', '\\p{L}\\p{N}_', '\\s\\x1c-\\x1f\\x85')
const asciiClasses = classesOf('0-9', 'a-zA-Z0-9_', ' \\t\\n\\r\\f\\v')

export function translate(pattern: string, flags: number): TranslatedPattern {
  return new Translator(pattern, flags).run()
}
