import { describe, expect, it } from 'vitest'
import { columnTypeParts } from './column-type.js'

describe('columnTypeParts', () => {
  const parts = (text: string) => Object.values(columnTypeParts(text))

  it('takes sizes apart', () => {
    expect(parts('NUMBER(38,0)')).toEqual(['NUMBER', null, 38, 0, null])
    expect(parts('numeric( 10 , 2 )')).toEqual(['numeric', null, 10, 2, null])
    expect(parts('character varying(20)')).toEqual(['character varying', 20, null, null, null])
    expect(parts("VARCHAR(10) COLLATE 'en-ci'")).toEqual(['VARCHAR', 10, null, null, 'en-ci'])
  })

  it('leaves types whole that hold other types', () => {
    for (const type of ['OBJECT(a NUMBER(38,0))', 'ARRAY(VARCHAR(16777216))', 'VECTOR(FLOAT, 256)', 'VARIANT'])
      expect(parts(type)).toEqual([type, null, null, null, null])
  })
})
