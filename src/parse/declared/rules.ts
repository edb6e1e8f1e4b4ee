/** `data_quality_rules:` of a table: each rule that says something of its rows is a test. */
import type { Cursor } from '../../core/cursor.js'
import { nearest } from '../../core/nearest.js'
import type { Plain, Resource } from '../../core/node.js'
import { type DataRule, readDataRules, ruleArgument } from '../../rules/index.js'
import type { DeclaredTest, Declarer, Subject } from './declarer.js'
import { asWritten } from './literal-text.js'

export const dataRules: Declarer = (subject) => {
  const cursor = subject.setting('data_quality_rules')
  if (cursor === undefined) return []
  const rules = readDataRules(cursor)
  const replacing = rules.find(({ kind }) => kind === 'replace')
  if (replacing) checkReplaces(subject, cursor, replacing)
  for (const rule of rules) checkTable(subject, cursor, rule)
  return rules.filter(({ kind }) => kind !== 'replace').map((rule) => testOf(subject, rule, cursor))
}

function checkReplaces({ resource }: Subject, cursor: Cursor, rule: DataRule): void {
  const { resource_type: type, name } = resource
  const written = (resource as { readonly language?: string }).language
  if (type === 'model' && written === 'sql') return
  const what = type === 'model' ? 'a Python model' : `a ${type}`
  throw cursor.problem(
    `the rule ${rule.name} of ${name} replaces values, and ${what} is taken as it is`,
    'a rule of type replace on a model in SQL',
    undefined,
    `move it to the model that reads ${name}`,
  )
}

/** A test of a table that is not there would only be warned of, and the rule pass for one that is kept. */
function checkTable({ tables }: Subject, cursor: Cursor, { name, arguments: { check_table: table } }: DataRule): void {
  if (typeof table !== 'string' || tables().has(table)) return
  const near = nearest(table, tables())
  throw cursor.problem(
    `the rule ${name} compares with ${table}, which is not there`,
    'a model, seed, snapshot or source.table of the project',
    undefined,
    near && `did you mean ${near}?`,
  )
}

function testOf({ resource, session }: Subject, rule: DataRule, from: Cursor): DeclaredTest {
  const { columns, description } = rule
  const nested = session.project.root.config.flags.require_generic_test_arguments_property !== false
  const given = { rule: argumentOf(rule) }
  const test = {
    name: `${tableName(resource)}_${rule.name}`,
    ...(description === '' ? {} : { description }),
    config: configOf(rule),
    ...(nested ? { arguments: given } : given),
  }
  return { written: { sluice_rule: test }, columnName: columns.length === 1 ? (columns[0] as string) : null, from }
}

function tableName(resource: Resource): string {
  if (resource.resource_type === 'source') return `${resource.source_name}_${resource.name}`
  const { version = null } = resource as { readonly version?: string | number | null }
  return version === null ? resource.name : `${resource.name}_v${String(version)}`
}

/** The `where` of a rule is its test's: shares are then of the rows it leaves. */
function argumentOf(rule: DataRule): Plain {
  const { where: _where, ...argument } = ruleArgument(rule)
  const { check_table: table, ...rest } = rule.arguments
  const checked = typeof table === 'string' ? { check_table: callOf(table) } : {}
  return { ...argument, arguments: { ...(asWritten(rest) as Plain), ...checked } }
}

function callOf(table: string): string {
  const [first, second] = table.split('.')
  return second === undefined ? `ref('${first}')` : `source('${first}', '${second}')`
}

function configOf(rule: DataRule): Plain {
  const { kind, severity, warnIf, errorIf, where, tags } = rule
  return {
    severity,
    ...(where === null ? {} : { where }),
    ...(warnIf === null ? {} : { warn_if: warnIf }),
    ...(errorIf === null ? {} : { error_if: errorIf }),
    // Failures are rows, of which the query gives one for each value.
    ...(kind === 'uniqueness' ? { fail_calc: 'coalesce(sum(sluice_row_count), 0)' } : {}),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    meta: metaOf(rule),
  }
}

function metaOf(rule: DataRule): Plain {
  const { owner, since, level, name, kind, onFailure } = rule
  return {
    ...rule.meta,
    ...(owner === null ? {} : { owner }),
    ...(since === null ? {} : { since }),
    rule: name,
    rule_type: kind,
    level,
    ...(onFailure === 'test' ? {} : { on_failure: onFailure }),
  }
}
