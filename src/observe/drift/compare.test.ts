import { expect, test } from 'vitest'
import { compareColumns } from './compare.js'

const before = { ticket_id: 'VARCHAR', total_amount: 'DECIMAL(18,2)', quantity: 'DECIMAL(18,2)', day: 'DATE' }

test('the same columns, in another order or spelling, are no drift', () => {
  expect(compareColumns(before, { DAY: 'date', quantity: 'DECIMAL(18,2)', total_amount: 'DECIMAL(18,2)', ticket_id: 'VARCHAR' })).toEqual(
    [],
  )
})

test('added, removed, retyped', () => {
  const after = { ticket_id: 'BIGINT', total_amount: 'DECIMAL(18,2)', quantity: 'DECIMAL(18,2)', note: 'VARCHAR' }
  expect(compareColumns(before, after)).toEqual([
    { change: 'removed', column: 'day', type: 'date' },
    { change: 'retyped', column: 'ticket_id', from: 'varchar', type: 'bigint' },
    { change: 'added', column: 'note', type: 'varchar' },
  ])
})

test('a renamed column is guessed by type and place, or by type and name; never by its type alone', () => {
  const moved = { gross: 'DECIMAL(18,2)', ticket_id: 'VARCHAR', day: 'DATE', quantity: 'DECIMAL(18,2)' }
  expect(compareColumns(before, moved).map(({ change }) => change)).toEqual(['removed', 'added'])
  const inPlace = { ticket_id: 'VARCHAR', gross: 'DECIMAL(18,2)', quantity: 'DECIMAL(18,2)', day: 'DATE' }
  expect(compareColumns(before, inPlace)).toMatchObject([
    { change: 'renamed', column: 'total_amount', to: 'gross', because: 'same type, same place' },
  ])
  const alike = { amount_total: 'DECIMAL(18,2)', ticket_id: 'VARCHAR', quantity: 'DECIMAL(18,2)', day: 'DATE' }
  expect(compareColumns(before, alike)).toMatchObject([{ change: 'renamed', column: 'total_amount', to: 'amount_total' }])
})
