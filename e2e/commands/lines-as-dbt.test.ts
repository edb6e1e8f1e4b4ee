// The lines of a real dbt over the same project; skipped where there is none (SLUICE_DBT, or `dbt` on PATH).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { dbtCalls } from '../harness/dbt.js'
import { normalise, type Project, project } from '../harness/project.js'
import { type Outcome, realDbt } from '../tickets/project.js'
import { shop } from './shop.js'

const dbt = realDbt()

const files = {
  ...shop,
  'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\non-run-start: ['select 1']\non-run-end: ['select 2']\n",
  'models/fails.yml':
    'models:\n  - name: fails\n    columns:\n      - name: n\n        data_tests: [not_null]\n    config: {tags: [failing]}\n',
  'models/fails.sql': 'select cast(null as integer) as n\n',
  'models/below.sql': "select * from {{ ref('fails') }}\n",
  'snapshots/history.yml':
    "snapshots:\n  - name: history\n    relation: ref('stg_orders')\n    config: {unique_key: order_id, strategy: check, check_cols: all}\n",
}

/** Order is each tool's own, and so are the first lines and what comes after the totals. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^(\d+) of (\d+) /, '<n> of $2 ').trimEnd())
    .filter((line) => line !== '' && !/^(Running with|Registered adapter|Unable to do partial|Found |Lineage page)/.test(line))
    .map((line) => (line.startsWith('<n> of') ? line.replace(/\.{3,}/, '...') : line))
    .sort()
}

/** In this order in either project. */
const commands = [
  ['build', ['build']],
  ['run', ['run', '--select', '+below', 'customers']],
  ['test', ['test']],
  ['seed', ['seed', '--full-refresh']],
  ['snapshot', ['snapshot']],
  ['nothing selected', ['run', '--select', 'nope']],
] as const

describe.runIf(dbt)('the same project with dbt', () => {
  let made: Project
  let other: Project
  let answers: Outcome[]
  beforeAll(async () => {
    made = project(files)
    other = project(files)
    const calls = commands.map(([, args]) => ({ cwd: other.folder, args: [...args, '--threads', '1', '--no-use-colors'] }))
    answers = await dbtCalls(dbt ?? 'dbt', calls)
  }, 240_000)
  afterAll(() => {
    made.remove()
    other.remove()
  })

  it.each(commands.map(([name, args], index) => [name, args, index] as const))('%s', async (_name, args, index) => {
    const ours = await made.sluice([...args, '--threads', '1'])
    const theirs = answers[index]
    expect(lines(ours.text)).toEqual(lines(normalise(theirs?.output ?? '', other.folder)))
    expect(ours.code).toBe(theirs?.code)
  })
})
