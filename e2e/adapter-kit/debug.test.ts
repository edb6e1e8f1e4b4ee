// `debug --conformance`: what it prints, what it exits with, and that nothing is left, whatever happens.
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { project } from '../harness/project.js'

const schemas = "select count(*) as n from information_schema.schemata where schema_name like 'sluice_conformance%'"

async function leftIn(shop: ReturnType<typeof project>): Promise<unknown> {
  const { stdout } = await shop.sluice(['show', '--inline', schemas, '--output', 'json', '--quiet'])
  return JSON.parse(stdout).show
}

it('prints a line a case, a summary, and exits 0', async () => {
  const shop = project()
  const { code, text } = await shop.sluice(['debug', '--conformance', '--cases', 'value.*', 'grant.select'])
  expect(code).toBe(0)
  expect(text).toMatch(/PASS {2}value\.integer-largest +\d\.\d\d s/)
  expect(text).toMatch(/SKIP {2}grant\.select +duckdb does not declare grants/)
  expect(text).toMatch(/14 passed, 0 failed, 1 skipped/)
  expect(await leftIn(shop)).toEqual([{ n: 0 }])
  shop.remove()
})

it('names the groups where no case is named so', async () => {
  const shop = project()
  const { code, text } = await shop.sluice(['debug', '--conformance', '--cases', 'nothing.*'])
  expect([code, text.includes('session.*')]).toEqual([2, true])
  shop.remove()
})

it('drops its schemas after Ctrl-C as well', async () => {
  const shop = project()
  const child = shop.start(['debug', '--conformance'])
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes('session.select') && !child.killed) child.kill('SIGINT')
  }
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).not.toBe(0)
  expect(text).toMatch(/SKIP {2}\S+ +the run was cancelled/)
  expect(await leftIn(shop)).toEqual([{ n: 0 }])
  shop.remove()
})
