// Random queries on a real DuckDB: the columns are those it describes, and a value moves only with what lineage names.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, expect, it } from 'vitest'
import { type Catalog, loadPolyglot, type PolyglotParser, type ResolvedQuery, resolveQuery } from './index.js'
import { QueryMaker, randomOf, tables } from './testdata/random-query.js'

/** SLUICE_RANDOM_QUERIES asks for more than the usual. */
const count = Number(process.env.SLUICE_RANDOM_QUERIES ?? 25)

const catalog: Catalog = {
  relation: (path) => {
    const name = path.at(-1)?.text ?? ''
    const columns = tables[name]
    return columns ? { key: name, columns: columns.map((text) => ({ text, quoted: false })) } : 'missing'
  },
}

let parse: PolyglotParser
let connection: DuckDBConnection
beforeAll(async () => {
  parse = await loadPolyglot()
  connection = await (await DuckDBInstance.create(':memory:')).connect()
  // Ties are broken alike each time.
  await connection.run('set threads = 1')
  const random = randomOf(99)
  for (const [table, columns] of Object.entries(tables)) {
    await connection.run(`create table ${table} (${columns.map((each) => `${each} int`).join(', ')})`)
    for (let row = 0; row < 8; row++)
      await connection.run(`insert into ${table} values (${columns.map(() => 1 + Math.floor(random() * 4)).join(', ')})`)
  }
})

it('names the columns DuckDB describes, and every column a value depends on', async () => {
  let moved = 0
  for (let seed = 1; seed <= count; seed++) {
    const sql = new QueryMaker(randomOf(seed)).make()
    const found = resolved(sql)
    const described = (await connection.runAndReadAll(`describe ${sql}`)).getRows().map(([name]) => String(name))
    expect(found.diagnostics, sql).toEqual([])
    const names = found.columns.map((each) => each.name)
    // Of two columns of one name DuckDB renames the second, where it renames.
    expect([names.join(), numbered(names).join()], sql).toContain(described.join())
    for (const leaf of leaves) moved += await moves(sql, found, leaf)
    for (const { steps } of found.columns) for (const step of steps) checkStep(step.sql)
  }
  // Otherwise nothing was tried at all.
  expect(moved).toBeGreaterThan(count / 2)
}, 60_000)

/** A step's text is an item by itself, and all of it. */
function checkStep(text: string): void {
  const parsed = parse(`select ${text} from t`, 'duckdb')
  const query = 'queries' in parsed ? parsed.queries[0] : undefined
  const items = query?.kind === 'select' ? query.items : expect.unreachable(text)
  expect(items.map((item) => [item.kind === 'expression' && item.alias, item.sql])).toEqual([[undefined, text]])
}

interface Leaf {
  readonly relation: string
  readonly column: string
}

const leaves: readonly Leaf[] = Object.entries(tables).flatMap(([relation, columns]) => columns.map((column) => ({ relation, column })))

/** How many columns move with a leaf that shapes no rows; each must be one that names it. */
async function moves(sql: string, found: ResolvedQuery, { relation, column }: Leaf): Promise<number> {
  const is = (leaf: Leaf) => leaf.relation === relation && leaf.column === column
  if (found.indirect.some(is)) return 0
  const before = await values(sql)
  await connection.run('begin')
  await connection.run(`update ${relation} set ${column} = ${column} * 7 + (rowid % 3)`)
  const after = await values(sql)
  await connection.run('rollback')
  const moved = found.columns.filter((_each, index) => after[index] !== before[index])
  for (const { name, upstream } of moved) expect(upstream.some(is), `${name} moved with ${relation}.${column}: ${sql}`).toBe(true)
  return moved.length
}

async function values(sql: string): Promise<string[]> {
  const answer = await connection.runAndReadAll(sql)
  return answer.getColumns().map((column) => column.map(String).sort().join())
}

function resolved(sql: string): ResolvedQuery {
  const parsed = parse(sql, 'duckdb')
  const query = 'queries' in parsed ? parsed.queries[0] : undefined
  return query ? resolveQuery(query, 'duckdb', catalog) : expect.unreachable(sql)
}

/** As DuckDB tells columns of one name apart. */
function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name}_${before}`
  })
}
