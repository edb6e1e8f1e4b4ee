import { expect, it } from 'vitest'
import type { createInvocation } from '../../core/invocation.js'
import { call } from '../../core/template-object.js'
import type { Credentials } from '../adapter.js'
import { postgres } from './index.js'
import { macroMethods } from './macro-methods.js'
import { moduleOf } from './server.js'

const credentials = { database: 'Shop' } as Credentials

function method(name: string, version?: string): (...args: unknown[]) => unknown {
  const found = macroMethods(credentials, {} as ReturnType<typeof createInvocation>, version).find((each) => each.name === name)
  return (...args) => found?.[call](args, {})
}

it.each(['15.8', '18.4', '16beta1', undefined])('lets %s merge', (version) => {
  expect(method('require_merge', version)()).toBe('')
})

it.each(['14.12', '9.6.24'])('says on %s what to use in place of merge', (version) => {
  expect(method('require_merge', version)).toThrow(
    expect.objectContaining({
      code: 'SERVER_TOO_OLD',
      fields: expect.objectContaining({ expected: expect.stringContaining('delete+insert') }),
    }),
  )
})

it('takes its own database only, in any case and quoting', () => {
  expect([method('verify_database')('shop'), method('verify_database')('"Shop"')]).toEqual(['', ''])
  expect(() => method('verify_database')('other')).toThrow(/Cross-db references not allowed in postgres \(other vs Shop\)/)
})

it('knows what an older server cannot do, and what one can that was set up for it', () => {
  const facts = (version: string, keepsCommitTimes: boolean) => {
    const { capabilities, relationStyle } = moduleOf(postgres, { version, keepsCommitTimes })
    return [capabilities.has('merge'), capabilities.has('table-last-modified'), relationStyle.aliasSubqueries]
  }
  expect(facts('14.1', false)).toEqual([false, false, true])
  expect(facts('15.8', true)).toEqual([true, true, true])
  expect(facts('16beta2', false)).toEqual([true, false, false])
})
