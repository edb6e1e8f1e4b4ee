/** `check --rules FILE`: data quality rules as engineers write them, asked of the tables that are there. Nothing is built. */
import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Connection } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import { Cursor } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { nearest } from '../core/nearest.js'
import { type ColumnSpec, isReferable, type ManifestNode, type SourceNode } from '../core/node.js'
import { isPersonal } from '../core/personal.js'
import { readYamlFile, yamlLocator } from '../load/index.js'
import { type DataRule, judgeRule, readRuleFile, ruleArgument, ruleInWords, type TableRules } from '../rules/index.js'
import { type RuleAnswer, type RuleCheck, rulesText } from './check-rules-text.js'
import type { CommandBody, CommandResult } from './command.js'
import { badValue, noSuchPath } from './errors.js'
import { type OpenProject, openProject } from './open-project.js'
import { jsonRows } from './table-text.js'
import { withRuntime } from './warehouse.js'

type Table = ManifestNode | SourceNode
type Checked = TableRules & { readonly node: Table }

export async function checkDataRules(invocation: Invocation, given: string): ReturnType<CommandBody> {
  const output = String(invocation.flags.output ?? 'text')
  if (output !== 'text' && output !== 'json') throw badValue('--output', output, 'text or json, of data quality rules', ['text', 'json'])
  const { tables, file } = readFile(invocation, given)
  const opened = await openProject(invocation)
  const known = tables.map((each) => ({ ...each, node: tableOf(opened, each.table, each.from) }))
  const rules = await withRuntime(opened, invocation, {}, async (runtime) => {
    const connection = await runtime.adapter.connect('check')
    try {
      return await askAll({ runtime, connection, opened }, known)
    } finally {
      await connection.close()
    }
  })
  return answer(invocation, { file, rules }, output)
}

function answer(invocation: Invocation, checked: RuleCheck, output: string): CommandResult {
  invocation.events.emit('PrintEvent', { msg: output === 'json' ? JSON.stringify(checked, null, 2) : rulesText(checked) })
  const bad = checked.rules.some(({ status }) => status === 'fail' || status === 'error')
  const warned = invocation.flags.failOn === 'warning' || invocation.flags.warnError === true
  return { success: !bad && !(warned && checked.rules.some(({ status }) => status === 'warn')), value: checked }
}

function readFile(invocation: Invocation, given: string): { readonly tables: readonly TableRules[]; readonly file: string } {
  const path = resolve(invocation.cwd, given)
  if (!existsSync(path)) throw noSuchPath('--rules', given)
  const file = relative(invocation.cwd, path).replaceAll('\\', '/')
  const text = readFileSync(path, 'utf8')
  const { value } = readYamlFile(text, file)
  const locate = yamlLocator(text, file)
  return { tables: readRuleFile(new Cursor(value ?? {}, { code: 'RULES_INVALID', locate })), file }
}

/** `model`, or `source.table`; also a table's name alone where one source has it. */
function tableOf({ manifest }: OpenProject, name: string, from: Cursor): Table {
  const sources = Object.values(manifest.sources)
  const nodes = Object.values(manifest.nodes).filter(isReferable)
  const found: Table | undefined =
    nodes.find((node) => node.name === name) ?? sources.find((source) => `${source.source_name}.${source.name}` === name)
  const alone = sources.filter((source) => source.name === name)
  const table = found ?? (alone.length === 1 ? alone[0] : undefined)
  if (!table) {
    const near = nearest(name, [...nodes.map((node) => node.name), ...sources.map((source) => `${source.source_name}.${source.name}`)])
    throw from.problem(
      `no table is named ${name}`,
      'a model, seed, snapshot or source.table of the project',
      undefined,
      near && `did you mean ${near}?`,
    )
  }
  if (table.config.materialized === 'ephemeral')
    throw from.problem(`${name} is ephemeral: there is no table to ask`, 'a model that is built', undefined, 'ask a model that reads it')
  return table
}

interface Asking {
  readonly runtime: Runtime
  readonly connection: Connection
  readonly opened: OpenProject
}

async function askAll(asking: Asking, tables: readonly Checked[]): Promise<readonly RuleAnswer[]> {
  const answers: RuleAnswer[] = []
  for (const table of tables)
    for (const rule of table.rules) {
      asking.runtime.invocation.signal.throwIfAborted()
      answers.push(await askOne(asking, table, rule))
    }
  return answers
}

const mostSamples = 5

async function askOne(asking: Asking, table: Checked, rule: DataRule): Promise<RuleAnswer> {
  const { runtime, connection, opened } = asking
  const { name, kind, severity, level, owner, since, description, warnIf, errorIf } = rule
  const told = { table: table.table, name, kind, demand: ruleInWords(rule), severity, level, owner, since, description, warnIf, errorIf }
  const checkTable = rule.arguments.check_table
  const other = typeof checkTable === 'string' ? tableOf(opened, checkTable, table.from) : undefined
  const args = other ? { ...rule.arguments, check_table: runtime.relationOf(other as never) } : rule.arguments
  const argument = { ...ruleArgument(rule), arguments: args }
  const relation = runtime.relationOf(table.node as never)
  const scope = runtime.operationScope(connection, { packageName: 'sluice' })
  const { signal } = runtime.invocation
  try {
    const counting = String(await scope.callMacro('sluice_rule_counts', [relation, argument]))
    const [row] = (await connection.execute(counting, { fetch: true, signal })).table.rows
    const [failures, rows] = [Number(row?.cells[0] ?? 0), Number(row?.cells[1] ?? 0)]
    const status = judgeRule(rule, failures, rows)
    const sample =
      failures === 0 ? [] : await sampleOf(asking, table.node, String(await scope.callMacro('sluice_rule_failures', [relation, argument])))
    return { ...told, status, failures, rows, share: rows === 0 ? 0 : failures / rows, sample, message: null }
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code === 'INTERNAL' || signal.aborted) throw error
    return { ...told, status: 'error', failures: null, rows: null, share: null, sample: [], message: error.fields.message }
  }
}

const hidden = '***'

/** Without what the project calls personal. */
async function sampleOf({ runtime, connection }: Asking, node: Table, sql: string): Promise<RuleAnswer['sample']> {
  const scope = runtime.operationScope(connection)
  const limited = String(await scope.callMacro('get_limit_subquery_sql', [sql, mostSamples]))
  const { table } = await connection.execute(limited, { fetch: true, limit: mostSamples, signal: runtime.invocation.signal })
  const personal = new Set(
    Object.values((node.columns ?? {}) as Readonly<Record<string, ColumnSpec>>)
      .filter(isPersonal)
      .map(({ name }) => name.toLowerCase()),
  )
  return jsonRows(table).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, personal.has(name.toLowerCase()) && value !== null ? hidden : value]),
    ),
  )
}
