// Lineage of the example project, checked by hand against its SQL. Asked in this process, as starting it takes longer than the answer.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '../../src/commands/index.js'
import { type Project, projectAt } from '../harness/project.js'
import { ticketsProject } from '../tickets/project.js'

interface End {
  readonly node: string
  readonly column: string | null
}
interface Answer {
  readonly edges: readonly { readonly from: End; readonly to: End; readonly kind: string; readonly effects: readonly string[] }[]
  readonly columns: readonly (End & {
    readonly expression: readonly { readonly within: string | null; readonly sql: string }[]
    readonly line: number
  })[]
  readonly up: unknown
}
interface Named {
  readonly node: { readonly name: string }
}
interface Impact {
  readonly level: string
  readonly changed: readonly Named[]
  readonly touched: readonly (Named & { readonly effect: string; readonly through: readonly End[] })[]
  readonly owners: readonly { readonly owner: string }[]
}

let project: Project
beforeAll(() => {
  project = projectAt(ticketsProject({ data: false }).dir)
})
afterAll(() => project.remove())

/** What the command gives, and what it prints. */
async function lineage<T>(args: readonly string[], flags: Readonly<Record<string, unknown>>) {
  const run = call('lineage', { projectDir: project.folder, ...flags }, args, (result) => ({
    success: result.success,
    value: result.value as T,
  }))
  const printed: string[] = []
  for await (const event of run) if (event.name === 'PrintEvent') printed.push((event.data as { msg: string }).msg)
  return { ...(await run), printed: printed.join('\n') }
}

const ask = async (column: string, flags: Readonly<Record<string, unknown>>) => (await lineage<Answer>([column], flags)).value
const short = ({ node, column }: End) => [node.replace(/^\w+\.carrier_tickets\./, ''), ...(column === null ? [] : [column])].join('.')
const edges = (answer: Answer) =>
  answer.edges.map(({ from, to, kind, effects }) => `${short(to)} ← ${[kind, ...effects].join(' ')} ${short(from)}`)

it('leads the total of the executives to the feed and the exchange rates, with the expression at each hop', async () => {
  const answer = await ask('exec_kpis.total_value_usd', { up: true })
  expect(edges(answer)).toEqual([
    'exec_kpis.total_value_usd ← aggregate int_ticket_days.total_value_usd',
    'int_ticket_days.total_value_usd ← aggregate tickets.amount_usd',
    'tickets.amount_usd ← passthrough int_tickets_validated.amount_usd',
    'int_tickets_validated.amount_usd ← derive stg_ticket_changes.total_amount',
    'int_tickets_validated.amount_usd ← derive int_fx_periods.usd_rate',
    'stg_ticket_changes.total_amount ← passthrough carrier_feed.ticket_changes.total_amount',
    'int_fx_periods.usd_rate ← passthrough fx_rates.usd_rate',
  ])
  expect(answer.up).toEqual({ hops: 5, columns: 7, nodes: { model: 5, source: 1, seed: 1 }, ends: 2 })
  const steps = Object.fromEntries(
    answer.columns.map((each) => [short(each), each.expression.map(({ within, sql }) => `${within ?? ''}: ${sql}`)]),
  )
  expect(steps['exec_kpis.total_value_usd']).toEqual([
    ': cast(totals.total_value_usd as decimal(18, 2))',
    'totals: sum(days.total_value_usd)',
  ])
  expect(steps['int_ticket_days.total_value_usd']).toEqual([
    ': cast(coalesce(accepted.total_value_usd, 0) as decimal(18, 2))',
    'accepted: cast(sum(amount_usd) as decimal(18, 2))',
  ])
  expect(steps['int_tickets_validated.amount_usd']?.[0]).toBe(': cast(round(total_amount * usd_rate, 2) as decimal(18, 2))')
  // The line of the template, not of what it renders to.
  const written = project.read('models/tickets/marts/exec_kpis.sql').split('\n')
  expect(written[(answer.columns.find((each) => short(each) === 'exec_kpis.total_value_usd')?.line ?? 0) - 1]).toContain(
    'as total_value_usd',
  )
})

it('leads a column of the feed down to marts, tests and exposures, and tells what filters and joins', async () => {
  const down = edges(await ask('carrier_feed.ticket_changes.transaction_date', { down: true }))
  expect(down).toEqual(
    expect.arrayContaining([
      'stg_ticket_changes.transaction_date ← passthrough carrier_feed.ticket_changes.transaction_date',
      'int_tickets_validated.transaction_date ← derive stg_ticket_changes.transaction_date',
      'tickets.year ← derive int_tickets_validated.transaction_date',
      'port_geography.first_transaction_date ← aggregate tickets.transaction_date',
      'ticket_rejects.transaction_date ← passthrough stg_ticket_changes.transaction_date',
      'executive_dashboard ← table port_geography.last_transaction_date',
    ]),
  )
  expect(down.some((edge) => /^not_null_tickets_transaction_date\.\w+ ← test tickets\.transaction_date$/.test(edge))).toBe(true)
  // No test of another column, though its failing rows would show this one.
  expect(down.some((edge) => edge.startsWith('not_null_tickets_amount_usd'))).toBe(false)

  const rows = edges(await ask('port_geography.tickets', { up: true, depth: 1, indirect: true }))
  expect(rows).toEqual(
    expect.arrayContaining([
      'port_geography ← rows join ports.port_id',
      expect.stringMatching(/^port_geography ← rows .*join.* tickets\.port_id$/),
    ]),
  )
})

it('tells what a change touches: through which columns, breaking first, with owners, and what does not matter to anybody', async () => {
  await call('parse', { projectDir: project.folder, targetPath: 'before' }, [], () => undefined)
  const model = 'models/tickets/intermediate/int_tickets_validated.sql'
  const before = project.read(model)
  const impact = (flags: Readonly<Record<string, unknown>> = {}) => lineage<Impact>([], { impact: true, state: 'before', ...flags })
  const names = (list: readonly Named[]) => list.map(({ node }) => node.name)

  project.write({ [model]: `-- said otherwise\n${before.replace('total_amount * usd_rate, 2', 'total_amount * usd_rate, 3')}` })
  const { value, success } = await impact({ failOn: 'breaking' })
  expect(success).toBe(false)
  expect(names(value.changed)).toEqual(['int_tickets_validated'])
  expect(value.changed[0]).toMatchObject({ level: 'breaking', rows: false, columns: [{ column: 'amount_usd', change: 'value' }] })
  const dashboard = value.touched.find(({ node }) => node.name === 'executive_dashboard')
  expect(dashboard).toMatchObject({
    effect: 'values',
    through: [{ node: 'model.carrier_tickets.int_tickets_validated', column: 'amount_usd' }],
  })
  expect(names(value.touched)).toEqual(
    expect.arrayContaining(['exec_kpis', 'port_geography', 'totals_agree', 'not_null_tickets_amount_usd']),
  )
  expect(names(value.touched).filter((name) => /^(ticket_rejects|not_null_tickets_carrier_id)$/.test(name))).toEqual([])
  expect(value.owners.map(({ owner }) => owner)).toContain('Finance reporting <finance@example.com>')

  // A column that is taken away breaks who names it, and nobody else.
  const last = before.lastIndexOf('    bunker_grade,\n')
  project.write({ [model]: before.slice(0, last) + before.slice(last + '    bunker_grade,\n'.length) })
  const comment = (await impact({ output: 'markdown' })).printed
  expect(comment).toContain('### ⚠️ Breaking change\n\n1 node changed, 1 breaking; 3 readers touched, 1 of them breaks.')
  expect(comment).toContain('| `int_tickets_validated` | `- bunker_grade` is gone | **breaking** |')
  expect(comment).toContain(
    '| model `tickets` | `bunker_grade` | `int_tickets_validated.bunker_grade` | Ticket intake &lt;intake@example.com&gt; |',
  )

  project.write({ [model]: `{# only words #}\n${before}` })
  expect(await impact({ failOn: 'breaking' })).toMatchObject({ success: true, printed: 'Nothing changed that a reader would notice.' })
  rmSync(join(project.folder, 'before'), { recursive: true })
  await expect(impact()).rejects.toMatchObject({ code: 'STATE_NOT_FOUND' })
  project.write({ [model]: before })
})

it('draws a tree and a chart, answers slips with what was meant, and only reads', async () => {
  rmSync(join(project.folder, 'logs'), { recursive: true, force: true })
  const tree = await project.sluice(['lineage', 'exec_kpis.total_value_usd', '--up'])
  expect(tree.stdout).toMatchSnapshot()
  expect(tree.stdout.split('\n').filter((line) => line.length > 120)).toEqual([])
  expect((await lineage(['int_fx_periods.valid_to'], { mermaid: true, up: true })).printed).toMatchSnapshot()
  const slip = expect.objectContaining({ hint: 'did you mean exec_kpis.total_value_usd?' })
  await expect(ask('exec_kpis.total_value_used', {})).rejects.toMatchObject({ code: 'LINEAGE_COLUMN_NOT_FOUND', fields: slip })
  expect(['logs', 'tickets.duckdb'].filter((path) => project.exists(path))).toEqual([])
})
