// Seeds that change under incremental models: what stands is what today's master data says, as after a full refresh.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, fingerprint, type TicketsProject, ticketsProject } from './project.js'

const MINUTES = 240_000

function editFile(file: string, change: (text: string) => string): () => void {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(file, after)
  return () => writeFileSync(file, before)
}

describe('a change of master data', () => {
  let project: TicketsProject
  const edit = (name: string, change: (text: string) => string) => editFile(join(project.dir, 'seeds', 'tickets', `${name}.csv`), change)
  beforeAll(async () => {
    project = ticketsProject()
    expect(await project.build()).toMatchObject({ code: 0 })
  }, MINUTES)
  afterAll(() => project.remove())

  it(
    'moves exactly the tickets of a carrier that left, and brings them back with it',
    async () => {
      const before = await fingerprint(project, 'dev')
      await project.sql('create schema aside')
      await project.sql('create table aside.tickets as from dev.tickets')
      await project.sql('create table aside.rejects as from dev.ticket_rejects')
      const restore = edit('carriers', (text) => text.replace(/^C025,.*\n/m, ''))
      expect((await project.build()).code).toBe(1)
      const left = 'select ticket_id from aside.tickets where carrier_id = '
      expect(await project.value(`select count(*) > 100 from (${left} 'C025')`)).toBe(true)
      expect(await project.sql(`select ticket_id from aside.tickets except all select ticket_id from dev.tickets order by 1`)).toEqual(
        await project.sql(`${left} 'C025' order by 1`),
      )
      expect(await project.sql('from dev.tickets except all from aside.tickets')).toEqual([])
      expect(
        await project.sql('from dev.ticket_rejects except all from aside.rejects').then((rows) => new Set(rows.map((r) => r.broken_rule))),
      ).toEqual(new Set(['unknown_carrier']))
      expect(
        await project.sql(`select ticket_id from dev.ticket_rejects except all select ticket_id from aside.rejects order by 1`),
      ).toEqual(await project.sql(`${left} 'C025' order by 1`))
      expect(await project.sql('from aside.rejects except all from dev.ticket_rejects')).toEqual([])

      restore()
      expect(await project.build()).toMatchObject({ code: 0 })
      await project.sql('drop schema aside cascade')
      const { carriers_snapshot: then, ...others } = before
      const { carriers_snapshot: now, ...same } = await fingerprint(project, 'dev')
      expect(same).toEqual(others)
      expect(now).not.toBe(then)
    },
    MINUTES,
  )

  it(
    'releases the rejects of a carrier that was added, and restates what a rate or a spelling changed',
    async () => {
      const unknown = await project.value("select min(carrier_id) from dev.ticket_rejects where broken_rule = 'unknown_carrier'")
      edit('carriers', (text) => `${text}${unknown},Newcomer Lines,FR,spot,true,2026-10-30 08:00:00\n`)
      edit('fx_rates', (text) => `${text.replace(/^(2026-10-0[5-9],EUR),.*$/gm, '$1,1.250000')}2026-10-10,VES,0.010000\n`)
      edit('fuel_spellings', (text) => text.replace('mogas,Gasoline', 'mogas,Biofuel'))
      expect(await project.build()).toMatchObject({ code: 0 })
      expect(await project.value(`select count(*) > 0 from dev.tickets where carrier_id = '${unknown}'`)).toBe(true)
      expect(await project.value("select count(*) > 0 from dev.tickets where fuel_type_raw = 'mogas' and fuel_type = 'Biofuel'")).toBe(true)
      expect(await project.value("select count(*) > 0 from dev.tickets where currency = 'EUR' and usd_rate = 1.25")).toBe(true)
      expect(await project.value("select count(*) > 0 from dev.tickets where currency = 'VES'")).toBe(true)
      expect(await project.build('--target', 'ci', '--full-refresh')).toMatchObject({ code: 0 })
      expect(Object.keys(await differences(project, 'dev', 'ci'))).toEqual(['carriers_snapshot'])
    },
    MINUTES,
  )
})
