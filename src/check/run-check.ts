/** Findings of the SQL and of the project's rules, each with the severity that the rules give it, without what comments allow. */
import { SluiceError } from '../core/error.js'
import { findResource } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import type { SqlFinding } from '../lineage/index.js'
import { Allowances } from './allow.js'
import { contractsOf } from './contracts.js'
import { driftOf } from './drift.js'
import { type Facts, type FactsInput, factsOf } from './facts.js'
import { byPlace, type Finding, ofSql } from './finding.js'
import { kinds } from './kinds/index.js'
import { nodesOf } from './kinds/naming.js'
import type { Draft, Kind, Override, Rule, RuleSeverity } from './rule.js'
import type { RulesFile } from './rules-file.js'

export interface CheckInput extends FactsInput {
  readonly rules: RulesFile
  /** Only findings of these nodes; undefined: of all. */
  readonly only?: ReadonlySet<UniqueId> | undefined
}

export interface Checked {
  /** By file and place. */
  readonly findings: readonly Finding[]
  /** How many a comment allowed. */
  readonly allowed: number
  readonly rules: number
}

export function runCheck(input: CheckInput): Checked {
  const facts = factsOf(input)
  const { rules, only } = input
  const severity = severities(facts, rules.overrides)
  const active = rules.rules.filter((rule) => rule.severity !== 'off' || rule.overrides.length > 0)
  const all = [...facts.sql.findings.map(ofSql), ...ofColumns(facts).map(ofSql), ...active.flatMap((rule) => ofRule(rule, facts))]
  const graded = all.flatMap((finding) => {
    const found = severity(finding)
    return found === 'off' ? [] : [found === finding.severity ? finding : { ...finding, severity: found }]
  })
  const wanted = graded.filter(({ node }) => only === undefined || (node !== null && only.has(node)))
  const allowances = new Allowances(input.readFile)
  const open = wanted.filter((finding) => !allowances.allows(finding, fileOf(finding.node, facts)))
  const names = rules.rules.map(({ name }) => name)
  const strangers = only === undefined ? allowances.strangers(projectFiles(facts), names) : []
  return { findings: [...open, ...strangers].sort(byPlace), allowed: wanted.length - open.length, rules: active.length }
}

/** A promised column that is not there is told once. */
function ofColumns(facts: Facts): SqlFinding[] {
  const broken = contractsOf(facts)
  const placeOf = ({ location: { file, line, column } }: SqlFinding) => [file, line, column].join()
  const told = new Set(broken.map(placeOf))
  return [...broken, ...driftOf(facts).filter((each) => !told.has(placeOf(each)))]
}

function ofRule(rule: Rule, facts: Facts): readonly Finding[] {
  try {
    return keeping(rule, facts, kinds[rule.kind] as Kind)
  } catch (error) {
    // A selection that is none says so itself, but not where it is written.
    throw error instanceof SluiceError && !error.fields.location ? error.with({ location: rule.location }) : error
  }
}

function keeping(rule: Rule, facts: Facts, kind: Kind): readonly Finding[] {
  if (rule.select !== undefined && nodesOf(rule, facts, kind).length === 0) return [idle(rule)]
  const severity = severities(facts, rule.overrides)
  return [...kind.check(rule, facts)].map((draft) => {
    const finding = findingOf(draft, rule, kind)
    const found = severity(finding)
    // What is only ever a hint stays one.
    return { ...finding, severity: found === 'off' ? found : (draft.severity ?? found) } as Finding
  })
}

function findingOf(draft: Draft, rule: Rule, { code }: Kind): Finding {
  const { node, message, at, about, severity: _severity, ...rest } = draft
  const location = { file: at.file, line: at.line, column: at.column }
  const words = rule.message ? `${message}: ${rule.message}` : message
  const found = { ...rest, node: node.unique_id, message: words, location, code, rule: rule.name, docs: rule.docs, about: about ?? '' }
  return { ...found, severity: rule.severity as Finding['severity'] }
}

function idle({ name, location, select = [] }: Rule): Finding {
  const message = `rule ${name} selects nothing: ${select.join(' ')}`
  return {
    code: 'RULE_IDLE',
    severity: 'warning',
    message,
    node: null,
    location,
    rule: name,
    about: select.join(' '),
    expected: 'a folder or a selection of nodes',
  }
}

/** The last override that speaks of a finding counts. */
function severities(facts: Facts, overrides: readonly Override[]): (finding: Finding) => RuleSeverity {
  const all = overrides.map((override) => [override, facts.select(override.select, override.exclude)] as const)
  return ({ node, rule, code, severity }) => {
    const speaks = ([{ of }, ids]: (typeof all)[number]) =>
      node !== null && ids.has(node) && (of === null || of.has(code) || (rule !== null && of.has(rule)))
    return all.findLast(speaks)?.[0].severity ?? severity
  }
}

function fileOf(node: UniqueId | null, { manifest }: Facts): string | undefined {
  return node === null ? undefined : findResource(manifest, node)?.original_file_path
}

/** Files in which comments may allow something. */
function projectFiles(facts: Facts): readonly string[] {
  const patches = (resource: Resource) =>
    'patch_path' in resource && typeof resource.patch_path === 'string' ? [resource.patch_path.split('://')[1] ?? ''] : []
  const all = facts.own(['model', 'snapshot', 'test', 'analysis', 'seed', 'source', 'exposure'])
  return all.flatMap((resource) => [...(resource.resource_type === 'seed' ? [] : [resource.original_file_path]), ...patches(resource)])
}
