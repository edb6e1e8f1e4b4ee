import { expect, it } from 'vitest'
import { relationStyle } from './relation-style.js'

it('compares names as the server keeps them: cut at 63 bytes between letters, in any case', () => {
  const { fold } = relationStyle
  expect(fold('Orders')).toBe('orders')
  expect(fold('x'.repeat(64))).toBe(fold('x'.repeat(99)))
  expect(fold('x'.repeat(62))).not.toBe(fold('x'.repeat(63)))
  expect(fold(`${'x'.repeat(62)}é`)).toBe('x'.repeat(62))
  expect(fold(`${'x'.repeat(61)}É`)).toBe(`${'x'.repeat(61)}é`)
})
