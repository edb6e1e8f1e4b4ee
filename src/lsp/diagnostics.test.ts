import { describe, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { mendingOf } from './diagnostics.js'
import { rangeAt } from './documents.js'
import { escaped, fenced } from './features/markdown.js'

const document = (text: string) => TextDocument.create('file:///m.sql', 'sql', 1, text)

describe('quick fixes', () => {
  const mend = (text: string, [line, column, endColumn]: readonly [number, number, number], message: string, hint: string) => {
    const source = document(text)
    const range = rangeAt(source, { file: 'm.sql', line, column, endLine: line, endColumn })
    const mending = mendingOf({ code: 'X', severity: 'error', message, hint }, source, range)
    return mending && TextDocument.applyEdits(source, [{ range: mending.range, newText: mending.text }])
  }
  it.each([
    [
      "{{ ref('vesels') }}",
      [1, 4, 17],
      'm refers to "vesels", which does not exist',
      'did you mean vessels (seeds/vessels.csv)?',
      "{{ ref('vessels') }}",
    ],
    ['select 😀, ammount', [1, 12, 19], 'there is no column ammount', 'did you mean amount?', 'select 😀, amount'],
    ['select o.ammount', [1, 8, 17], 'o has no column "ammount"', 'did you mean "amount"?', 'select o.amount'],
  ] as const)('%s', (text, place, message, hint, expected) => expect(mend(text, place, message, hint)).toBe(expected))

  it('are not made up where the word is not there', () => {
    expect(mend('data_tests: [a b]', [1, 1, 17], 'refers to "vesels"', 'did you mean vessels?')).toBeUndefined()
    expect(mend('x', [1, 1, 2], 'wrong', 'nothing helps')).toBeUndefined()
  })
})

it('a place without an end covers the word that stands there, whatever ends its lines', () => {
  const source = document('select\r\n  a.total_ü + 1')
  expect(rangeAt(source, { file: 'm.sql', line: 2, column: 3 })).toEqual({
    start: { line: 1, character: 2 },
    end: { line: 1, character: 11 },
  })
  expect(rangeAt(source, { file: 'm.sql', line: 99, column: 99 }).start).toEqual({ line: 1, character: 15 })
})

it('what people wrote is shown as they wrote it', () => {
  expect(escaped('# a <b> [x](y) `c` 1_2')).toBe('\\# a &lt;b\\> \\[x\\]\\(y\\) \\`c\\` 1\\_2')
  expect(fenced('a ``` b')).toBe('````sql\na ``` b\n````')
})
