/** What templates may call on a table: the part of agate's Table that needs no further library. */
import type { TableData } from './table-data.js'
import { groupBy } from './table-groups.js'
import { join, joinParams } from './table-join.js'
import type { Cell, Row } from './table-row.js'
import { csvText, jsonText } from './table-text.js'
import { call, compare, define, type TemplateObject } from './template-object.js'

const printParams = ['max_rows?', 'max_columns?', 'output?', 'max_column_width?', 'locale?', 'max_precision?']

export const tableMethods: Readonly<Record<string, (table: TableData) => unknown>> = {
  print_table: (table) =>
    define('print_table', printParams, (maxRows, maxColumns, _output, maxColumnWidth, _locale, maxPrecision) => {
      const shown = table.toText({ maxRows, maxColumns, maxColumnWidth, maxPrecision })
      return printed(table, shown)
    }),
  select: (table) => define('select', ['key'], (key: string | readonly string[]) => table.project(typeof key === 'string' ? [key] : key)),
  exclude: (table) =>
    define('exclude', ['key'], (key: string | readonly string[]) => {
      const drop = typeof key === 'string' ? [key] : key
      return table.project(table.columnNames.filter((name) => !drop.includes(name)))
    }),
  rename: (table) =>
    define('rename', ['column_names?', '**options'], (names?: Names) => {
      const renamed = table.columnNames.map((name, index) => newName(names, name, index) ?? name)
      const cells = table.rows.map((row) => row.cells)
      return table.derive(renamed, table.columnTypes, cells)
    }),
  limit: (table) =>
    define('limit', ['start_or_stop?', 'stop?', 'step?'], (first?: number | null, stop?: number | null, step?: number | null) => {
      const [from, to] = stop === undefined || stop === null ? [0, first] : [first ?? 0, stop]
      return table.withRows(table.rows.slice(from, to ?? undefined).filter((_row, index) => index % (step ?? 1) === 0))
    }),
  where: (table) =>
    define('where', ['test'], (test: TemplateObject) => {
      const verdicts = table.rows.map((row) => test[call]?.([row], {}))
      const kept = (answers: readonly unknown[]) => table.withRows(table.rows.filter((_row, index) => isTrue(answers[index])))
      return verdicts.some((verdict) => verdict instanceof Promise) ? Promise.all(verdicts).then(kept) : kept(verdicts)
    }),
  group_by: (table) =>
    define('group_by', ['key', 'key_name?', 'key_type?'], (key: string, keyName?: string | null) => groupBy(table, key, keyName ?? key)),
  join: (table) =>
    define('join', joinParams, (right: TableData, leftKey, rightKey, inner = false, fullOuter = false, _require, columns) =>
      join(table, right, { leftKey, rightKey: rightKey ?? leftKey, inner, fullOuter, columns: columns ?? null }),
    ),
  row_names: () => null,
  print_structure: (table) => define('print_structure', ['output?', 'max_rows?'], () => printed(table, table.structure())),
  print_csv: (table) => define('print_csv', ['**options'], () => printed(table, csvText(table))),
  print_json: (table) => define('print_json', ['**options'], () => printed(table, jsonText(table))),
  to_csv: (table) => define('to_csv', ['path', '**options'], (path: string) => written(table, path, csvText(table))),
  to_json: (table) =>
    define('to_json', ['path', 'key?', 'newline?', 'indent?', '**options'], (path: string, _key, newline = false, indent = null) =>
      written(table, path, jsonText(table, { newline, indent })),
    ),
  order_by: (table) =>
    define('order_by', ['key', 'reverse?'], (key: string | readonly string[], reverse = false) =>
      table.withRows(ordered(table, key, reverse)),
    ),
  distinct: (table) => define('distinct', ['key?'], (key?: string | readonly string[]) => table.withRows(distinct(table, key))),
}

/** By the cells of one or more columns; nulls last. */
function ordered(table: TableData, key: string | readonly string[], reverse: boolean): readonly Row[] {
  const keys = typeof key === 'string' ? [key] : key
  const sorted = [...table.rows].sort((a, b) => keys.map((name) => byValue(a.get(name), b.get(name))).find((step) => step !== 0) ?? 0)
  return reverse ? sorted.reverse() : sorted
}

export function byValue(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const own = (a as TemplateObject)[compare]?.(b)
  if (typeof own === 'number') return own
  const [left, right] = typeof a === 'string' ? [a, String(b)] : [Number(a), Number(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function distinct(table: TableData, key: string | readonly string[] | undefined): readonly Row[] {
  const keys = key === undefined ? table.columnNames : typeof key === 'string' ? [key] : key
  const seen = new Set<string>()
  return table.rows.filter((row) => {
    const cells = JSON.stringify(keys.map((name) => String(row.get(name))))
    return !seen.has(cells) && Boolean(seen.add(cells))
  })
}

type Names = readonly string[] | ReadonlyMap<string, string> | Readonly<Record<string, string>> | null

/** A dict of a template is a Map or a plain object. */
function newName(names: Names | undefined, name: string, index: number): string | undefined {
  if (Array.isArray(names)) return names[index]
  const dict = names as { get?(key: string): string | undefined } & Readonly<Record<string, string>>
  return typeof dict?.get === 'function' ? dict.get(name) : dict?.[name]
}

/** Python's truth of what a template's function answers. */
function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && value !== '' && value !== 0
}

function printed(table: TableData, shown: string): string | null {
  if (!table.printer) return shown
  table.printer(shown)
  return null
}

function written(table: TableData, path: string, content: string): null {
  table.writer?.(path, content)
  return null
}
