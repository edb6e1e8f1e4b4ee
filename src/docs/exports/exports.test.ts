import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SiteColumn, SiteDetail, SiteLineage, SiteNode, SiteTest } from '../model/index.js'
import type { SiteData } from '../site-data.js'
import { siteExports } from './index.js'
import type { LineageFile } from './lineage-json.js'
import { inline, quotation } from './markdown.js'
import { pagePaths } from './page-paths.js'
import { writeExports } from './write.js'

const hostile =
  '</script><img src=x onerror=alert(1)>|`a|b`\n| x | \\| [l](javascript:alert(1)) \u202Eevil\u0000 😈 "]; click n0 call alert()'

const node = (type: string, name: string, more: Partial<SiteNode> = {}): SiteNode =>
  ({
    id: `${type}.p.${name}`,
    type,
    name,
    package: 'p',
    folder: 'marts',
    materialized: type === 'model' ? 'view' : '',
    summary: '',
    tags: [],
    group: '',
    owner: '',
    access: '',
    version: '',
    deprecated: '',
    status: 'none',
    freshness: 'none',
    rows: null,
    ...more,
  }) as SiteNode

const column = (name: string, more: Partial<SiteColumn> = {}): SiteColumn => ({
  name,
  type: 'integer',
  description: '',
  from: null,
  tags: [],
  tests: [],
  constraints: [],
  ...more,
})

const detail = (more: Partial<SiteDetail>): SiteDetail =>
  ({
    description: '',
    relation: '',
    file: '',
    columns: [],
    rawCode: '',
    compiledCode: '',
    tests: [],
    url: '',
    ownerText: '',
    ...more,
  }) as SiteDetail

const lineage = (more: Partial<SiteLineage>): SiteLineage =>
  ({ known: 'column', reason: '', columns: [], rows: [], ...more }) as SiteLineage

const aTest = (more: Partial<SiteTest>): SiteTest =>
  ({
    id: 'test.p.t',
    name: 't',
    kind: 'not_null',
    column: 'id',
    status: 'fail',
    severity: 'error',
    failures: 2,
    message: '',
    ...more,
  }) as SiteTest

const site = (nodes: SiteNode[], more: { edges?: [number, number][]; detail?: SiteDetail[]; lineage?: SiteLineage[] } = {}): SiteData =>
  ({
    index: {
      project: 'shop',
      adapter: 'duckdb',
      target: 'dev',
      toolVersion: '1',
      generatedAt: '2026-01-01T00:00:00Z',
      noColumns: '',
      lastRun: {},
      nodes,
      edges: more.edges ?? [],
    },
    blocks: {},
    shards: { detail: more.detail ?? nodes.map(() => detail({})), ...(more.lineage && { lineage: more.lineage }) },
  }) as unknown as SiteData

const orders = site([node('source', 'raw.feed'), node('model', 'orders', { status: 'fail', owner: 'Ana', summary: 'Orders.' })], {
  edges: [[0, 1]],
  detail: [
    detail({ columns: [column('order_no', { description: 'Number' })] }),
    detail({
      description: '# Orders\n\nOne row for `each` order.',
      relation: '"db"."main"."orders"',
      columns: [
        column('id', { description: 'Number', from: { node: 0, column: 'order_no' }, tests: ['test.p.t'] }),
        column('N', { type: 'bigint' }),
      ],
      rawCode: 'select order_no as id from {{ source() }}',
      tests: [aTest({ message: 'Got 2 results' })],
    }),
  ],
  lineage: [
    lineage({}),
    lineage({
      columns: [
        { name: 'id', type: '', up: [[0, 'order_no', 'rename']], down: [], tests: ['test.p.u'], steps: [['', 'order_no']], line: 3 },
        { name: 'n', type: '', up: [], down: [], tests: [], steps: [], line: 0 },
      ],
      rows: [[0, 'status', ['filter']]],
    }),
  ],
})

const textsOf = (data: SiteData) => new Map([...siteExports(data)].map(({ path, text }) => [path, [...text].join('')]))
const textOf = (data: SiteData, path: string) => textsOf(data).get(path) ?? ''

test('lineage.json tells nodes, dependencies, columns and edges as the lineage command does', () => {
  const file = JSON.parse(textOf(orders, 'lineage.json')) as LineageFile
  expect(file).toMatchObject({ version: 1, project: 'shop', no_columns: null })
  expect(file.nodes.map(({ id, known, owners, page }) => [id, known, owners, page])).toEqual([
    ['source.p.raw.feed', 'column', [], 'docs/source/raw.feed.md'],
    ['model.p.orders', 'column', ['Ana'], 'docs/model/orders.md'],
  ])
  expect(file.dependencies).toEqual([{ from: 'source.p.raw.feed', to: 'model.p.orders' }])
  expect(file.columns.slice(1)).toEqual([
    {
      node: 'model.p.orders',
      column: 'id',
      type: 'integer',
      expression: [{ within: null, sql: 'order_no' }],
      line: 3,
      tests: ['test.p.t', 'test.p.u'],
    },
    // Named as edges name it, once, whatever the warehouse writes in capitals.
    { node: 'model.p.orders', column: 'n', type: 'bigint', expression: [], line: null, tests: [] },
  ])
  expect(file.edges).toEqual([
    {
      from: { node: 'source.p.raw.feed', column: 'order_no' },
      to: { node: 'model.p.orders', column: 'id' },
      kind: 'rename',
      effects: [],
    },
    {
      from: { node: 'source.p.raw.feed', column: 'status' },
      to: { node: 'model.p.orders', column: null },
      kind: 'rows',
      effects: ['filter'],
    },
  ])
})

test('a node has its page: facts, description, columns with what is inherited, links, tests, code', () => {
  const page = textOf(orders, 'docs/model/orders.md')
  expect(page.startsWith('# orders\n')).toBe(true)
  expect(page).toContain('- Owner: Ana\n')
  expect(page).toContain('- Relation: `"db"."main"."orders"`\n')
  expect(page).toContain('- Last run: failed\n')
  expect(page).toContain('> # Orders\n>\n> One row for `each` order.')
  expect(page).toContain('| `id` | integer | Number (from `raw.feed.order_no`) |  |')
  expect(page).toContain('## Upstream\n\n- [raw.feed](../source/raw.feed.md) (source)')
  expect(page).toContain('| `id` | `raw.feed.order_no` (rename) | order_no |')
  expect(page).toContain('| `t` | not_null | `id` | failed (2) | error | Got 2 results |')
  expect(page).toContain('```sql\nselect order_no as id from {{ source() }}\n```')
  expect(textOf(orders, 'docs/source/raw.feed.md')).toContain('## Downstream\n\n- [orders](../model/orders.md) (model)')
})

test('llms.txt links the pages by folder, and lists folders where there are too many', () => {
  const text = textOf(orders, 'llms.txt')
  expect(text).toMatch(/^# shop\n\n> /)
  expect(text).toContain('## model: marts\n\n- [orders](docs/model/orders.md): Orders.')
  const many = site(Array.from({ length: 1600 }, (_, at) => node('model', `m${at}`, { folder: `f${at % 4}` })))
  const files = textsOf(many)
  expect(files.get('llms.txt')).toContain('- [model: f0](docs/folder/1.md): 400 nodes')
  expect(files.get('docs/folder/1.md')).toContain('- [m4](../model/m4.md)\n')
  expect([...files.keys()].filter((path) => path.startsWith('docs/model/'))).toHaveLength(1600)
})

test('drawings show every node, or folders of them with a word that says so', () => {
  expect(textOf(orders, 'lineage.mmd')).toContain('n0[("raw.feed (source)")]\n  n1["orders (model, view)"]\n  n0 --> n1')
  expect(textOf(orders, 'lineage.svg').match(/<path /g)).toHaveLength(1)
  const chain = Array.from({ length: 1999 }, (_, at): [number, number] => [at, at + 1])
  const many = site(
    Array.from({ length: 2000 }, (_, at) => node('model', `m${at}`, { folder: `${at % 2}/part_${Math.floor(at / 5)}` })),
    { edges: chain },
  )
  const mermaid = textOf(many, 'lineage.mmd')
  // Each part and its kind would be more than GitHub draws.
  expect(mermaid).toContain('%% 2000 nodes and 1999 edges are more than one can read here: each box is a folder')
  expect(mermaid).toContain('n0["0 (model, 1000 nodes)"]\n  n1["1 (model, 1000 nodes)"]\n  n0 --> n1\n  n1 --> n0')
  expect(textOf(many, 'lineage.svg')).toContain('each box is a folder')
})

test('hostile text stays text in every export', () => {
  const name = hostile
  const data = site([node('model', name, { summary: hostile, owner: hostile, tags: [hostile], group: hostile }), node('model', 'b')], {
    edges: [[0, 1]],
    detail: [
      detail({
        description: hostile,
        relation: hostile,
        file: hostile,
        url: 'javascript:alert(1)',
        columns: [column(hostile, { type: hostile, description: hostile, tags: [hostile] })],
        rawCode: `select 1\n\`\`\`\`\n${hostile}`,
        tests: [aTest({ name: hostile, message: hostile, column: hostile })],
      }),
      detail({ columns: [column('x', { description: hostile, from: { node: 0, column: hostile } })] }),
    ],
    lineage: [
      lineage({
        columns: [{ name: hostile, type: '', up: [[1, hostile, 'other']], down: [], tests: [], steps: [['', hostile]], line: 1 }],
      }),
      lineage({}),
    ],
  })
  const files = textsOf(data)
  for (const path of files.keys()) expect(path).toMatch(/^(docs\/model\/)?[\w.-]+$/)
  const pages = [...files].filter(([path]) => path.endsWith('.md') || path === 'llms.txt')
  expect(pages).toHaveLength(3)
  for (const [, text] of pages) {
    const prose = text.replace(/^(`{3,})sql\n[\s\S]*?\n\1$/gm, '')
    expect(prose).not.toMatch(/<[a-z/!?]/i)
    expect(prose.replaceAll('\\](', '')).not.toContain('](javascript:')
    const widths = prose.split('\n').filter((line) => line.startsWith('|'))
    for (const row of widths) expect([4, 5, 7]).toContain(row.split('|').length - 1)
  }
  // The fence is longer than those in the code: it ends once.
  expect(files.get([...files.keys()].find((path) => path.startsWith('docs/model/')) ?? '')).toMatch(/`{5}sql\n[\s\S]*\n`{5}\n$/)
  const mermaid = files.get('lineage.mmd') ?? ''
  expect(mermaid.trimEnd().split('\n')).toHaveLength(4)
  for (const line of mermaid.split('\n').slice(1, 3)) expect(line).toMatch(/^ {2}n\d\["[^"<>[\]{}|`\\]*"\]$/)
  const svg = files.get('lineage.svg') ?? ''
  for (const part of ['<img', '</script', '\u0000']) expect(svg).not.toContain(part)
  expect(svg.match(/<g class="model"/g)).toHaveLength(2)
  expect(JSON.parse(files.get('lineage.json') ?? '')).toMatchObject({ nodes: [{ name: hostile }, { name: 'b' }] })
})

test('links of descriptions lead nowhere but to the web, a mail or a place beside', () => {
  const kept = ['[a](https://x.y/z)', '[a](mailto:a@b.c)', '[a](other.md#x)', '[a]( ./b.md)', 'see [1]: nothing']
  for (const text of kept) expect(quotation(text)).toBe(`> ${text}`)
  for (const to of ['javascript:x', 'java&#115;cript:x', 'JAVASCRIPT:x', '\\j', '<javascript:x>', ' data:text/html,x', 'vbscript:x'])
    for (const text of [`[a](${to})`, `[a]: ${to}`, `![a](${to} "t")`]) expect(quotation(text)).toContain('a\\]')
  expect(quotation('a\r\nb\n\n<b>c < d')).toBe('> a\n> b\n>\n> &lt;b>c < d')
})

test('text in a line keeps plain code and words with underscores', () => {
  expect(inline('the `order_id` of\n a_b, _not_ *this*; 1 < 2 & R&amp;D')).toBe(
    'the `order_id` of a_b, &#95;not&#95; &#42;this&#42;; 1 &#60; 2 & R&#38;amp;D',
  )
  expect(inline('a\u202Eb')).toBe('aU+202Eb')
})

test('paths of pages are safe and never the same', () => {
  const names = [
    'Orders',
    'orders',
    'a/b',
    'a-b',
    '../../etc/passwd',
    'con',
    'größe',
    '数',
    '文',
    'x'.repeat(300),
    '',
    '.hidden',
    'plain_1.v2',
  ]
  const paths = pagePaths(names.map((name, at) => ({ id: `model.p.${at}`, type: 'model', name })))
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length)
  for (const path of paths) expect(path).toMatch(/^docs\/model\/\w[\w.-]{0,120}\.md$/)
  expect(paths.at(-1)).toBe('docs/model/plain_1.v2.md')
  // A new node beside it changes nothing of a name that is no other's.
  expect(pagePaths([{ id: 'model.p.5', type: 'model', name: 'con' }])).toEqual([paths[5]])
})

test('writing takes away pages of nodes that are gone, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-exports-'))
  try {
    for (const path of ['docs/model/gone.md', 'docs/exposure/gone.md', 'docs/own/kept.md', 'docs/model/kept.png']) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), 'x')
    }
    const paths = await writeExports(orders, folder)
    expect(paths.every((path) => existsSync(join(folder, path)))).toBe(true)
    expect(readdirSync(join(folder, 'docs/model')).sort()).toEqual(['kept.png', 'orders.md'])
    expect(readdirSync(join(folder, 'docs/exposure'))).toEqual([])
    expect(existsSync(join(folder, 'docs/own/kept.md'))).toBe(true)
    expect(readFileSync(join(folder, 'llms.txt'), 'utf8')).toContain('[orders](docs/model/orders.md)')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
