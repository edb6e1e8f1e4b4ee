// Days given in any order, late rows, a delete before its insert, a resend after a delete: the end is that of a full refresh.
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { differences, type TicketsProject, ticketsProject } from './project.js'

// scripts/tickets/at-scale.mjs runs this with a million
const ROWS = process.env.TICKETS_ROWS ?? '20000'
const MINUTES = 300_000 + Number(ROWS) * 2
const DAYS = ['2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31']

// Each step plants messages in the file of one day; loaded_at says when the message was really loaded.
const PLANTED: readonly { readonly day: string; readonly rows: string }[] = [
  // a delete that is delivered four days before its insert
  { day: '2026-10-27', rows: row('PLANT-1', '2026-10-31 19:00:00', 'D') },
  { day: '2026-10-31', rows: row('PLANT-1', '2026-10-28 08:00:00', 'I') },
  // an insert delivered again after its delete, with the time it was first loaded
  { day: '2026-10-27', rows: row('PLANT-2', '2026-10-27 08:00:00', 'I') },
  { day: '2026-10-28', rows: row('PLANT-2', '2026-10-28 20:00:00', 'D') },
  { day: '2026-10-31', rows: row('PLANT-2', '2026-10-27 08:00:00', 'I') },
  // a ticket issued anew under the number of a deleted one
  { day: '2026-10-27', rows: row('PLANT-3', '2026-10-27 08:00:00', 'I') },
  { day: '2026-10-29', rows: row('PLANT-3', '2026-10-28 20:00:00', 'D') },
  { day: '2026-10-28', rows: row('PLANT-3', '2026-10-30 09:00:00', 'I') },
  // a correction, an older one behind it, and a message that was weeks on its way
  { day: '2026-10-28', rows: row('PLANT-4', '2026-10-30 19:00:00', 'U', 7) },
  { day: '2026-10-30', rows: row('PLANT-4', '2026-10-29 19:00:00', 'U', 6) },
  { day: '2026-10-31', rows: row('PLANT-5', '2026-10-02 08:00:00', 'I') },
  // a correction that breaks a rule, and a rejected ticket that is put right
  { day: '2026-10-27', rows: row('PLANT-6', '2026-10-27 08:00:00', 'I') },
  { day: '2026-10-30', rows: row('PLANT-6', '2026-10-30 19:00:00', 'U', 0) },
  { day: '2026-10-30', rows: row('PLANT-7', '2026-10-27 08:00:00', 'I', 0) },
  { day: '2026-10-27', rows: row('PLANT-7', '2026-10-31 19:00:00', 'U', 3) },
]

function row(ticket: string, loadedAt: string, op: string, quantity = 5): string {
  const values = [`'${ticket}'`, "'C001'", "'V001'", "'P001'", "'LNG'", `${quantity}::decimal(18, 2)`, '2::decimal(18, 2)']
  const rest = [`${quantity * 2}::decimal(18, 2)`, "'USD'", "date '2026-10-26'", `timestamp '${loadedAt}'`, `'${op}'`]
  return `(${[...values, ...rest].join(', ')})`
}

const COLUMNS =
  'ticket_id, carrier_id, vessel_id, port_id, fuel_type, quantity, price_per_unit, total_amount, currency, transaction_date, loaded_at, op'

async function prepare(project: TicketsProject): Promise<string> {
  expect(await project.generate('--rows', ROWS, '--days', '5', '--reject-ppm', '600')).toMatchObject({ code: 0 })
  for (const day of DAYS) {
    const rows = PLANTED.filter((planted) => planted.day === day).map((planted) => planted.rows)
    const file = join(project.raw, `day=${day}`, 'planted.parquet')
    if (rows.length > 0) await project.sql(`copy (from (values ${rows.join(', ')}) as t (${COLUMNS})) to '${file}' (format parquet)`)
  }
  const waiting = join(project.dir, 'waiting')
  mkdirSync(waiting)
  for (const day of DAYS) renameSync(join(project.raw, `day=${day}`), join(waiting, `day=${day}`))
  return waiting
}

describe.each([
  { order: [4, 0, 3, 1, 2], name: 'the newest day first' },
  { order: [2, 4, 1, 0, 3], name: 'shuffled' },
])('five days, $name', ({ order }) => {
  it(
    'equal a full refresh into another schema, row for row',
    async () => {
      const project = ticketsProject({ data: false })
      try {
        const waiting = await prepare(project)
        for (const index of order) {
          renameSync(join(waiting, `day=${DAYS[index]}`), join(project.raw, `day=${DAYS[index]}`))
          expect(await project.build(), `with ${DAYS[index]}`).toMatchObject({ code: 0 })
        }
        expect(await project.build('--target', 'ci', '--full-refresh')).toMatchObject({ code: 0 })
        expect(await differences(project, 'dev', 'ci')).toEqual({})

        const standing = await project.sql(
          "select ticket_id, quantity::int as quantity, op from dev.tickets where ticket_id like 'PLANT-%' order by 1",
        )
        expect(standing).toEqual([
          { ticket_id: 'PLANT-3', quantity: 5, op: 'I' },
          { ticket_id: 'PLANT-4', quantity: 7, op: 'U' },
          { ticket_id: 'PLANT-5', quantity: 5, op: 'I' },
          { ticket_id: 'PLANT-7', quantity: 3, op: 'U' },
        ])
        expect(await project.sql("select ticket_id, broken_rule from dev.ticket_rejects where ticket_id like 'PLANT-%'")).toEqual([
          { ticket_id: 'PLANT-6', broken_rule: 'quantity_out_of_range' },
        ])
      } finally {
        project.remove()
      }
    },
    MINUTES,
  )
})
