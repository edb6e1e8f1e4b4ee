// A real dbt builds the same tree: the same nodes and lineage, the same SQL, the same statuses, the same rows. Skipped without a dbt.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbtCalls } from '../harness/dbt.js'
import {
  execute,
  fingerprint,
  type NodeResult,
  type Outcome,
  type Row,
  realDbt,
  type TicketsProject,
  TOOL,
  ticketsProject,
} from './project.js'

const MINUTES = 240_000
const dbt = realDbt()
// e2e/selection holds hundreds of selections to answers dbt gave once
const SELECTIONS = ['--select tickets+', '--select tag:daily --exclude tag:intake', '--selector quality']

interface Built {
  readonly nodes: Record<string, { readonly nodes: readonly string[]; readonly macros: readonly string[] }>
  readonly sql: Record<string, string>
  readonly statuses: Record<string, string>
  readonly rows: Record<string, string>
}

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ').trim()

// depends_on as far as the project's own macros go: which built-in macros a tool needs is its own affair
function lineage(project: TicketsProject): Built['nodes'] {
  const manifest = project.artifact('manifest')
  const nodes = { ...manifest.nodes, ...manifest.sources, ...manifest.exposures, ...manifest.unit_tests }
  const entries = Object.entries(nodes).map(([id, node]) => {
    const on = (node.depends_on ?? {}) as { nodes?: string[]; macros?: string[] }
    const macros = (on.macros ?? []).filter((macro) => macro.startsWith('macro.carrier_tickets.'))
    return [id, { nodes: [...(on.nodes ?? [])].sort(), macros: [...new Set(macros)].sort() }] as const
  })
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)))
}

const label = ({ status, failures }: NodeResult): string => (failures === null || failures === 0 ? status : `${status} ${failures}`)

async function inspect(project: TicketsProject): Promise<Built> {
  const results = [...project.results()].sort((a, b) => a.unique_id.localeCompare(b.unique_id))
  // how a unit test feeds its rows in is each tool's own affair
  const compiled = results.flatMap(({ unique_id, compiled_code }) =>
    compiled_code && !unique_id.startsWith('unit_test.') ? [[unique_id, oneLine(compiled_code)] as const] : [],
  )
  return {
    nodes: lineage(project),
    sql: Object.fromEntries(compiled),
    statuses: Object.fromEntries(results.map((result) => [result.unique_id, label(result)])),
    rows: await fingerprint(project, 'dev'),
  }
}

const nodesOnly = ({ nodes }: Built) => Object.fromEntries(Object.entries(nodes).map(([id, on]) => [id, on.nodes]))

describe.skipIf(dbt === undefined)('a real dbt on the same tree', () => {
  let ours: TicketsProject
  let theirs: TicketsProject
  beforeAll(() => {
    ours = ticketsProject()
    // Monitors stand in meta, which dbt keeps but does not run.
    writeFileSync(join(ours.dir, 'sluice.yml'), 'version: 1\nmonitors: {enabled: false}\n')
    theirs = ticketsProject({ tool: dbt as string })
  })
  afterAll(() => {
    ours.remove()
    theirs.remove()
  })

  describe.each(['first', 'second'])('%s build', (build) => {
    let us: Built
    let them: Built
    beforeAll(async () => {
      const [one, other] = [await ours.build(), await theirs.build()]
      expect(one.code, one.output).toBe(other.code)
      us = await inspect(ours)
      them = await inspect(theirs)
    }, MINUTES)

    // once a relation exists, dbt adds to depends_on.macros those a run happened to call
    it('has the same nodes, which depend on the same nodes and macros', () => {
      const compared = build === 'first' ? (built: Built) => built.nodes : nodesOnly
      expect(compared(us)).toEqual(compared(them))
    })
    it('compiles the same SQL', () => expect(us.sql).toEqual(them.sql))
    it('ends with the same statuses and figures', () => expect(us.statuses).toEqual(them.statuses))
    it('leaves the same rows, of the same types', () => expect(us.rows).toEqual(them.rows))
  })

  it(
    'lists the same',
    async () => {
      const lists = SELECTIONS.map((selection) => ['ls', '--quiet', ...selection.split(' ')])
      const answers = await dbtCalls(
        dbt as string,
        lists.map((args) => ({ cwd: theirs.dir, args })),
      )
      const lines = ({ code, output }: Outcome) => ({ code, lines: output.trim().split('\n').sort() })
      for (const [index, args] of lists.entries())
        expect(lines(await execute(TOOL, args, ours.dir)), args.join(' ')).toEqual(lines(answers[index] as Outcome))
    },
    MINUTES,
  )

  it('left rows to compare', async () => {
    const [counts] = (await ours.sql('select count(*)::int as tickets from dev.tickets')) as Row[]
    expect(counts).toEqual({ tickets: 59_778 })
  })
})
