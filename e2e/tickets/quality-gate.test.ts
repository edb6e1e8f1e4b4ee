// Rejected tickets up to 0.05 % pass, above that they are a warning, and from 0.1 % on nothing that depends on them is built.
import { describe, expect, it } from 'vitest'
import { statuses, tally, ticketsProject } from './project.js'

const MINUTES = 180_000
const GATED = ['int_ticket_days', 'port_geography', 'tickets_daily_check', 'exec_kpis', 'carrier_activity_daily']

describe('the share of rejected tickets', () => {
  it(
    'stops what depends on them at 0.11 %, and says why',
    async () => {
      const project = ticketsProject({ data: false })
      try {
        expect(await project.generate('--reject-ppm', '1100')).toMatchObject({ code: 0 })
        const outcome = await project.build()
        expect(outcome.code).toBe(1)
        expect(outcome.output).toContain('reject_share')
        const reached = statuses(project)
        expect(reached['model.carrier_tickets.tickets']).toBe('success')
        expect(reached['model.carrier_tickets.ticket_rejects']).toBe('success')
        for (const model of GATED) expect(reached[`model.carrier_tickets.${model}`], model).toBe('skipped')
        const gate = project.results().filter(({ unique_id }) => unique_id.startsWith('test.carrier_tickets.reject_share'))
        expect(gate).toMatchObject([{ status: 'fail', failures: 1100 }])
        expect(tally(project)).toMatchObject({ error: 1, warn: 1 })
      } finally {
        project.remove()
      }
    },
    MINUTES,
  )

  it.each([
    { ppm: 900, warn: 2 },
    { ppm: 500, warn: 1 },
  ])(
    'passes at $ppm in a million (warnings: $warn)',
    async ({ ppm, warn }) => {
      const project = ticketsProject({ data: false })
      try {
        expect(await project.generate('--reject-ppm', String(ppm))).toMatchObject({ code: 0 })
        expect(await project.build()).toMatchObject({ code: 0 })
        expect(tally(project)).toEqual({ warn, error: 0, skip: 0 })
      } finally {
        project.remove()
      }
    },
    MINUTES,
  )
})
