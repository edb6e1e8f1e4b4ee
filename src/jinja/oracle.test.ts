/** Python's Jinja2 on our own templates: equal syntax trees, equal output, refusals where it refuses. See scripts/jinja-oracle.py. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { Float } from '../core/float.js'
import { missing, TemplateFunction } from '../core/template-object.js'
import { compileTemplate, PyDict, repr, type Scope, Tuple } from './index.js'
import { parseTemplate } from './syntax/template-parser.js'
import { treeText } from './syntax/tree-text.js'

interface Answer {
  readonly text: string
  readonly tree?: string
  readonly result?: string
  readonly error?: string
  readonly message?: string
  readonly line?: number
}

const slow = 60_000
const answers = JSON.parse(readFileSync(new URL('./testdata/oracle.json', import.meta.url), 'utf8')) as Answer[]

/** The same values as `context()` in the script. */
function scope(): Scope {
  const dict = (value: object) => new PyDict(Object.entries(value))
  const echo = new TemplateFunction('f', (args, kwargs) => repr(Tuple.from(args)) + repr(dict(kwargs)))
  const rows = [
    { name: 'x', n: 2, on: true },
    { name: 'Y', n: 1, on: false },
    { name: 'z', n: 3, on: true },
  ]
  const values: Record<string, unknown> = {
    f: echo,
    n: 7,
    neg: -3,
    pi: 3.5,
    whole: new Float(2),
    s: 'Hello World',
    empty: '',
    yes: true,
    no: false,
    nothing: null,
    nums: [3, 1, 2],
    words: ['beta', 'Alpha', 'gamma'],
    d: { a: 1, b: 'two', c: [1, 2], items: 'x', nil: null },
    rows,
    nested: { p: { q: { r: 'deep' } }, l: [[1, 2], [3]] },
    pairs: [Tuple.of<unknown>('k1', 1), Tuple.of<unknown>('k2', 2)],
  }
  return {
    lookup: (name) => (Object.hasOwn(values, name) ? values[name] : missing),
    names: () => Object.keys(values),
    undefinedMode: 'strict',
    depth: 0,
  }
}

/** What came out, or which of our errors; a fault of ours fails the test. */
async function outcome(work: () => Promise<string>): Promise<{ readonly result?: string; readonly failure?: string }> {
  try {
    return { result: await work() }
  } catch (error) {
    if (error instanceof SluiceError && error.code !== 'INTERNAL') return { failure: `${error.code}: ${error.message}` }
    throw error
  }
}

describe('as Python answers', () => {
  test(
    'syntax trees',
    async () => {
      const wrong: string[] = []
      for (const { text, tree, error } of answers) {
        if (tree === undefined && error !== 'syntax') continue
        const ours = await outcome(async () => treeText(parseTemplate({ text, file: 't.sql' })))
        const same =
          tree === undefined ? (ours.failure ?? '').startsWith('TEMPLATE_SYNTAX') : ours.result !== undefined && hash(ours.result) === tree
        if (!same) wrong.push(`${text}\n   ${ours.result ?? ours.failure}`)
      }
      expect(wrong).toEqual([])
    },
    slow,
  )

  test.each(['sync', 'async'] as const)(
    'output, %s',
    async (variant) => {
      const wrong: string[] = []
      for (const { text, result, error, message } of answers) {
        const ours = await outcome(async () => {
          const template = compileTemplate({ text, file: 't.sql' })
          return variant === 'sync' ? template.renderSync(scope()) : await template.render(scope())
        })
        if (ours.result !== result)
          wrong.push(`${text}\n   ours: ${ours.result ?? ours.failure}\n   want: ${result ?? `${error}: ${message}`}`)
      }
      expect(wrong).toEqual([])
    },
    slow,
  )
})

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12)
}
