import { expect, it } from 'vitest'
import type { createInvocation } from '../../core/invocation.js'
import { call } from '../../core/template-object.js'
import type { Credentials } from '../adapter.js'
import { macroMethods } from './macro-methods.js'

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
