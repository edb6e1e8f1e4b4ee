/** What must hold of every failure: coded, placed, naming the target, and without a secret anywhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { expectIntact, filesBelow } from '../../bad-input/intact.js'
import type { Outcome, Project } from '../../harness/project.js'

export interface Told {
  readonly code: string
  /** `profiles.yml:5` or `models/a.sql:2`. */
  readonly place: string
  readonly target: string
  readonly secret: string
}

export function expectTold(made: Project, outcome: Pick<Outcome, 'text'>, { code, place, target, secret }: Told): void {
  expect(outcome.text).toMatch(new RegExp(`✗ ${code} {2}${place.replaceAll('.', '\\.')}:\\d`))
  expect(outcome.text).toContain(`target "${target}" of profile "shop"`)
  expectIntact(made, outcome)
  const kept = [...filesBelow(made, 'target'), ...filesBelow(made, 'logs')].map((file) => readFileSync(join(made.folder, file), 'utf8'))
  for (const text of [outcome.text, ...kept]) expect(text).not.toContain(secret)
}

export function profiles(outputs: Readonly<Record<string, string>>): string {
  const [first = 'dev'] = Object.keys(outputs)
  const lines = Object.entries(outputs).map(([name, output]) => `    ${name}: ${output}\n`)
  return `shop:\n  target: ${first}\n  outputs:\n${lines.join('')}`
}

/** Waits until `look` finds something; what it found. */
export async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const started = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() - started > 20_000) throw new TypeError(`waited in vain for ${what}`)
    await new Promise((done) => setTimeout(done, 25))
  }
}

/** Ids of the server processes of the tool that are at work. */
export const busy =
  "select pid, query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and application_name = 'sluice'"
