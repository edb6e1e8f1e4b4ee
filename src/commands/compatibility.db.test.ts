/** docs/dbt-compatibility.md is true: what it says to work is there, and what it says to be missing is not. */
import { describe, expect, test } from 'vitest'
import { readSections, type Section } from '../../e2e/harness/compatibility-doc.js'
import { tableProbe } from '../../e2e/harness/compatibility-tables.js'
import { type RunningProject, withRuntime } from '../../e2e/harness/in-process.js'
import answersOfDbt from '../../e2e/macros/testdata/dbt-answers.json' with { type: 'json' }
import dbt from './dbt-cli.json' with { type: 'json' }

const sections = readSections()

/** What a template must say to ask for an item; `X` stands for it. */
const questions: Readonly<Record<string, string>> = {
  context: 'X is defined',
  config: 'config.X is defined',
  adapter: 'adapter.X is defined',
  relation: "api.Relation.create(database='d', schema='s', identifier='i', type='table').X is defined",
  column: "api.Column('c', 'varchar(3)').X is defined or api.Column.X is defined",
  modules: 'modules.X is defined',
  exceptions: 'exceptions.X is defined',
  target: 'target.X is defined',
  graph: "'X' in graph",
  table: "run_query('select 1 as a').X is defined",
  macros: 'X is defined or dbt.X is defined',
}

const files = { 'models/m.sql': 'select 1 as a' }

function faults({ title, items }: Section, holds: (item: string) => boolean): string[] {
  return [...items]
    .filter(([item, state]) => holds(item) !== (state !== 'not yet'))
    .map(([item, state]) => `${title}: \`${item}\` is said to be: ${state}`)
}

async function answers({ runtime, manifest, connection }: RunningProject, section: Section): Promise<string[]> {
  const node = manifest.nodes['model.p.m']
  if (!node) throw new TypeError('the project has no model')
  const scope = runtime.nodeScope(node as never, connection, {})
  const question = questions[section.probe] as string
  const list = [...section.items.keys()]
  const text = await scope.render(list.map((item) => `{{ 1 if ${question.replaceAll('X', item)} else 0 }}`).join('\n'))
  const said = text.split('\n')
  return faults(section, (item) => said[list.indexOf(item)] === '1')
}

describe('docs/dbt-compatibility.md', () => {
  test('is read', () => {
    expect(sections.length).toBeGreaterThan(20)
    expect(sections.filter(({ probe }) => !(probe in questions) && !tableProbe(probe)).map(({ probe }) => probe)).toEqual([])
  })

  test('says of tables what they say', () => {
    const found = sections.flatMap((section) => {
      const probe = tableProbe(section.probe)
      return probe ? faults(section, probe) : []
    })
    expect(found).toEqual([])
  })

  test('says of templates what they see', async () => {
    await withRuntime(files, {}, async (running) => {
      const found: string[] = []
      for (const section of sections.filter(({ probe }) => probe in questions)) found.push(...(await answers(running, section)))
      expect(found).toEqual([])
    })
  })

  test.each([
    ['commands', dbt.commands.filter((name) => !['ls', 'source snapshot-freshness'].includes(name))],
    ['flags', dbt.options.filter(({ name }) => !/^deprecated_/.test(name)).flatMap(({ opts }) => opts)],
    ['macros', Object.keys(answersOfDbt.signatures).filter((name) => !/__|^materialization_|^_/.test(name))],
  ])('leaves out none of the %s of dbt', (probe, names) => {
    const told = new Set(sections.filter((section) => section.probe === probe).flatMap(({ items }) => [...items.keys()]))
    expect(names.filter((name) => !told.has(name))).toEqual([])
  })
})
