import { describe, expect, it } from 'vitest'
import { drawError, type ErrorData } from './code-frame.js'
import { createStyle } from './style.js'

const source = "select *\nfrom {{ ref('tickets') }} t\njoin {{ ref('carriers_dim') }} c using (carrier_id)\nwhere\ttrue\n"

function draw(error: Partial<ErrorData>, ascii = false): string {
  const context = {
    style: createStyle(false, ascii),
    readFile: (file: string) => (file === 'models/ticket_daily.sql' ? source : undefined),
  }
  return `\n${drawError({ code: 'REF_NOT_FOUND', message: 'no model, seed or snapshot named "carriers_dim"', ...error }, context)}\n`
}

const at = (line: number, column: number, more: object = {}) => ({ location: { file: 'models/ticket_daily.sql', line, column, ...more } })

describe('an error for people', () => {
  it('shows the place, the reason, the fix and the next command', () => {
    const hint = 'did you mean dim_carriers (models/dim_carriers.sql)?'
    expect(
      draw({
        ...at(3, 9),
        expected: 'a resource in this project or an installed package',
        hint,
        next: 'sluice list --select dim_carriers',
      }),
    ).toMatchInlineSnapshot(`
      "
      ✗ REF_NOT_FOUND  models/ticket_daily.sql:3:9
        1 │ select *
        2 │ from {{ ref('tickets') }} t
        3 │ join {{ ref('carriers_dim') }} c using (carrier_id)
          │         ^^^ no model, seed or snapshot named "carriers_dim"
        4 │ where  true
        expected  a resource in this project or an installed package
        hint      did you mean dim_carriers (models/dim_carriers.sql)?
        next      sluice list --select dim_carriers · sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('underlines to the end column', () => {
    expect(draw(at(3, 9, { endColumn: 29 }))).toMatchInlineSnapshot(`
      "
      ✗ REF_NOT_FOUND  models/ticket_daily.sql:3:9
        1 │ select *
        2 │ from {{ ref('tickets') }} t
        3 │ join {{ ref('carriers_dim') }} c using (carrier_id)
          │         ^^^^^^^^^^^^^^^^^^^^ no model, seed or snapshot named "carriers_dim"
        4 │ where  true
        next      sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('shows the macro stack', () => {
    const related = [{ message: 'in macro cents_to_usd', location: { file: 'macros/money.sql', line: 4, column: 3 } }]
    expect(draw({ ...at(1, 1), related })).toMatchInlineSnapshot(`
      "
      ✗ REF_NOT_FOUND  models/ticket_daily.sql:1:1
        1 │ select *
          │ ^^^^^^ no model, seed or snapshot named "carriers_dim"
        2 │ from {{ ref('tickets') }} t
        at        macros/money.sql:4:3  in macro cents_to_usd
        next      sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('does without the file', () => {
    expect(draw({ location: { file: 'gone.sql', line: 3, column: 1 } })).toMatchInlineSnapshot(`
      "
      ✗ REF_NOT_FOUND  gone.sql:3:1
        no model, seed or snapshot named "carriers_dim"
        next      sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('keeps to ASCII where asked', () => {
    expect(draw(at(4, 7), true)).toMatchInlineSnapshot(`
      "
      x REF_NOT_FOUND  models/ticket_daily.sql:4:7
        2 | from {{ ref('tickets') }} t
        3 | join {{ ref('carriers_dim') }} c using (carrier_id)
        4 | where  true
          |        ^^^^ no model, seed or snapshot named "carriers_dim"
        next      sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('survives a place beyond the end of line and file', () => {
    expect(draw(at(2, 99))).toContain('2 │ from')
    expect(draw(at(99, 1))).toContain('no model, seed or snapshot')
  })
})
