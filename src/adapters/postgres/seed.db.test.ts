import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DateTime, fixedZone } from '../../core/datetime.js'
import { type Cell, Table } from '../../core/table.js'
import type { Adapter, Connection } from '../adapter.js'
import { type Bench, bench } from './bench.test-data.js'

let adapter: Adapter
let session: Connection
let cells: Bench['cells']
let end: Bench['end']

beforeAll(async () => {
  ;({ adapter, session, cells, end } = await bench())
})
afterAll(() => end())

it('copies seeds quickly and exactly, and finds the line of a bad value', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-seed-'))
  const file = join(folder, 'people.csv')
  writeFileSync(file, 'id,name\n1,Ann\n2,"Bo\nb"\n\nx,Cy\n')
  await session.execute('create table people (id int, name text)')
  const columns = ['id', 'name'].map((name) => ({ name, type: 'text', quoted: `"${name}"` }))
  const seed = (rows: readonly (readonly Cell[])[]) => ({
    relation: 'people',
    file,
    delimiter: ',',
    columns,
    table: new Table(['id', 'name'], ['Text', 'Text'], rows),
  })
  const odd = ['tab\tnew\nline\\N', '', null, '\\N', 'é😀', '"quoted"']
  const { rowsAffected } = await adapter.loadSeed(seed(odd.map((name, id) => [id, name])), session)
  const { table } = await session.execute('select name from people order by id', { fetch: true })
  expect([rowsAffected, table.rows.map((row) => row.cells[0])]).toEqual([6, odd])
  const bad = [
    ['1', 'Ann'],
    ['2', 'Bo\nb'],
    ['x', 'Cy'],
  ]
  await session.begin()
  await expect(adapter.loadSeed(seed(bad), session)).rejects.toMatchObject({
    code: 'SEED_MISMATCH',
    fields: { location: { file, line: 6 }, message: 'column id: invalid input syntax for type integer: "x"' },
  })
  expect([session.inTransaction, ...(await cells('select count(*) from people'))]).toEqual([false, '6'])
  const started = performance.now()
  await adapter.loadSeed(seed(Array.from({ length: 200_000 }, (_, id) => [id, `name ${id}`])), session)
  expect(performance.now() - started).toBeLessThan(5000)
  rmSync(folder, { recursive: true })
})

it('reckons moments of a zone into a column without one by the time zone of the session', async () => {
  await session.execute("create table moments (at timestamp, id int); set timezone = 'Asia/Kolkata'")
  const columns = [
    { name: 'at', type: 'timestamp without time zone', quoted: '"at"' },
    { name: 'id', type: 'integer', quoted: '"id"' },
  ]
  const rows = [
    [DateTime.of(2024, 1, 2, 0, fixedZone(7200)), 1],
    [DateTime.of(2024, 1, 2), 2],
    [null, 3],
  ]
  const table = new Table(['at', 'id'], ['DateTime', 'Integer'], rows)
  await adapter.loadSeed({ relation: 'moments', file: 'moments.csv', delimiter: ',', columns, table }, session)
  const stored = await session.execute('select at from moments order by id', { fetch: true })
  expect(stored.table.rows.map((row) => String(row.cells[0]))).toEqual(['2024-01-02 03:30:00', '2024-01-02 00:00:00', 'null'])
  await session.execute('reset timezone')
})
