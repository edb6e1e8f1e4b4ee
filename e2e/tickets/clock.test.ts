// Nothing but the target prod looks at the clock: the same build in 400 days, and figures as of the day that is asked for.
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute, fingerprint, ROOT, type TicketsProject, TOOL, tally, ticketsProject } from './project.js'

const MINUTES = 180_000
const DAYS_400 = String(400 * 24 * 3600)

// The shared object that moves the clock of any program, compiled from the file beside this one; undefined where there is no compiler.
function clockShift(): string | undefined {
  const file = join(mkdtempSync(join(tmpdir(), 'sluice-clock-')), 'clock-shift.so')
  const source = join(ROOT, 'e2e', 'tickets', 'clock-shift.c')
  const made = process.platform === 'linux' && spawnSync('cc', ['-shared', '-fPIC', '-o', file, source, '-ldl']).status === 0
  return made ? file : undefined
}

const shift = clockShift()

describe('the clock', () => {
  let project: TicketsProject
  beforeAll(async () => {
    project = ticketsProject()
    expect(await project.build()).toMatchObject({ code: 0 })
  }, MINUTES)
  afterAll(() => project.remove())

  const ofDay = "select cast(as_of_date as varchar) || ' ' || tickets || ' ' || total_value_usd from dev.exec_kpis"

  it(
    'is the newest day loaded, unless a day is given',
    async () => {
      expect(await project.value(ofDay)).toMatch(/^2026-10-31 59778 /)
      expect(await project.build('--vars', '{as_of: 2026-10-15}')).toMatchObject({ code: 0 })
      expect(await project.value(ofDay)).toMatch(/^2026-10-15 /)
      expect(await project.value('select cast(max(transaction_date) as varchar) from dev.tickets_daily_check')).toBe('2026-10-15')
      expect(await project.value('select count(*)::int from dev.tickets_daily_check where is_as_of')).toBe(1)
      expect(tally(project)).toEqual({ warn: 2, error: 0, skip: 0 })
    },
    MINUTES,
  )

  it(
    'is yesterday in production, where a day without data is a row of zeros',
    async () => {
      expect(await project.build('--target', 'prod')).toMatchObject({ code: 0 })
      expect(await project.value('select as_of_date in (current_date - 1, current_date - 2) from prod.exec_kpis')).toBe(true)
      const records = 'select total_records::int from prod.tickets_daily_check where is_as_of'
      const tickets = 'select count(*)::int from prod.tickets where transaction_date = (select as_of_date from prod.exec_kpis)'
      expect(await project.value(records)).toBe(await project.value(tickets))
    },
    MINUTES,
  )

  it.skipIf(shift === undefined)(
    'shows a date 400 days on and the build is the same',
    async () => {
      const later = ticketsProject()
      try {
        const env = { LD_PRELOAD: shift as string, SHIFT_SECONDS: DAYS_400 }
        const seconds = async (extra: Record<string, string>) => Number((await execute('date', ['+%s'], later.dir, extra)).output)
        expect((await seconds(env)) - (await seconds({}))).toBeGreaterThan(399 * 24 * 3600)
        expect(await execute(TOOL, ['build', '--select', 'tickets+'], later.dir, env)).toMatchObject({ code: 0 })
        expect(tally(later)).toEqual({ warn: 2, error: 0, skip: 0 })
        expect(await project.build()).toMatchObject({ code: 0 })
        expect(await fingerprint(later, 'dev')).toEqual(await fingerprint(project, 'dev'))
      } finally {
        later.remove()
      }
    },
    MINUTES,
  )
})
