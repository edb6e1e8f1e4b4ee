/** `validate_macro_args`: macros tell the arguments of their heads. */
import { expect, test } from 'vitest'
import { withParsed } from '../../e2e/harness/in-process.js'

test('a macro and a test among the macros tell their arguments, a test of a test folder none, as with dbt', async () => {
  const files = {
    'macros/m.sql': '{% macro m(a, b=1) %}{% endmacro %}{% test even(model, column_name) %}select 1{% endtest %}',
    'tests/generic/t.sql': '{% test odd(model) %}select 1{% endtest %}',
  }
  await withParsed(files, { flags: { validateMacroArgs: true } }, ({ manifest }) => {
    const names = (id: string) => manifest.macros[id]?.arguments.map((argument) => argument.name)
    expect([names('macro.p.m'), names('macro.p.test_even'), names('macro.p.test_odd')]).toEqual([['a', 'b'], ['model', 'column_name'], []])
  })
})
