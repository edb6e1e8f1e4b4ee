/** A column of a relation in the warehouse, as templates see it (dbt's `Column`). */
import { attribute, define, kind, missing, type TemplateObject, text } from './template-object.js'

/** Type questions that differ per warehouse. */
export interface TypeRules {
  isString(dtype: string): boolean
  isInteger(dtype: string): boolean
  isFloat(dtype: string): boolean
  isNumeric(dtype: string): boolean
  /** True for a string type that is written as it is, without a length. Absent: none is. */
  isUnsized?(dtype: string, size: number | null): boolean
  stringType(size: number): string
  /** Length of a string type that states none. Absent: 256, as dbt answers. */
  readonly longestString?: number
  numericType(dtype: string, precision: number | null, scale: number | null): string
  translate(dtype: string): string
  /** Class of columns and fields it has besides, as dbt prints a column: `DuckDBColumn`, `fields=[]`. */
  readonly printed?: { readonly className: string; readonly more?: string }
  quote(identifier: string): string
}

export class Column implements TemplateObject {
  readonly name: string
  readonly dtype: string
  readonly charSize: number | null
  readonly numericPrecision: number | null
  readonly numericScale: number | null
  /** How its text sorts and compares, where that is told. */
  readonly collation: string | null
  readonly #rules: TypeRules

  constructor(
    rules: TypeRules,
    fields: {
      readonly name: string
      readonly dtype: string
      readonly charSize?: number | null
      readonly numericPrecision?: number | null
      readonly numericScale?: number | null
      readonly collation?: string | null
    },
  ) {
    this.#rules = rules
    this.name = fields.name
    this.dtype = fields.dtype
    this.charSize = fields.charSize ?? null
    this.numericPrecision = fields.numericPrecision ?? null
    this.numericScale = fields.numericScale ?? null
    this.collation = fields.collation ?? null
  }

  get dataType(): string {
    if (this.#rules.isUnsized?.(this.dtype, this.charSize)) return this.dtype
    if (this.isString) return this.#rules.stringType(this.stringSize)
    if (this.isNumeric) return this.#rules.numericType(this.dtype, this.numericPrecision, this.numericScale)
    return this.dtype
  }

  /** With the collation of a text. */
  get expandedDataType(): string {
    return this.isString && this.collation !== null ? `${this.dataType} collate '${this.collation}'` : this.dataType
  }

  get quoted(): string {
    return this.#rules.quote(this.name)
  }

  get isString(): boolean {
    return this.#rules.isString(this.dtype)
  }

  get isNumeric(): boolean {
    return this.#rules.isNumeric(this.dtype)
  }

  /** Declared length, or what one has that declares none. */
  get stringSize(): number {
    return this.charSize ?? this.#rules.longestString ?? 256
  }

  canExpandTo(other: Column): boolean {
    return this.isString && other.isString && other.stringSize > this.stringSize
  }

  [attribute](name: string): unknown {
    const field = columnFields[name]
    if (field) return field(this)
    const method = columnMethods[name]
    return method ? define(`Column.${name}`, method.params, (...args) => method.body(this, this.#rules, ...args)) : missing
  }

  [text](): string {
    const { className, more } = this.#printed
    const known = { column: this.name, dtype: this.dtype, char_size: this.charSize }
    const fields = { ...known, numeric_precision: this.numericPrecision, numeric_scale: this.numericScale }
    const shown = Object.entries(fields).map(([name, value]) => `${name}=${asPython(value)}`)
    return `${className}(${[...shown, ...(more === undefined ? [] : [more])].join(', ')})`
  }

  get [kind](): { typeName: string } {
    return { typeName: this.#printed.className }
  }

  get #printed(): { readonly className: string; readonly more?: string } {
    return this.#rules.printed ?? { className: 'Column' }
  }
}

function asPython(value: string | number | null): string {
  if (value === null) return 'None'
  if (typeof value === 'number') return String(value)
  return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`
}

const columnFields: Readonly<Record<string, (column: Column) => unknown>> = {
  name: (column) => column.name,
  column: (column) => column.name,
  dtype: (column) => column.dtype,
  data_type: (column) => column.dataType,
  expanded_data_type: (column) => column.expandedDataType,
  collation: (column) => column.collation,
  quoted: (column) => column.quoted,
  char_size: (column) => column.charSize,
  numeric_precision: (column) => column.numericPrecision,
  numeric_scale: (column) => column.numericScale,
}

// biome-ignore lint/suspicious/noExplicitAny: each method names its own parameter types; templates give anything
type ColumnMethod = { readonly params: readonly string[]; readonly body: (column: Column, rules: TypeRules, ...args: any[]) => unknown }

const columnMethods: Readonly<Record<string, ColumnMethod>> = {
  is_string: { params: [], body: (column) => column.isString },
  is_numeric: { params: [], body: (column) => column.isNumeric },
  is_integer: { params: [], body: (column, rules) => rules.isInteger(column.dtype) },
  is_float: { params: [], body: (column, rules) => rules.isFloat(column.dtype) },
  is_number: { params: [], body: (column, rules) => column.isNumeric || rules.isInteger(column.dtype) || rules.isFloat(column.dtype) },
  string_size: { params: [], body: (column) => column.stringSize },
  can_expand_to: { params: ['other_column'], body: (column, _rules, other: Column) => column.canExpandTo(other) },
  literal: { params: ['value'], body: (column, _rules, value) => `${String(value)}::${column.dataType}` },
  string_type: { params: ['size'], body: (_column, rules, length: number) => rules.stringType(length) },
  numeric_type: {
    params: ['dtype', 'precision', 'scale'],
    body: (_column, rules, dtype: string, precision: number | null, scale: number | null) => rules.numericType(dtype, precision, scale),
  },
  translate_type: { params: ['dtype'], body: (_column, rules, dtype: string) => rules.translate(dtype) },
}
