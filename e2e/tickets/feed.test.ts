// The feed that ships with the repository is what `npm run tickets` makes, with exactly the dirt that is promised.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TicketsProject, ticketsProject } from './project.js'

const MINUTES = 120_000
const files = (folder: string) => `read_parquet('${folder}/day=*/*.parquet', union_by_name = true, hive_partitioning = true)`
const SHIPPED = files('data/raw/tickets')

describe('the ticket feed', () => {
  let project: TicketsProject
  beforeAll(() => {
    project = ticketsProject()
  })
  afterAll(() => project.remove())

  const surplus = (one: string, other: string) => `select count(*)::int from (select * from ${one} except all select * from ${other})`

  it(
    'comes out again, and one more day is the day a longer feed has',
    async () => {
      expect(await project.generate('--out', 'again')).toMatchObject({ code: 0 })
      expect(await project.value(surplus(files('again'), SHIPPED))).toBe(0)
      expect(await project.value(surplus(SHIPPED, files('again')))).toBe(0)

      expect(await project.generate('--out', 'longer', '--rows', '62000', '--days', '31', '--end', '2026-11-01')).toMatchObject({ code: 0 })
      expect(await project.generate('--out', 'again', '--next-day')).toMatchObject({ code: 0 })
      expect(await project.value(surplus(files('again'), files('longer')))).toBe(0)
      expect(await project.value(surplus(files('longer'), files('again')))).toBe(0)
    },
    MINUTES,
  )

  it('has the promised dirt in the promised amount', async () => {
    const [found] = await project.sql(`
      with feed as (from ${SHIPPED}), firsts as (select distinct * exclude (day) from feed where op = 'I')
      select
        (select count(*)::int from feed) as messages,
        (select count(distinct ticket_id)::int from feed) as tickets,
        (select count(*)::int from feed where op = 'U') as updates,
        (select count(*)::int from feed where op = 'D') as deletes,
        (select count(*)::int - (select count(*)::int from firsts) from feed where op = 'I') as resends,
        (select count(*)::int from firsts where cast(loaded_at as date) > transaction_date) as late,
        (select max(cast(loaded_at as date) - transaction_date)::int from firsts) as days_late,
        (select count(*)::int from firsts where vessel_id is null) as without_vessel,
        (select count(*)::int from feed where day > cast(loaded_at as date)) as delivered_later,
        (select cast(min(day) as varchar) from feed where bunker_grade is not null) as bunker_grade_from`)
    expect(found).toEqual({
      messages: 62_278,
      tickets: 60_000,
      updates: 1_200,
      deletes: 180,
      resends: 900,
      late: 300,
      days_late: 3,
      without_vessel: 120,
      delivered_later: 520,
      bunker_grade_from: '2026-10-17',
    })
  })

  it.each([
    ['--rows', 'many'],
    ['--days', '0'],
    ['--end', 'soon'],
    ['--reject-ppm', '20000'],
    ['--sideways', 'yes'],
  ])('refuses %s %s with the usage, and touches nothing', async (...args) => {
    const { code, output } = await project.generate(...args)
    expect(code).toBe(2)
    expect(output).toContain('npm run tickets -- [options]')
    expect(await project.value(`select count(*)::int from ${SHIPPED}`)).toBe(62_278)
  })
})
