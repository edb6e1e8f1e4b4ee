import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, type TicketsProject, tally, ticketsProject } from './project.js'

const MINUTES = 180_000
const DAILY = ['carrier_activity_daily', 'vessel_activity_daily', 'fuel_type_daily']

describe('one more day of the feed', () => {
  let project: TicketsProject
  beforeAll(async () => {
    project = ticketsProject()
    expect(await project.build()).toMatchObject({ code: 0 })
  }, MINUTES)
  afterAll(() => project.remove())

  it(
    'recomputes the days it touches, and no other',
    async () => {
      // a mark that only a recomputed day loses
      for (const mart of DAILY) await project.sql(`update dev.${mart} set total_quantity = -1`)
      expect(await project.generate('--next-day')).toMatchObject({ code: 0, output: expect.stringContaining('2026-11-01') })
      expect(await project.build()).toMatchObject({ code: 0 })
      expect(tally(project)).toEqual({ warn: 2, error: 0, skip: 0 })

      const touched = await project.sql(`
        select distinct cast(transaction_date as varchar) as day
        from 'data/raw/tickets/day=*/*.parquet'
        where cast(loaded_at as date) = date '2026-11-01'
        order by 1`)
      expect(touched).toHaveLength(4)
      for (const mart of DAILY) {
        const days = `select distinct cast(transaction_date as varchar) as day from dev.${mart} where total_quantity`
        expect(await project.sql(`${days} <> -1 order by 1`), mart).toEqual(touched)
        expect(await project.sql(`${days} = -1`), mart).toHaveLength(34 - touched.length)
        await project.sql(`delete from dev.${mart} where total_quantity = -1`)
      }
      expect(await project.build()).toMatchObject({ code: 0 })
    },
    MINUTES,
  )

  it(
    'ends where a full refresh ends',
    async () => {
      expect(await project.build('--target', 'ci', '--full-refresh')).toMatchObject({ code: 0 })
      expect(await differences(project, 'dev', 'ci')).toEqual({})
    },
    MINUTES,
  )
})
