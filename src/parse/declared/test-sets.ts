/** `test_sets:` and `test_patterns:` of sluice.yml, read once for a parse. */
import type { Cursor } from '../../core/cursor.js'
import { nearest } from '../../core/nearest.js'
import type { Plain } from '../../core/node.js'
import { isMapping, readSettings } from '../../load/index.js'
import type { Session } from '../session.js'
import { type NamePattern, namePatterns } from './name-pattern.js'

/** A test as it would be written under `data_tests:`. */
export type WrittenTest = Plain | string

export interface TestPattern {
  /** Names of columns; empty: the tests are of the whole table. */
  readonly columns: readonly NamePattern[]
  /** Declared types of columns; empty: any, also none. */
  readonly types: readonly NamePattern[]
  /** Which tables, as written; empty: all. */
  readonly select: readonly string[]
  readonly tests: readonly WrittenTest[]
}

export interface TestSettings {
  readonly sets: ReadonlyMap<string, Cursor>
  readonly patterns: readonly TestPattern[]
  /** Something is wrong in them, and was told: which sets there are is not known. */
  readonly broken?: boolean
}

const none: TestSettings = { sets: new Map(), patterns: [] }
const read = new WeakMap<Session, TestSettings>()

/** What is wrong in the file is told once. */
export function testSettings(session: Session): TestSettings {
  const known = read.get(session)
  if (known) return known
  read.set(session, none)
  const settings = session.problems.attempt(() => readAll(session)) ?? { ...none, broken: true }
  read.set(session, settings)
  return settings
}

function readAll({ project, invocation }: Session): TestSettings {
  const sets = readSettings(project, invocation, 'test_sets')
  const named = new Map(sets ? keysOf(sets).map((name) => [name, sets.at(name)]) : [])
  const patterns = readSettings(project, invocation, 'test_patterns')
  // A set nobody uses is read as well: a mistake in it is one all the same.
  for (const name of named.keys()) setNamed(named, name, sets as Cursor)
  return { sets: named, patterns: patterns ? patterns.items().map((each) => readPattern(each, named)) : [] }
}

function keysOf(cursor: Cursor): string[] {
  if (!isMapping(cursor.value)) throw cursor.problem('test_sets is no mapping', 'lists of tests by name')
  return Object.keys(cursor.value)
}

const patternKeys = ['name', 'columns', 'column', 'types', 'select', 'tests', 'data_tests', 'description']

/** Also the form within `+data_tests`. */
export function readPattern(cursor: Cursor, sets: TestSettings['sets']): TestPattern {
  cursor.mapping(patternKeys, 'a pattern')
  const columns = namePatterns(cursor, cursor.has('column') ? 'column' : 'columns')
  const tests = readTests(cursor.at(cursor.has('data_tests') ? 'data_tests' : 'tests'), sets)
  if (tests.length === 0) throw cursor.problem('a pattern has no tests', 'a list of tests', undefined, 'add `tests: [not_null]`')
  const types = namePatterns(cursor, 'types')
  if (types.length > 0 && columns.length === 0)
    throw cursor.problem('types are of columns, and the pattern names none', '`columns:` too', 'types', 'add `columns: "*"`')
  return { columns, types, select: cursor.texts('select'), tests }
}

/** A list of tests, where `{set: name}` stands for those of a set. */
export function readTests(cursor: Cursor, sets: TestSettings['sets'], within: readonly string[] = []): WrittenTest[] {
  if (cursor.value === undefined || cursor.value === null) return []
  return cursor.items().flatMap((item) => {
    const { value } = item
    if (typeof value === 'string') return [value]
    if (!isMapping(value)) throw item.problem('this is no test', '`not_null`, `{name: {arguments: …}}` or `{set: name}`')
    return isSet(value) ? setNamed(sets, value.set, item, within) : [value]
  })
}

/** `{set: amounts}`. */
export function isSet(value: unknown): value is { readonly set: string } {
  return isMapping(value) && typeof value.set === 'string' && Object.keys(value).length === 1
}

function setNamed(sets: TestSettings['sets'], name: string, from: Cursor, within: readonly string[] = []): WrittenTest[] {
  const set = sets.get(name)
  if (!set) {
    const near = nearest(name, sets.keys())
    throw from.problem(`there is no set of tests named ${name}`, setsThere(sets), undefined, near && `did you mean ${near}?`)
  }
  if (within.includes(name)) throw from.problem(`the set ${name} holds itself`, 'tests, or other sets')
  return readTests(set, sets, [...within, name])
}

function setsThere(sets: TestSettings['sets']): string {
  return sets.size === 0 ? '`test_sets:` in sluice.yml' : `one of ${[...sets.keys()].join(', ')}`
}
