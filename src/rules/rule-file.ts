/** A file of rules for several tables: lists below the names of tables, or one list whose rules say their table. */
import type { Cursor } from '../core/cursor.js'
import { readDataRules, readRuleList } from './read-rules.js'
import type { DataRule } from './rule.js'

export interface TableRules {
  /** `model` or `source.table`, as written. */
  readonly table: string
  readonly rules: readonly DataRule[]
  /** Where the table is named. */
  readonly from: Cursor
}

const holders = ['tables', 'models', 'sources', 'seeds', 'snapshots'] as const
const lists = ['data_quality_rules', 'rules'] as const
const tableKeys = ['table', 'model']

/** The cursor stands on the whole file. */
export function readRuleFile(cursor: Cursor): readonly TableRules[] {
  if (Array.isArray(cursor.value)) return byTable(cursor)
  cursor.mapping(['version', ...holders, ...lists], 'a file of data quality rules')
  const version = cursor.optionalNumber('version')
  if (version !== undefined && version !== 1) throw cursor.problem(`the file is of version ${version}`, '`version: 1`', 'version')
  const found = [
    ...holders.flatMap((key) => (cursor.has(key) ? named(cursor.at(key)) : [])),
    ...lists.flatMap((key) => (cursor.has(key) ? byTable(cursor.at(key)) : [])),
  ]
  if (found.length === 0) throw cursor.problem('the file holds no rules', '`tables:` with rules by table', undefined, 'add `tables:`')
  return found
}

/** `{tickets: [rules]}`, `{tickets: {data_quality_rules: [rules]}}` or `[{name: tickets, data_quality_rules: [rules]}]`. */
function named(holder: Cursor): TableRules[] {
  if (Array.isArray(holder.value))
    return holder.items().map((item) => {
      item.mapping(['name', 'description', ...lists], 'a table')
      return { table: item.text('name'), rules: rulesOf(item), from: item.at('name') }
    })
  if (holder.value === null || typeof holder.value !== 'object') throw holder.problem('this is no mapping', 'rules by table')
  return Object.keys(holder.value).map((table) => {
    const from = holder.at(table)
    const { value } = from
    const inner = lists.some((key) => from.has(key)) && !Array.isArray(value)
    return { table, rules: inner ? rulesOf(from) : readDataRules(from), from }
  })
}

function rulesOf(item: Cursor): DataRule[] {
  const key = lists.find((each) => item.has(each))
  return key === undefined ? [] : readDataRules(item.at(key))
}

/** One list; each rule says its table. */
function byTable(cursor: Cursor): TableRules[] {
  const tables = new Map<string, Cursor[]>()
  for (const rule of cursor.items()) {
    const key = tableKeys.find((each) => rule.has(each))
    if (key === undefined) throw rule.problem('a rule names no table', 'the table it is about', undefined, 'add `table:`')
    const table = rule.text(key)
    tables.set(table, [...(tables.get(table) ?? []), rule])
  }
  return [...tables].map(([table, rules]) => ({ table, rules: readRuleList(rules, tableKeys), from: rules[0] as Cursor }))
}
