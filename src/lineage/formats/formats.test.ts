import { expect, test } from 'vitest'
import type { AnswerNode, LineageAnswer } from '../answer.js'
import type { Impact } from '../impact.js'
import { impactMarkdown } from './impact-markdown.js'
import { lineageMermaid } from './mermaid.js'

const node = (id: string, name: string, more: Partial<AnswerNode> = {}): AnswerNode => ({
  id,
  name,
  resource_type: 'model',
  materialized: 'table',
  known: 'column',
  reason: null,
  owners: [],
  file: `models/${name}.sql`,
  line: 1,
  ...more,
})

test('odd names cannot end a box or an arrow of a chart', () => {
  const odd = 'a "b" | <i> ] end #'
  const column = (id: string, name: string) => ({ node: id, column: name, type: null, expression: [], file: '', line: 1 })
  const answer: LineageAnswer = {
    version: 1,
    asked: [{ node: 'm1', column: odd }],
    depth: null,
    indirect: true,
    up: null,
    down: null,
    nodes: [node('m1', 'one\ntwo'), node('s1', 'raw.feed', { resource_type: 'source' })],
    columns: [column('m1', odd), column('s1', 'x')],
    edges: [
      { from: { node: 's1', column: 'x' }, to: { node: 'm1', column: odd }, kind: 'derive', effects: [] },
      { from: { node: 's1', column: 'x' }, to: { node: 'm1', column: null }, kind: 'rows', effects: ['filter', 'join'] },
    ],
  }
  expect(lineageMermaid(answer).split('\n')).toEqual([
    'flowchart LR',
    '  subgraph n0["one two"]',
    '    n0c0["a #34;b#34; #124; #60;i#62; #93; end #35;"]',
    '  end',
    '  subgraph n1["raw.feed (source)"]',
    '    n1c0["x"]',
    '  end',
    '  n1c0 -->|derive| n0c0',
    '  n1c0 -.->|filter join| n0',
    '  classDef asked stroke-width:3px',
    '  class n0c0 asked',
  ])
})

test('a comment stays in its table, calls nobody, and is never longer than GitHub takes', () => {
  const owner = '@team | <b>x</b>\n# shout'
  const impact: Impact = {
    version: 1,
    level: 'breaking',
    changed: [
      { node: node('m1', 'a|b`c'), change: 'removed', level: 'breaking', rows: true, columns: [], unknown: null },
      { node: node('m2', 'm2'), change: 'changed', level: 'breaking', rows: true, columns: [], unknown: 'a vendor | syntax' },
    ],
    touched: Array.from({ length: 2_000 }, (_, at) => ({
      node: node(`r${at}`, `reader_${at}`, { owners: [owner] }),
      effect: at === 0 ? ('breaks' as const) : ('values' as const),
      columns: at === 0 ? ['x'] : null,
      through: [{ node: 'm1', column: null }],
    })),
    owners: [{ owner, breaks: true, nodes: ['r0'] }],
  }
  const comment = impactMarkdown(impact)
  const lines = comment.split('\n')
  expect(lines[2]).toBe('2 nodes changed, 2 breaking; 2000 readers touched, 1 of them breaks.')
  expect(lines).toContain("| `a\\|b'c` | `- removed` | **breaking** |")
  expect(lines).toContain('| `m2` | `? everything` cannot be compared: a vendor \\| syntax | **breaking** |')
  expect(lines).toContain("| model `reader_0` | `x` | `rows of a\\|b'c` | @\u200bteam \\| &lt;b&gt;x&lt;/b&gt; # shout |")
  expect(comment).toContain('| and 1849 more |')
  expect(comment.length).toBeLessThan(65_536)
})
