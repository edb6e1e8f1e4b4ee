import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { fingerprint, type TicketsProject, TOOL, tally, ticketsProject } from './project.js'

const ONLY_SLUICE = /\.js$/.test(TOOL)
const MINUTES = 120_000

const INCREMENTAL = ['tickets', 'ticket_rejects', 'carrier_activity_daily', 'vessel_activity_daily', 'fuel_type_daily']

function rowsWritten(project: TicketsProject): unknown[] {
  const results = project.results().filter(({ unique_id }) => INCREMENTAL.some((name) => unique_id === `model.carrier_tickets.${name}`))
  return results.map(({ adapter_response }) => adapter_response.rows_affected)
}

describe('the first build on an empty database', () => {
  let project: TicketsProject
  beforeAll(async () => {
    project = ticketsProject()
    expect(await project.build()).toMatchObject({ code: 0 })
  }, MINUTES)
  afterAll(() => project.remove())

  it('ends with the two warnings that are meant, and no error', () => {
    expect(tally(project)).toEqual({ warn: 2, error: 0, skip: 0 })
    const warnings = project.results().filter(({ status }) => status === 'warn')
    expect(warnings.map(({ unique_id, failures }) => [unique_id.split('.')[2], failures]).sort()).toEqual([
      ['reject_share', 700],
      ['tickets_vessel_null_share', 2007],
    ])
  })

  it('keeps 42 tickets out, each for the rule it breaks', async () => {
    const rejects = await project.sql('select broken_rule, count(*)::int as tickets from dev.ticket_rejects group by 1 order by 1')
    expect(rejects).toEqual([
      { broken_rule: 'amount_mismatch', tickets: 18 },
      { broken_rule: 'no_fx_rate', tickets: 6 },
      { broken_rule: 'quantity_out_of_range', tickets: 6 },
      { broken_rule: 'unknown_carrier', tickets: 12 },
    ])
    expect(await project.value('select count(*)::int from dev.tickets')).toBe(60_000 - 180 - 42)
  })

  it('cleans the spellings and drops repeated deliveries', async () => {
    expect(await project.value(`select count(*)::int from 'data/raw/tickets/day=*/*.parquet'`)).toBe(62_278)
    expect(await project.value('select count(*)::int from dev.stg_ticket_changes')).toBe(61_378)
    expect(await project.value('select count(distinct fuel_type)::int from dev.tickets')).toBe(8)
    expect(await project.value('select count(distinct fuel_type_raw)::int from dev.tickets')).toBe(26)
  })

  it('has bunker grades from the sixteenth day on', async () => {
    expect(
      await project.value('select cast(cast(min(loaded_at) as date) as varchar) from dev.tickets where bunker_grade is not null'),
    ).toBe('2026-10-17')
  })

  it('states the five figures of the newest day', async () => {
    const [figures] = await project.sql(
      'select cast(transaction_date as varchar) as day, total_records::int as total_records, unique_tickets::int as unique_tickets, total_value_usd::varchar as value, unique_carriers::int as unique_carriers, fuel_types::int as fuel_types from dev.tickets_daily_check where is_as_of',
    )
    expect(figures).toEqual({
      day: '2026-10-31',
      total_records: 1986,
      unique_tickets: 1986,
      value: '3329229923.03',
      unique_carriers: 40,
      fuel_types: 8,
    })
  })

  it.runIf(ONLY_SLUICE)('writes the lineage page', () => {
    expect(existsSync(join(project.dir, 'target', 'index.html'))).toBe(true)
  })

  it(
    'changes nothing when built again',
    async () => {
      const before = await fingerprint(project, 'dev')
      const rowids = 'select md5(string_agg(rowid || ticket_id, chr(10) order by rowid)) from dev.tickets'
      const written = await project.value(rowids)
      const outcome = await project.build()
      expect(outcome).toMatchObject({ code: 0 })
      expect(await fingerprint(project, 'dev')).toEqual(before)
      expect(await project.value(rowids)).toBe(written)
      if (ONLY_SLUICE) expect(rowsWritten(project)).toEqual([0, 0, 0, 0, 0])
    },
    MINUTES,
  )
})
