import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SluiceError, SluiceErrors } from '../../core/error.js'
import { createInvocation, type Invocation } from '../../core/invocation.js'
import type { Manifest } from '../../core/manifest.js'
import type { Project } from '../../core/project.js'
import { loadProject } from '../../load/index.js'
import { parseKept, parseProject } from '../index.js'
import { testdata } from '../testdata/projects.js'
import { type Calling, randomEdits } from '../testdata/random-edits.js'

/** SLUICE_EDITS, the number of runs of forty edits, makes a long search of it. */
const runs = Number(process.env.SLUICE_EDITS ?? 0)
const firstSeed = Number(process.env.SLUICE_SEED ?? 1)
const projects = runs > 0 ? ['kinds', 'packages', 'everything', 'versions'] : ['everything', 'versions']

type Parse = (project: Project, invocation: Invocation) => Promise<Manifest>

function invocationOf(folder: string, { flags, env, now }: Calling): Invocation {
  const base = { which: 'parse', threads: undefined, target: undefined, profile: undefined, vars: {}, fullRefresh: undefined }
  const all = { ...base, failFast: false, warnError: false, empty: false, ...flags }
  return createInvocation({ cwd: folder, env: { ...env }, flags: all, now: () => new Date(now) })
}

/** All a parse says: the manifest with its places, or the errors; and every event. */
async function answer(folder: string, calling: Calling, parse: Parse): Promise<{ manifest: unknown; events: unknown; hits: boolean }> {
  const invocation = invocationOf(folder, calling)
  const events: unknown[] = []
  invocation.events.attach({ name: 'test', on: ({ name, level, code, data }) => void events.push({ name, level, code, data }) })
  try {
    const project = await loadProject(invocation)
    const manifest = await parse(project, invocation)
    const created = Object.values(manifest.macros)[0]?.created_at
    return { manifest: plain(manifest), events: plain(events), hits: created !== invocation.startedAt.getTime() / 1000 }
  } catch (error) {
    if (!(error instanceof SluiceError || error instanceof SluiceErrors)) throw error
    return { manifest: plain('errors' in error ? error.errors : [error]), events: plain(events), hits: false }
  }
}

/** With kinds of numbers told apart, and nothing of when it was made. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => {
      if (key === 'created_at' || item === undefined) return item === undefined ? '(undefined)' : 0
      if (item instanceof Map) return [...item].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, place]) => [id, { ...place }])
      return item instanceof Number ? `Float ${item.valueOf()}` : item
    }),
  )
}

test.each(projects)(
  'through random edits of %s, a parse from what was kept is the parse from nothing',
  async (name) => {
    let hits = 0
    for (let seed = firstSeed; seed < firstSeed + Math.max(1, runs); seed++) {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-kept-'))
      try {
        cpSync(join(testdata, 'projects', name), folder, { recursive: true })
        const target = join(folder, 'target')
        const { next, calling } = randomEdits(folder, join(target, '.sluice', 'parse'), seed)
        const done: string[] = []
        for (let step = 0; step < (runs > 0 ? 40 : 8); step++) {
          const kept = await answer(folder, calling, (project, invocation) => parseKept(project, invocation, target))
          const fresh = await answer(folder, calling, parseProject)
          expect({ ...kept, hits: 0 }, `seed ${seed} after ${done.join('\n')}`).toEqual({ ...fresh, hits: 0 })
          hits += kept.hits ? 1 : 0
          done.push(next())
          calling.now += 1000
        }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
    expect(hits).toBeGreaterThan(0)
  },
  3_600_000,
)
