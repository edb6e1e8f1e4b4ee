import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, project, root } from '../harness/project.js'
import { broken, shop } from './shop.js'

const api = (await import(`${root}/dist/index.js`)) as typeof import('../../src/index.js')

let one: Project
let two: Project
beforeAll(() => {
  one = project(shop)
  two = project({ ...shop, ...broken })
})
afterAll(() => {
  one.remove()
  two.remove()
})

describe('the programmatic interface', () => {
  it('builds two projects in one process at the same time', async () => {
    const [good, bad] = await Promise.all([
      api.build({ projectDir: one.folder, env: {}, vars: { a: 1 } }),
      api.build({ projectDir: two.folder, env: {}, select: 'broken+' }),
    ])
    expect(good.success).toBe(true)
    expect(good.results).toHaveLength(6)
    expect(bad.success).toBe(false)
    expect(bad.results.map(({ status }) => status)).toEqual(['error', 'skipped'])
  })

  it('gives events while it runs', async () => {
    const names: string[] = []
    for await (const event of api.run({ projectDir: one.folder, env: {} })) names.push(event.name)
    expect(names[0]).toBe('MainReportVersion')
    expect(names).toContain('LogModelResult')
    expect(names.at(-1)).toBe('CommandCompleted')
  })

  it('lists, parses and shows', async () => {
    const options = { projectDir: one.folder, env: {} }
    expect(await api.list({ ...options, select: ['customers', 'stg_orders'], output: 'name', resourceTypes: ['model'] })).toEqual([
      'customers',
      'stg_orders',
    ])
    expect(Object.keys((await api.parse(options)).nodes)).toHaveLength(6)
    expect(await api.show({ ...options, inline: 'select 1 as id' })).toEqual([{ name: 'inline_query', columns: ['id'], rows: [[1]] }])
  })

  it('rejects with a coded error when the project keeps it from running', async () => {
    await expect(api.build({ projectDir: one.folder, env: {}, target: 'prod' })).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
    await expect(async () => {
      for await (const _event of api.build({ projectDir: '/nowhere', env: {} }));
    }).rejects.toMatchObject({ code: 'USAGE' })
    await expect(api.build({ projectDir: `${one.folder}/models`, env: {} })).rejects.toMatchObject({ code: 'PROJECT_NOT_FOUND' })
  })

  it('says no more than that it was cancelled, however early', async () => {
    const cancel = new AbortController()
    const told: unknown[] = []
    const sink = {
      name: 'impatient',
      on(event: { readonly name: string; readonly data: unknown }) {
        if (event.name === 'SQLQuery') cancel.abort()
        if (event.name === 'MainEncounteredError') told.push(event.data)
      },
    }
    const run = api.build({ projectDir: one.folder, env: {}, signal: cancel.signal, sinks: [sink] })
    await expect(run).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(told).toEqual([{ code: 'INTERRUPTED', message: 'the run was cancelled' }])
  })

  it('stops when cancelled', async () => {
    const run = api.build({ projectDir: one.folder, env: {} })
    run.cancel()
    const outcome = await run.then(
      (value) => value.success,
      (error: { code: string }) => error.code,
    )
    expect([false, 'INTERRUPTED']).toContain(outcome)
  })
})
