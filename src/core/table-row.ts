/** One row of a table: cells by index or column name, agate's Row to templates. */
import { MappedSequence } from './mapped-sequence.js'
import { kind, missing } from './template-object.js'

export type Cell = unknown

export class Row extends MappedSequence<Cell> {
  readonly columnNames: readonly string[]
  readonly cells: readonly Cell[]

  constructor(columnNames: readonly string[], cells: readonly Cell[]) {
    super(columnNames, () => cells)
    this.columnNames = columnNames
    this.cells = cells
  }

  get(name: string): unknown {
    const index = this.columnNames.indexOf(name)
    return index < 0 ? missing : this.cells[index]
  }

  override get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'Row', is: ['sequence'] }
  }
}
