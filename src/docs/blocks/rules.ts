/** Every rule and data test, with what kept runs say of it. */
import type { UniqueId } from '../../core/node.js'
import { type CatalogueRule, type RuleOutcome, ruleCatalogue } from '../../rules/index.js'
import type { PastRun } from '../input.js'
import type { SiteMaking } from '../making.js'
import type { NodeStatus, RulesBlock, SiteRule } from '../model/index.js'
import { statusOf } from '../resources.js'

const statuses: Readonly<Partial<Record<NodeStatus, RuleOutcome['status']>>> = { ok: 'pass', warn: 'warn', fail: 'fail' }

export function rulesBlock(making: SiteMaking): RulesBlock | undefined {
  const { input, place, results } = making
  const rules = ruleCatalogue(input.manifest, outcomesOf(making)).map((rule) =>
    siteRule(rule, place, statusOf(results.get(rule.id)?.status)),
  )
  return rules.length === 0 ? undefined : { rules }
}

function siteRule(rule: CatalogueRule, place: ReadonlyMap<UniqueId, number>, status: NodeStatus): SiteRule {
  const { id, name, kind, node, table, columns, demand, description, owner, severity, since, threshold, runs, passRate, trend } = rule
  return {
    ...{ id, name, kind, table, demand, description, severity, threshold, runs, passRate, status, trend },
    node: node === null ? -1 : (place.get(node) ?? -1),
    column: columns.join(', '),
    owner: owner ?? '',
    since: since ?? '',
  }
}

/** Oldest first, the last run at the end. */
function outcomesOf({ input }: SiteMaking): ReadonlyMap<UniqueId, RuleOutcome[]> {
  const found = new Map<UniqueId, RuleOutcome[]>()
  const add = (id: UniqueId, at: string, status: NodeStatus, failures: number | null) => {
    const known = statuses[status]
    if (known === undefined || !id.startsWith('test.')) return
    const list = found.get(id)
    const outcome = { at, status: known, failures }
    if (list) list.push(outcome)
    else found.set(id, [outcome])
  }
  const past: readonly PastRun[] = [...(input.history ?? [])].reverse()
  for (const { startedAt, outcomes } of past)
    for (const [id, { status, failures }] of Object.entries(outcomes ?? {})) add(id, startedAt, status, failures ?? null)
  for (const { unique_id: id, status, failures } of input.results) add(id, input.run?.finishedAt ?? '', statusOf(status), failures)
  return found
}
