import { describe, expect, it } from 'vitest'
import { Column, type TypeRules } from './column.js'
import { Relation, type RelationStyle } from './relation.js'
import { repr, text } from './template-object.js'

const style: RelationStyle = {
  className: 'R',
  quotePolicy: { database: true, schema: true, identifier: true },
  includePolicy: { database: true, schema: true, identifier: true },
  quote: (name) => `"${name}"`,
  fold: (name) => name.toLowerCase(),
  maxIdentifier: 20,
  renameable: [],
  replaceable: [],
}
const named = (identifier: string) => new Relation(style, { identifier })

describe('a name with a suffix', () => {
  it('is whole where it fits, to the last byte', () => {
    expect(named('orders').nameWithSuffix('__dbt_tmp')).toBe('orders__dbt_tmp')
    expect(named('a'.repeat(11)).nameWithSuffix('__dbt_tmp')).toBe(`${'a'.repeat(11)}__dbt_tmp`)
  })

  it('is cut by bytes, never within a letter, and stays apart from others cut alike', () => {
    const names = ['größe der straßen 1', 'größe der straßen 2'].map((name) => named(name).nameWithSuffix('__tmp'))
    expect(names.every((name) => Buffer.byteLength(name) <= 20 && name.endsWith('__tmp') && name.startsWith('grö'))).toBe(true)
    expect(new Set(names).size).toBe(2)
    expect(named('größe der straßen 1').nameWithSuffix('__tmp')).toBe(names[0])
  })
})

it('is refused when it is longer than the warehouse keeps, unless it builds nothing', () => {
  const long = 'ü'.repeat(11)
  expect(() => new Relation(style, { identifier: long, type: 'table' })).toThrow(expect.objectContaining({ code: 'NAME_TOO_LONG' }))
  expect(() => new Relation(style, { identifier: 'u'.repeat(20), type: 'table' })).not.toThrow()
  expect(named(long).identifier).toBe(long)
})

it('prints as Python shows it: by its name, and with its class within a list', () => {
  const orders = new Relation(style, { database: 'shop', schema: 'main', identifier: 'orders' })
  expect([orders[text](), orders[repr]()]).toEqual(['"shop"."main"."orders"', '<R "shop"."main"."orders">'])
  const rules = { printed: { className: 'DuckDBColumn', more: 'fields=[]' } } as unknown as TypeRules
  expect(new Column(rules, { name: "it's", dtype: 'DECIMAL(8,2)', numericPrecision: 8, numericScale: 2 })[text]()).toBe(
    `DuckDBColumn(column="it's", dtype='DECIMAL(8,2)', char_size=None, numeric_precision=8, numeric_scale=2, fields=[])`,
  )
})
