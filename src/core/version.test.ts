import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { dbtVersion, dbtVersionText, version, versionText } from './version.js'

it('is the version of the package', () => {
  expect(version).toBe(manifest.version)
})

it('names the dbt version first: orchestrators take the first match', () => {
  for (const text of [versionText, dbtVersionText]) expect(/\d+\.\d+\.\d+/.exec(text)?.[0]).toBe(dbtVersion)
})
