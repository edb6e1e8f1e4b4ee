/** Rules in a project on a real DuckDB: what breaks them, what they become, what replaces values. */
import { expect, test } from 'vitest'
import { type RunningProject, withRuntime } from '../../e2e/harness/in-process.js'
import { compileNode } from '../compile/index.js'
import type { TestNode } from '../core/node.js'

const tickets = `select * from (values
  ('T1', 'c1', 'diesel', 5.0, 2.0, 10.0),
  ('T1', 'c2', 'BIOFUEL', 0.0, 2.0, 0.0),
  ('X3', 'c9', 'lng', null, 2.0, 7.0),
  (null, null, null, 8.0, 2.0, 17.0)
) as t(ticket_id, carrier_id, fuel_type, quantity, price, total) -- all`

const rules = `
          - {name: quantity_range, type: value_range, column: quantity, min_value: 0.01, max_value: 100, severity: critical, owner: intake, since: 2026-01-01}
          - {name: open_range, type: value_range, field: quantity, min: 0, inclusive: false, where: "fuel_type = 'BIOFUEL'"}
          - {name: amounts, rule_type: custom_validation, expression: "abs(total - quantity * price) < 0.01", severity: low}
          - {name: known_carrier, type: referential_integrity, column: carrier_id, check_table: carriers, foreign_key: id, threshold: 50 %}
          - {type: uniqueness, columns: [ticket_id]}
          - {type: completeness, column: ticket_id}
          - {name: fuels, type: allowed_values, column: fuel_type, values: [diesel, Biofuel, "{{ 'l' }}ng", '007']}
          - {name: id_form, type: regex, column: ticket_id, pattern: "^T[0-9]{1}$"}
          - {type: replace, column: fuel_type, old_value: BIOFUEL, new_value: Biofuel}
`
const files = (where: string) => ({
  'models/carriers.sql': "select unnest(['c1', 'c2']) as id",
  'models/tickets.sql': tickets,
  'models/s.yml': `models:
  - name: tickets
    config:
      ${where.replace('RULES', rules)}
`,
})

async function failures(running: RunningProject, name: string): Promise<string> {
  const node = Object.values(running.manifest.nodes).find((each) => each.name === name) as TestNode | undefined
  if (!node) return `no ${name}`
  const { code } = await compileNode(running.runtime, node, running.connection)
  const { table } = await running.connection.execute(`select ${String(node.config.fail_calc)} from (${code}) as t`, { fetch: true })
  return String(table.rows[0]?.cells[0])
}

async function build(running: RunningProject): Promise<void> {
  for (const name of ['carriers', 'tickets']) {
    const node = running.manifest.nodes[`model.p.${name}`]
    if (!node) throw new TypeError(name)
    const { code } = await compileNode(running.runtime, node, running.connection)
    await running.connection.execute(`create or replace table main.${name} as ${code}`)
  }
}

test('become tests with names, severity, thresholds and owner; null passes but of completeness', async () => {
  await withRuntime(files(`meta: \n        data_quality_rules:${rules}`), {}, async (running) => {
    await build(running)
    const counts: Record<string, string> = {}
    for (const node of Object.values(running.manifest.nodes))
      if (node.resource_type === 'test') counts[node.name] = await failures(running, node.name)
    expect(counts).toEqual({
      tickets_quantity_range: '1',
      tickets_open_range: '0',
      tickets_amounts: '1',
      tickets_known_carrier: '1',
      tickets_ticket_id_uniqueness: '2',
      tickets_ticket_id_completeness: '1',
      tickets_fuels: '0',
      tickets_id_form: '1',
    })
    const range = Object.values(running.manifest.nodes).find(({ name }) => name === 'tickets_quantity_range') as TestNode
    expect(range.config).toMatchObject({ severity: 'error', meta: { owner: 'intake', since: '2026-01-01', level: 'critical' } })
    expect(range).toMatchObject({ attached_node: 'model.p.tickets', column_name: 'quantity' })
    const carrier = Object.values(running.manifest.nodes).find(({ name }) => name === 'tickets_known_carrier') as TestNode
    expect(carrier.depends_on.nodes.toSorted()).toEqual(['model.p.carriers', 'model.p.tickets'])
    expect(carrier.config).toMatchObject({ error_if: '> 50 %', warn_if: '> 50 %' })
    expect(running.events.filter(({ name }) => name === 'Warning')).toEqual([])
  })
})
