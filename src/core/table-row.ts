/** One row of a table: cells by index or column name, agate's Row to templates. */
import { attribute, define, item, iterate, kind, missing, size, type TemplateObject, text } from './template-object.js'
import { Tuple } from './tuple.js'

export type Cell = unknown

export class Row implements TemplateObject {
  readonly columnNames: readonly string[]
  readonly cells: readonly Cell[]

  constructor(columnNames: readonly string[], cells: readonly Cell[]) {
    this.columnNames = columnNames
    this.cells = cells
  }

  get(key: unknown): unknown {
    if (typeof key === 'string') {
      const index = this.columnNames.indexOf(key)
      return index < 0 ? missing : this.cells[index]
    }
    const index = Number(key)
    const cell = this.cells[index < 0 ? this.cells.length + index : index]
    return cell === undefined ? missing : cell
  }

  [item](key: unknown): unknown {
    return this.get(key)
  }

  [attribute](name: string): unknown {
    switch (name) {
      case 'values':
        return define('values', [], () => Tuple.from(this.cells))
      case 'keys':
        return define('keys', [], () => Tuple.from(this.columnNames))
      case 'items':
        return define('items', [], () => this.columnNames.map((column, index) => Tuple.of<unknown>(column, this.cells[index])))
      case 'get':
        return define('get', ['key', 'default?'], (key, fallback = null) => {
          const found = this.get(key)
          return found === missing ? fallback : found
        })
      case 'dict':
        return define('dict', [], () => Object.fromEntries(this.columnNames.map((column, index) => [column, this.cells[index]])))
      default:
        return missing
    }
  }

  *[iterate](): Iterable<unknown> {
    yield* this.cells
  }

  [size](): number {
    return this.cells.length
  }

  [text](): string {
    return `<agate.Row: (${this.cells.map((cell) => (typeof cell === 'string' ? `'${cell}'` : String(cell))).join(', ')})>`
  }

  get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'Row', is: ['sequence'] }
  }
}
