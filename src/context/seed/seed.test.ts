/** CSV files read as agate reads them for dbt: names, types, nulls, cells. See scripts/context-oracle.py. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../../core/error.js'
import { toText } from '../../jinja/index.js'
import { readCsvTable } from './index.js'

interface Answer {
  readonly error?: string
  readonly names?: readonly string[]
  readonly types?: readonly string[]
  readonly rows?: readonly (readonly (string | null)[])[]
}

const folder = new URL('../testdata/', import.meta.url)
const answers = JSON.parse(readFileSync(new URL('seeds.json', folder), 'utf8')) as Record<string, Answer>

function read(name: string) {
  const text = readFileSync(new URL(`seeds/${name}`, folder), 'utf8')
  return readCsvTable({ text, file: `seeds/${name}`, delimiter: ',', textColumns: ['forced'], nodeId: 'seed.p.s' })
}

describe('CSV as agate reads it', () => {
  test.each(readdirSync(new URL('seeds', folder)).filter((name) => answers[name]?.error === undefined))('%s', (name) => {
    const table = read(name)
    const rows = table.rows.map((row) => row.cells.map((cell) => (cell === null ? null : toText(cell))))
    expect({ names: table.columnNames, types: table.columnTypes, rows }).toEqual(answers[name])
  })

  test('a row with too many cells is told with its line', () => {
    expect(() => read('long.csv')).toThrow(SluiceError)
    const text = 'a,b\n1,"x\ny"\n1,2,3\n'
    try {
      readCsvTable({ text, file: 'seeds/s.csv', delimiter: ',', textColumns: [] })
    } catch (error) {
      expect(error).toMatchObject({ code: 'SEED_RAGGED', fields: { location: { file: 'seeds/s.csv', line: 4, column: 1 } } })
    }
  })

  test('an empty file and another delimiter', () => {
    expect(() => readCsvTable({ text: '', file: 's.csv', delimiter: ',', textColumns: [] })).toThrow(/must name the columns/)
    expect(readCsvTable({ text: 'a|b\n1|2\n', file: 's.csv', delimiter: '|', textColumns: [] }).columnNames).toEqual(['a', 'b'])
  })
})
