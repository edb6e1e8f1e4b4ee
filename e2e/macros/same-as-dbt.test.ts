// The built-in macros against dbt's own: names and parameters, the text they render to, and the tables they leave behind,
// build after build. dbt was asked once (scripts/macro-oracle.py); its answers are testdata/dbt-answers.json.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, root } from '../harness/project.js'
import { answers, benchProject, catalog, compiled, freshness, oneLine, relations, statuses } from './answers.js'

let project: Project
beforeAll(() => {
  project = benchProject()
})
afterAll(() => project.remove())

// Of dbt-duckdb's inner workings: what runs Python models remotely, and parts of texts that are put together otherwise here.
const without = new Set([
  'flight_name',
  'default__flight_name',
  'duckdb__flight_name',
  'duckdb__dispatch_temporary_relation',
  'duckdb__get_batch_size',
  'duckdb__get_catalog_columns_sql',
  'duckdb__get_catalog_results_sql',
  'duckdb__get_catalog_tables_sql',
  'materialization_table_duckdb',
  'materialization_incremental_duckdb',
])

describe('every macro of dbt', () => {
  const ours = new Map(['builtins/dbt', 'src/adapters/duckdb/macros'].flatMap((folder) => signatures(join(root, folder))))

  it('is there, with its parameters', () => {
    const wanted = Object.entries(answers.signatures).filter(([name]) => !without.has(name) && !name.startsWith('materialization_'))
    const differing = wanted.filter(([name, parameters]) => !isPrefix(ours.get(name), parameters))
    expect(differing.map(([name, parameters]) => ({ name, wanted: parameters, found: ours.get(name) }))).toEqual([])
  })
})

/** Parameters of DuckLake's at the end of create_table_as are read from the config here. */
function isPrefix(found: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const shared = wanted.filter((name) => !['partitioned_by?', 'sorted_by?'].includes(name))
  return found !== undefined && shared.every((name, index) => found[index] === name)
}

function signatures(folder: string): [string, string[]][] {
  const files = readdirSync(join(folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'))
  return files.flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return [...text.matchAll(/{%-?\s*(macro|test)\s+(\w+)\s*\((.*)\)\s*-?%}/g)].map(([, kind, name, list]): [string, string[]] => [
      kind === 'test' ? `test_${name}` : (name as string),
      parameters(list ?? ''),
    ])
  })
}

function parameters(list: string): string[] {
  // Defaults hold commas and brackets: names are what follows a comma at depth 0.
  const flat = list.replace(/'[^']*'|"[^"]*"/g, '').replace(/\([^()]*\)|\[[^[\]]*\]|{[^{}]*}/g, '')
  const parts = flat.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '').map((part) => (part.includes('=') ? `${part.split('=')[0]?.trim()}?` : part))
}

describe('what a macro renders to', () => {
  let texts: Map<string, string>
  beforeAll(async () => {
    const { code, text } = await project.sluice(['compile', '--select', 'calls'])
    expect(text).not.toContain('✗')
    expect(code).toBe(0)
    const parts = project
      .read('target/compiled/bench/analyses/calls.sql')
      .split(/^-- call: (.*)$/m)
      .slice(1)
    texts = new Map(parts.flatMap((part, index) => (index % 2 === 0 ? [[part, oneLine(parts[index + 1] ?? '')]] : [])))
  })

  it.each(Object.entries(answers.calls))('%s', (call, answer) => {
    expect(tight(texts.get(call))).toBe(tight(answer))
  })
})

/** White space beside punctuation means nothing in SQL. */
const tight = (text: string | undefined): string | undefined => text?.replace(/ ?([(),]) ?/g, '$1')

describe('what a build leaves behind', () => {
  describe.each(Object.entries(answers.builds))('%s', (_name, wanted) => {
    let found: Awaited<ReturnType<typeof relations>>
    beforeAll(async () => {
      await project.sluice(['build', ...wanted.flags, '--vars', JSON.stringify(wanted.vars), '--no-docs'])
      found = await relations(project)
    })

    it('ends alike', () => expect(statuses(project)).toEqual(wanted.statuses))

    it('has no relation more', () => expect(Object.keys(found).sort()).toEqual(Object.keys(wanted.relations).sort()))

    it.each(Object.entries(wanted.relations))('%s', (name, relation) => expect(found[name]).toEqual(relation))

    it.runIf(wanted.compiled)('compiles to the same SQL', () => expect(compiled(project)).toMatchObject(wanted.compiled ?? {}))
  })
})

it('describes every relation alike in the catalog', async () => {
  await project.sluice(['docs', 'generate'])
  expect(catalog(project)).toEqual(answers.catalog)
})

it('finds sources as fresh as dbt does', async () => {
  await project.sluice(['source', 'freshness'])
  expect(freshness(project)).toEqual(answers.freshness)
})
