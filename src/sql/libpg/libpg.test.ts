// PostgreSQL queries through its own grammar: the same columns, sources and places as through the other parser, and more syntax.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { foldName } from '../dialect.js'
import type { Query } from '../ir.js'
import { loadPolyglot, type PolyglotParser } from '../polyglot/parse.js'
import type { Catalog } from '../resolve/model.js'
import { type ResolvedQuery, resolveQuery } from '../resolve/resolve.js'
import { both, libpgAlone, tables } from '../testdata/postgres-queries.js'
import { type LibpgParser, loadLibpg } from './parse.js'

const file = new URL('../testdata/lineage.json', import.meta.url)
const { schema, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly schema: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly cases: readonly {
    readonly name: string
    readonly dialect: string
    readonly sql: string
    readonly expect: Readonly<Record<string, readonly string[]>>
  }[]
}

const catalog: Catalog = {
  relation: (path) => {
    const name = path.at(-1)
    const table = name ? foldName(name.text, name.quoted, 'postgres', 'table') : ''
    const columns = tables[table] ?? Object.keys(schema[table] ?? {})
    return columns.length > 0 ? { key: table, columns: columns.map((text) => ({ text, quoted: true })) } : 'missing'
  },
}

let libpg: LibpgParser
let polyglot: PolyglotParser
beforeAll(async () => {
  libpg = await loadLibpg()
  polyglot = await loadPolyglot()
})

function only(parsed: ReturnType<LibpgParser>): Query {
  if (!('queries' in parsed)) return expect.unreachable(parsed.failure.message)
  const [query, ...others] = parsed.queries
  return query && others.length === 0 ? query : expect.unreachable('not one query')
}

const resolved = (query: Query) => resolveQuery(query, 'postgres', catalog)

function told({ columns, indirect, relations, diagnostics }: ResolvedQuery) {
  return {
    columns: columns.map(
      ({ name, upstream }) =>
        `${name}: ${upstream
          .map((each) => `${each.relation}.${each.column} ${each.kind}`)
          .sort()
          .join(', ')}`,
    ),
    indirect: indirect.map(({ relation, column, effects }) => `${relation}.${column} ${effects.join(' ')}`).sort(),
    relations,
    diagnostics: diagnostics.map(({ code, message }) => `${code} ${message}`),
  }
}

describe('lineage through the grammar of PostgreSQL', () => {
  it.each(cases.filter((each) => each.dialect === 'postgres').map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const { columns, diagnostics } = resolved(only(libpg(each.sql)))
    const found = columns.map(({ name, upstream }) => [name, upstream.map((leaf) => `${leaf.relation}.${leaf.column}`).sort()])
    expect(Object.fromEntries(found)).toEqual(each.expect)
    expect(diagnostics).toEqual([])
  })

  it.each(both)('%s', (sql) => {
    const found = told(resolved(only(libpg(sql))))
    expect(found).toEqual(told(resolved(only(polyglot(sql, 'postgres')))))
    expect(found.diagnostics).toEqual([])
  })

  it.each(libpgAlone)('%s', (sql, ...columns) => {
    const found = told(resolved(only(libpg(sql))))
    expect(found.columns).toEqual(columns)
    expect(found.diagnostics).toEqual([])
  })
})
