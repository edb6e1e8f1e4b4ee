/** What `check --rules FILE` prints: a line for each rule by table, what broke it below. */
import { shareInWords } from '../core/share-threshold.js'

export interface RuleAnswer {
  readonly table: string
  readonly name: string
  readonly kind: string
  readonly demand: string
  readonly severity: string
  readonly level: string
  readonly owner: string | null
  readonly since: string | null
  readonly description: string
  readonly warnIf: string | null
  readonly errorIf: string | null
  /** `error`: the warehouse could not be asked; `message` says why. */
  readonly status: 'pass' | 'warn' | 'fail' | 'error'
  readonly failures: number | null
  /** That the rule is about. */
  readonly rows: number | null
  readonly share: number | null
  readonly sample: readonly Readonly<Record<string, unknown>>[]
  readonly message: string | null
}

export interface RuleCheck {
  readonly file: string
  readonly rules: readonly RuleAnswer[]
}

const mostShown = 3
const mostColumns = 8

export function rulesText({ rules }: RuleCheck): string {
  const width = Math.max(...rules.map(({ name }) => name.length))
  const lines: string[] = []
  for (const [at, rule] of rules.entries()) {
    if (rule.table !== rules[at - 1]?.table) lines.push(...(at === 0 ? [] : ['']), rule.table)
    lines.push(...ruleLines(rule, width))
  }
  return [...lines, '', summary(rules)].join('\n')
}

function ruleLines(rule: RuleAnswer, width: number): string[] {
  const head = `  ${rule.status.toUpperCase().padEnd(5)}  ${rule.name.padEnd(width)}  ${rule.demand}`
  if (rule.status === 'error') return [head, `         ${rule.message}`]
  const { failures, rows } = rule
  if (failures === null || rows === null || failures === 0) return [head]
  const limit = [rule.errorIf && `fails if ${rule.errorIf}`, rule.warnIf && rule.warnIf !== rule.errorIf && `warns if ${rule.warnIf}`]
  const limits = limit.filter(Boolean)
  const counted = `         ${shareInWords(failures, rows)}${limits.length > 0 ? `; ${limits.join(', ')}` : ''}`
  return [head, counted, ...rule.sample.slice(0, mostShown).map((row) => `           ${rowText(row)}`)]
}

function rowText(row: Readonly<Record<string, unknown>>): string {
  const cells = Object.entries(row)
  const shown = cells.slice(0, mostColumns).map(([name, value]) => `${name}=${value === null ? 'null' : String(value)}`)
  return `${shown.join(' ')}${cells.length > mostColumns ? ' …' : ''}`.replaceAll('\n', ' ')
}

function summary(rules: readonly RuleAnswer[]): string {
  const count = (status: RuleAnswer['status']) => rules.filter((rule) => rule.status === status).length
  const unasked = count('error')
  return `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}: ${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail${
    unasked > 0 ? `, ${unasked} could not be asked` : ''
  }`
}
