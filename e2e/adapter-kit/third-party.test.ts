// Adapters that are not built in: what is said of one that is missing, broken, or of another kit.
import { afterEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

const output = (fields: string) => ({ 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev:\n      ${fields}\n` })
const adapter = (text: string) => ({
  ...output('type: fancy\n      adapter: ./fancy.js'),
  'fancy.js': text,
  'package.json': '{"type": "module"}',
})
const facts =
  "inherits: [], macrosDir: '.', capabilities: new Set(), constraintSupport: {}, relationStyle: {}, types: {}, incrementalStrategies: [], " +
  'seedType() {}, parseCredentials() {}, create() {}'

let shop: Project | undefined
afterEach(() => shop?.remove())

async function parsed(files: Readonly<Record<string, string>>): Promise<string> {
  shop = project(files)
  const { code, text } = await shop.sluice(['parse'])
  expect(code).toBe(2)
  expect(text).not.toMatch(/\n\s+at .*\.js:\d+/)
  return text
}

describe('an adapter that is not built in', () => {
  it('is not installed: what there is, and how to install it', async () => {
    const text = await parsed(output('type: clickhouse'))
    expect(text).toContain('ADAPTER_UNKNOWN  profiles.yml:5:7')
    expect(text).toContain('there is no adapter for warehouse type "clickhouse"')
    expect(text).toContain('or the package sluice-adapter-clickhouse')
    expect(text).toContain('npm install sluice-adapter-clickhouse')
  })

  it('is mistyped: the near one', async () => {
    expect(await parsed(output('type: dukdb'))).toContain('did you mean type: duckdb?')
  })

  it('is not where the profile says', async () => {
    const text = await parsed(output('type: fancy\n      adapter: ./nowhere'))
    expect(text).toContain('ADAPTER_UNKNOWN  profiles.yml:6:7')
    expect(text).toContain('is not at ./nowhere')
  })

  it('does not load', async () => {
    const text = await parsed(adapter("import 'no-such-driver-anywhere'\n"))
    expect(text).toContain('ADAPTER_INVALID')
    expect(text).toContain("Cannot find package 'no-such-driver-anywhere'")
  })

  it('is something else', async () => {
    const text = await parsed(adapter(`export default { type: 'fancy', ${facts} }`))
    expect(text).toContain('ADAPTER_INVALID')
    expect(text).toContain('was not made by defineAdapter')
  })

  it('lacks what an adapter must have', async () => {
    const text = await parsed(
      adapter("import { defineAdapter } from 'sluice/adapter-kit'\nexport default defineAdapter({ type: 'fancy' })"),
    )
    expect(text).toContain('ADAPTER_INVALID')
    expect(text).toMatch(/it lacks .*capabilities/)
  })

  it('is for another type', async () => {
    const text = await parsed(
      adapter(`import { defineAdapter } from 'sluice/adapter-kit'\nexport default defineAdapter({ type: 'plain', ${facts} })`),
    )
    expect(text).toContain('it is an adapter for type "plain", the profile says "fancy"')
  })

  it('was written for another version of the kit, or brings its own copy', async () => {
    const mark = (version: number) =>
      adapter(`export default { type: 'fancy', [Symbol.for('sluice.adapter-kit')]: { version: ${version}, kit: {} } }`)
    expect(await parsed(mark(99))).toMatch(/ADAPTER_VERSION[\s\S]*written for version 99 of the adapter kit/)
    shop?.remove()
    expect(await parsed(mark(1))).toMatch(/ADAPTER_VERSION[\s\S]*brings its own copy of sluice\/adapter-kit/)
  })
})
