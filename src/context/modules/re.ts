/** `modules.re`. Positions count UTF-16 units, as all offsets of the tool do. */
import {
  attribute,
  call,
  define,
  item,
  kind,
  type Missing,
  missing,
  TemplateFunction,
  type TemplateObject,
  text,
} from '../../core/template-object.js'
import { callValue, PyDict, Tuple, toText } from '../../jinja/index.js'
import { moduleValue, wrongType } from '../errors.js'
import { regexFlags, type TranslatedPattern, translate } from './regex-syntax.js'

class Pattern implements TemplateObject {
  readonly pattern: string
  readonly translated: TranslatedPattern
  readonly #compiled = new Map<string, RegExp>()

  constructor(pattern: string, flags: number) {
    this.pattern = pattern
    this.translated = translate(pattern, flags)
  }

  /** The expression as `mode` needs it: anywhere, at a position, or over the whole string. */
  regexp(mode: 'search' | 'match' | 'fullmatch'): RegExp {
    const known = this.#compiled.get(mode)
    if (known) return known
    const { source, flags } = this.translated
    try {
      const made = new RegExp(mode === 'fullmatch' ? `(?:${source})(?![\\s\\S])` : source, `d${flags}${mode === 'search' ? 'g' : 'y'}`)
      this.#compiled.set(mode, made)
      return made
    } catch (error) {
      throw moduleValue(`'${this.pattern}' is no regular expression: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  [attribute](name: string): unknown {
    if (name === 'pattern') return this.pattern
    if (name === 'flags') return this.translated.pythonFlags
    if (name === 'groups') return this.translated.groups
    if (name === 'groupindex') return new PyDict(this.translated.names)
    return Object.hasOwn(patternMethods, name) ? patternMethods[name]?.(this) : missing
  }

  [text](): string {
    return `re.compile(${quoted(this.pattern)})`
  }

  get [kind](): { typeName: string } {
    return { typeName: 're.Pattern' }
  }
}

class Match implements TemplateObject {
  readonly pattern: Pattern
  readonly string: string
  readonly found: RegExpExecArray

  constructor(pattern: Pattern, string: string, found: RegExpExecArray) {
    this.pattern = pattern
    this.string = string
    this.found = found
  }

  group(key: unknown): string | null {
    return this.found[this.#index(key)] ?? null
  }

  span(key: unknown): Tuple<number> {
    const [from, to] = this.found.indices?.[this.#index(key)] ?? [-1, -1]
    return Tuple.of(from, to)
  }

  groups(fallback: unknown = null): unknown[] {
    return Array.from({ length: this.pattern.translated.groups }, (_, index) => this.found[index + 1] ?? fallback)
  }

  #index(key: unknown): number {
    const index = typeof key === 'string' ? this.pattern.translated.names.get(key) : Number(key)
    if (index === undefined || !(index >= 0 && index <= this.pattern.translated.groups)) throw moduleValue('no such group')
    return index
  }

  [attribute](name: string): unknown {
    if (name === 'string') return this.string
    if (name === 're') return this.pattern
    if (name === 'pos') return 0
    if (name === 'endpos') return this.string.length
    return Object.hasOwn(matchMethods, name) ? matchMethods[name]?.(this) : missing
  }

  [item](key: unknown): unknown | Missing {
    return this.group(key)
  }

  [text](): string {
    const [from, to] = this.span(0)
    return `<re.Match object; span=(${from}, ${to}), match=${quoted(this.found[0])}>`
  }

  get [kind](): { typeName: string } {
    return { typeName: 're.Match' }
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

const matchMethods: Readonly<Record<string, (match: Match) => TemplateFunction>> = {
  group: (match) =>
    new TemplateFunction('group', (keys) =>
      keys.length > 1 ? Tuple.from(keys.map((key) => match.group(key))) : match.group(keys[0] ?? 0),
    ),
  groups: (match) => define('groups', ['default?'], (fallback = null) => Tuple.from(match.groups(fallback))),
  groupdict: (match) =>
    define(
      'groupdict',
      ['default?'],
      (fallback = null) => new PyDict([...match.pattern.translated.names.keys()].map((name) => [name, match.group(name) ?? fallback])),
    ),
  start: (match) => define('start', ['group?'], (key = 0) => match.span(key)[0]),
  end: (match) => define('end', ['group?'], (key = 0) => match.span(key)[1]),
  span: (match) => define('span', ['group?'], (key = 0) => match.span(key)),
  expand: (match) => define('expand', ['template'], (template: string) => expand(template, match)),
}

/** Python's replacement template: `\1`, `\g<name>`, `\n`. */
function expand(template: string, match: Match): string {
  return template.replace(/\\(?:g<([^>]+)>|(\d{1,2})|([\s\S]))/g, (whole, name?: string, digits?: string, char?: string) => {
    if (name !== undefined) return match.group(/^\d+$/.test(name) ? Number(name) : name) ?? ''
    if (digits !== undefined) return match.group(Number(digits)) ?? ''
    const known = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\u0007', b: '\b', '\\': '\\' }[char ?? '']
    if (known !== undefined) return known
    if (/[A-Za-z]/.test(char ?? '')) throw moduleValue(`bad escape ${whole} in a replacement`)
    return whole
  })
}

function* matches(pattern: Pattern, string: string, limit = Number.POSITIVE_INFINITY): Generator<Match> {
  const regexp = pattern.regexp('search')
  let at = 0
  for (let count = 0; count < limit && at <= string.length; count++) {
    regexp.lastIndex = at
    const found = regexp.exec(string)
    if (!found) return
    yield new Match(pattern, string, found)
    const stop = found.index + found[0].length
    at = found[0] === '' ? stop + 1 : stop
  }
}

function once(pattern: Pattern, string: unknown, mode: 'search' | 'match' | 'fullmatch', from = 0): Match | null {
  const subject = mustBeText(string)
  const regexp = pattern.regexp(mode)
  regexp.lastIndex = from
  const found = regexp.exec(subject)
  return found ? new Match(pattern, subject, found) : null
}

function mustBeText(value: unknown): string {
  if (typeof value !== 'string') throw wrongType('expected string or bytes-like object')
  return value
}

/** `repl` may be text or a callable; a macro called while rendering for real answers later, and so does this. */
function substitute(pattern: Pattern, replacement: unknown, string: unknown, count: number, counted: boolean): unknown {
  const subject = mustBeText(string)
  const found = [...matches(pattern, subject, count === 0 ? undefined : count)]
  const texts = found.map((match) => (typeof replacement === 'string' ? expand(replacement, match) : callValue(replacement, [match], {})))
  const finish = (values: readonly unknown[]): unknown => {
    const joined = splice(subject, found, values.map(toText))
    return counted ? Tuple.of<unknown>(joined, found.length) : joined
  }
  return texts.some((value) => value instanceof Promise) ? Promise.all(texts).then(finish) : finish(texts)
}

function splice(subject: string, found: readonly Match[], texts: readonly string[]): string {
  let out = ''
  let at = 0
  found.forEach((match, index) => {
    out += subject.slice(at, match.found.index) + (texts[index] ?? '')
    at = match.found.index + match.found[0].length
  })
  return out + subject.slice(at)
}

function split(pattern: Pattern, string: unknown, limit: number): unknown[] {
  const subject = mustBeText(string)
  const parts: unknown[] = []
  let at = 0
  for (const match of matches(pattern, subject, limit === 0 ? undefined : limit)) {
    parts.push(subject.slice(at, match.found.index), ...match.groups())
    at = match.found.index + match.found[0].length
  }
  return [...parts, subject.slice(at)]
}

function findAll(pattern: Pattern, string: unknown): unknown[] {
  return [...matches(pattern, mustBeText(string))].map((match) => {
    const groups = match.groups('')
    return groups.length === 0 ? match.found[0] : groups.length === 1 ? groups[0] : Tuple.from(groups)
  })
}

type PatternMethod = (pattern: Pattern) => TemplateFunction

const patternMethods: Readonly<Record<string, PatternMethod>> = {
  search: (pattern) => define('search', ['string', 'pos?'], (string, from?: number) => once(pattern, string, 'search', from)),
  match: (pattern) => define('match', ['string', 'pos?'], (string, from?: number) => once(pattern, string, 'match', from)),
  fullmatch: (pattern) => define('fullmatch', ['string', 'pos?'], (string, from?: number) => once(pattern, string, 'fullmatch', from)),
  split: (pattern) => define('split', ['string', 'maxsplit?'], (string, limit = 0) => split(pattern, string, limit)),
  findall: (pattern) => define('findall', ['string'], (string) => findAll(pattern, string)),
  finditer: (pattern) => define('finditer', ['string'], (string) => [...matches(pattern, mustBeText(string))]),
  sub: (pattern) =>
    define('sub', ['repl', 'string', 'count?'], (repl, string, count = 0) => substitute(pattern, repl, string, count, false)),
  subn: (pattern) =>
    define('subn', ['repl', 'string', 'count?'], (repl, string, count = 0) => substitute(pattern, repl, string, count, true)),
}

/** Module function → the pattern's method, with its arguments after `pattern` and before `flags`. */
const moduleFunctions: Readonly<Record<string, readonly string[]>> = {
  search: ['string'],
  match: ['string'],
  fullmatch: ['string'],
  split: ['string', 'maxsplit?'],
  findall: ['string'],
  finditer: ['string'],
  sub: ['repl', 'string', 'count?'],
  subn: ['repl', 'string', 'count?'],
}

const flagNames: Readonly<Record<string, keyof typeof regexFlags>> = {
  ASCII: 'A',
  IGNORECASE: 'I',
  LOCALE: 'L',
  MULTILINE: 'M',
  DOTALL: 'S',
  UNICODE: 'U',
  VERBOSE: 'X',
}

function compile(pattern: unknown, flags: number): Pattern {
  return pattern instanceof Pattern ? pattern : new Pattern(mustBeText(pattern), flags)
}

export function reModule(): Readonly<Record<string, unknown>> {
  const functions = Object.entries(moduleFunctions).map(([name, params]) => [
    name,
    define(name, ['pattern', ...params, 'flags?'], (pattern, ...rest) => {
      const flags = rest[params.length] ?? 0
      const given = rest.slice(0, params.length)
      while (given.at(-1) === undefined && given.length > 0) given.pop()
      return patternMethods[name]?.(compile(pattern, Number(flags)))[call](given, {})
    }),
  ])
  const flags = Object.entries(flagNames).flatMap(([long, short]) => [
    [long, regexFlags[short]],
    [short, regexFlags[short]],
  ])
  return {
    ...Object.fromEntries(functions),
    ...Object.fromEntries(flags),
    compile: define('compile', ['pattern', 'flags?'], (pattern, value = 0) => compile(pattern, Number(value))),
    escape: define('escape', ['pattern'], (value: string) => value.replace(/[\t\n\v\f\r !"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]/g, escapeChar)),
    purge: define('purge', [], () => null),
    NOFLAG: 0,
  }
}

/** Python escapes what has a meaning in patterns, and blanks. */
function escapeChar(char: string): string {
  return /[!"%',/:;<=>@`]/.test(char) ? char : `\\${char}`
}
