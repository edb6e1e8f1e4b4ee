/** A table as its methods see it: they stand in files of their own, below the class. */
import type { PrintOptions } from './table-print.js'
import type { Cell, Row } from './table-row.js'
import type { TemplateObject } from './template-object.js'

export interface TableData extends TemplateObject {
  readonly columnNames: readonly string[]
  /** The warehouse's type names, or agate's class names for a seed. */
  readonly columnTypes: readonly string[]
  readonly rows: readonly Row[]
  /** Where `print_table` writes; without it the text is the answer. */
  readonly printer: ((text: string) => void) | undefined
  /** Writes the file that a template names. */
  readonly writer: ((path: string, text: string) => void) | undefined
  project(names: readonly string[]): TableData
  /** A table made from this one, which prints where this one prints. */
  derive(columnNames: readonly string[], columnTypes: readonly string[], rows: readonly (readonly Cell[])[]): TableData
  /** The same columns with some of the rows, or in another order. */
  withRows(rows: readonly Row[]): TableData
  structure(): string
  /** Markdown-like text, as `print_table` shows it. */
  toText(options?: PrintOptions): string
}
