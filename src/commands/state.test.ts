import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { EventPayloads, RunEvent } from '../core/event.js'
import { createInvocation, type Flags } from '../core/invocation.js'
import { projectFolder } from './locate-project.js'
import type { OpenProject } from './open-project.js'
import { readState, readStateToClone } from './state.js'

const folder = mkdtempSync(join(tmpdir(), 'sluice-state-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
for (const name of ['target', 'kept']) {
  mkdirSync(join(folder, name))
  writeFileSync(
    join(folder, name, 'run_results.json'),
    JSON.stringify({ metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json' }, results: [] }),
  )
}

async function told(flags: Partial<Flags>, read = readState): Promise<EventPayloads['Warning'][]> {
  const events: RunEvent[] = []
  const invocation = createInvocation({ cwd: folder, env: {}, flags: { which: 'clone', vars: {}, ...flags } as Flags })
  invocation.events.attach({ name: 'kept', on: (event) => void events.push(event) })
  await read({ targetDir: join(folder, 'target') } as OpenProject, invocation)
  return events.map((event) => event.data as EventPayloads['Warning'])
}

it('clone needs a state, in the words of dbt', async () => {
  await expect(told({}, readStateToClone)).rejects.toMatchObject({
    code: 'STATE_NOT_FOUND',
    message: '--state or --defer-state are required for deferral, but neither was provided',
  })
})

it.each(['target', './target/', join(folder, 'target')])('a state that is the target folder is warned of: %s', async (state) => {
  expect(await told({ state })).toMatchObject([
    { code: 'STATE_IS_TARGET', dbtName: 'WarnStateTargetEqual', message: `The state and target directories are the same: '${state}'` },
  ])
})

it('a state of its own is not', async () => {
  expect(await told({ state: 'kept' })).toEqual([])
})

it('a project folder that is given must be there', () => {
  expect(projectFolder(folder, 'kept', {})).toBe(join(folder, 'kept'))
  expect(() => projectFolder(folder, 'nowhere', {})).toThrow("Invalid value for '--project-dir': Path 'nowhere' does not exist.")
})
