import { describe, expect, it } from 'vitest'
import { sameTemplate } from './template.js'

describe('two templates', () => {
  it.each([
    ['select a from t', 'select  a\n  from t -- all of it\n'],
    ["select 'x  y' /* no */ from {{ ref('a') }}", "select 'x  y'\nfrom {{ref( 'a' )}}"],
    ['{# old #}select 1', 'select 1'],
    ['{% if is_incremental() %} where a > 1 {% endif %}', '{% if is_incremental()   %}\n  where a>1\n{% endif %}'],
  ])('are the same: %s', (one, other) => {
    expect(sameTemplate(one, other)).toBe(true)
  })

  it.each([
    ['select a from t', 'select b from t'],
    ["select 'x  y'", "select 'x y'"],
    ['select stg_{{ x }}', 'select stg_ {{ x }}'],
    ['select A from t', 'select a from t'],
    ["{{ f('a  b') }}", "{{ f('a b') }}"],
    ['select 1 # a\n+ 1', 'select 1 # a + 1'],
    ['select 1 // a\n+ 1', 'select 1 // a + 1'],
    ["select '{{ x }}  b'", "select '{{ x }} b'"],
    ['{% set x %}a  b{% endset %}{{ x }}', '{% set x %}a b{% endset %}{{ x }}'],
    ["select -- {{ ref('a') }}\n 1", 'select 1'],
    ['select /*+ hint */ 1', 'select 1'],
    ["select 'it\\'s  a'", "select 'it\\'s a'"],
    ['select $$a  b$$', 'select $$a b$$'],
    ['{% if execute %} where a > 1 {% endif %}', '{% if execute %} where a > 2 {% endif %}'],
  ])('are not surely the same: %s', (one, other) => {
    expect(sameTemplate(one, other)).toBe(false)
  })
})
