import { expect, it } from 'vitest'
import { placeOf, templateCode } from './template-code.js'

it('keeps the code of a template and blanks the rest, offsets and line breaks unchanged', () => {
  const text =
    "select 'adapter.a'\n{# adapter.b #}{{ f(\"adapter.c }}\", adapter.d) }} {% raw %}{{ adapter.e }}{% endraw %}{% set x = 'it\\'s' %}"
  const code = templateCode(text)
  expect(code).toHaveLength(text.length)
  expect([...code.matchAll(/adapter\.(\w)/g)].map((match) => match[1])).toEqual(['d'])
  expect(code.indexOf('\n')).toBe(text.indexOf('\n'))
  expect(code).toContain('{% set x =')
})

it('comes to an end where a template does not', () => {
  for (const text of ['{{ a', '{% if "x', '{# never', '{', 'a { b', "{{ 'x\\"]) expect(templateCode(text)).toHaveLength(text.length)
})

it('tells line and column from 1', () => {
  expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
})
