import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { dbtVersion, version, versionText } from './version.js'

it('is the version of the package', () => {
  expect(version).toBe(manifest.version)
})

it('names the dbt version first: orchestrators take the first match', () => {
  expect(/\d+\.\d+\.\d+/.exec(versionText)?.[0]).toBe(dbtVersion)
})
