// What the site says of another version of the project, from two manifests that dbt's own answers are known of.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readManifest } from '../artifacts/index.js'
import { changesBlock } from './blocks/changes.js'
import type { SiteInput } from './input.js'
import { lineDiff } from './line-diff.js'
import { prepareSite } from './making.js'

const folder = join(import.meta.dirname, '../select/testdata')
const manifest = await readManifest(join(folder, 'manifest.json'))
const before = await readManifest(join(folder, 'manifest-before.json'))

const input: SiteInput = {
  manifest,
  results: [],
  before: { manifest: before, from: 'state/manifest.json', sql: null },
  catalog: null,
  run: null,
  target: 'dev',
  toolVersion: '0',
  generatedAt: '2026-01-01T00:00:00Z',
}

describe('against another manifest', () => {
  test('added, changed with reasons, removed with their readers', async () => {
    const making = prepareSite(input)
    const block = await changesBlock(making)
    if (!block) return expect.fail('there is none')
    const id = (place: number) => making.shown[place]?.unique_id ?? ''
    expect(block.against).toBe('state/manifest.json')
    expect(block.removed.map((node) => node.id)).toEqual(
      Object.keys(before.nodes).filter((each) => /^model/.test(each) && !manifest.nodes[each]),
    )
    expect(block.added.map(id).every((each) => !(each in before.nodes) && !(each in before.sources))).toBe(true)
    const changed = new Map(block.changed.map((each) => [id(each.node), each]))
    const vans = changed.get('model.depot.stg_vans')
    expect(vans?.reasons).toContain('body: the text differs')
    expect(vans?.diff.filter((line) => /^[-+]/.test(line)).length).toBeGreaterThan(0)
    expect(changed.get('seed.depot.codes')).toMatchObject({ reasons: ['body: the file has other contents'], diff: [] })
    expect([...changed.values()].flatMap(({ reasons }) => reasons).some((reason) => reason.startsWith('macro '))).toBe(true)
    expect([...changed.keys()]).not.toContain('model.depot.empty')
  })

  test('the same manifest: nothing; without another: no block', async () => {
    const same = await changesBlock(prepareSite({ ...input, before: { manifest, from: 'x', sql: null } }))
    expect(same).toMatchObject({ added: [], changed: [], removed: [] })
    expect(await changesBlock(prepareSite({ ...input, before: null }))).toBeUndefined()
  })

  test('without SQL no line of it', async () => {
    const block = await changesBlock(prepareSite({ ...input, options: { excludeSql: true } }))
    expect(block?.changed.flatMap(({ diff }) => diff)).toEqual([])
    expect(block?.changed.length).toBeGreaterThan(2)
  })
})

describe('lines', () => {
  const limits = { lines: 100, width: 20 }
  test.each([
    ['alike', 'a\nb', 'a\nb', []],
    ['one line of many', 'a\nb\nc\nd\ne\nf\ng\nh', 'a\nb\nc\nd\nX\nf\ng\nh', ['@2,2', ' b', ' c', ' d', '-e', '+X', ' f', ' g', ' h']],
    ['from nothing', '', 'a\nb', ['@1,1', '+a', '+b']],
    ['line ends are no change', 'a\r\nb\r\n', 'a\nb', []],
    ['moved in between', 'a\nb\nc', 'b\nc\na', ['@1,1', '-a', ' b', ' c', '+a']],
    ['a long line is cut', '', 'x'.repeat(30), ['@1,1', `+${'x'.repeat(20)}…`]],
  ])('%s', (_, old, now, expected) => {
    expect(lineDiff(old, now, limits)).toEqual(expected)
  })

  test('two places far apart are two pieces, near ones are one', () => {
    const old = Array.from({ length: 30 }, (_, at) => `line ${at}`)
    const put = (...at: number[]) => old.map((line, place) => (at.includes(place) ? 'other' : line)).join('\n')
    const heads = (now: string) => lineDiff(old.join('\n'), now, limits).filter((line) => line.startsWith('@'))
    expect(heads(put(2, 25))).toEqual(['@1,1', '@23,23'])
    expect(heads(put(2, 8))).toEqual(['@1,1'])
    expect(heads(put(2, 10))).toEqual(['@1,1', '@8,8'])
  })

  test('texts without end are cut, and take no time', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `a ${at}`).join('\n')
    const out = lineDiff(many, many.replaceAll('a', 'b'), limits)
    expect(out.length).toBe(101)
    expect(out.at(-1)).toBe('@…')
  })
})
