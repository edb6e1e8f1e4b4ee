import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { writtenConfig } from './written-config.js'

const answers = JSON.parse(readFileSync(new URL('./testdata/written-config.json', import.meta.url), 'utf8')) as [string, string][]

describe('the arguments of config() as they are written', () => {
  test.each(answers)('%s, in the words dbt keeps', (text, expected) => {
    expect(writtenConfig({ text: `{% if x %}{{ config(a=${text}) }}{% endif %}{{ config(a=0) }}`, file: 'a.sql' })).toEqual({ a: expected })
  })

  test('are none without such a call', () => {
    expect(writtenConfig({ text: '{{ other(a=1) }} {{ config.get("a") }}', file: 'a.sql' })).toEqual({})
  })
})
