/** Figures → the text that Prometheus reads. Every series is a gauge: the history forgets, and a counter may not go down. */
import type { Gauge as PromGauge, Registry } from 'prom-client'
import type { RunHead } from '../history/index.js'
import type { SlaState } from '../late/index.js'
import type { Slo } from '../slo/index.js'
import { type Figures, isGood, type Latest } from './figures.js'

export interface MetricsInput {
  readonly project: string
  readonly version: string
  readonly figures: Figures
  /** Newest first: all that are kept, or the last some hundred. */
  readonly heads: readonly RunHead[]
  /** As last judged. */
  readonly slas: readonly Pick<SlaState, 'id' | 'status' | 'age' | 'maxAge'>[]
  readonly slos: readonly Slo[]
  /** Of alerts, by receiver. */
  readonly waiting: ReadonlyMap<string, number>
  readonly incidents: readonly { readonly target: string; readonly kind: string; readonly severity: string }[]
}

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

export async function metricsText(input: MetricsInput): Promise<string> {
  const prom = (await import('prom-client')).default
  const registry = new prom.Registry()
  const page = new Page(registry, prom.Gauge)
  page
    .gauge('sluice_info', 'The project and the version of the tool that looks after it; always 1', ['project', 'version'])
    .set({ project: input.project, version: input.version }, 1)
  runs(page, input)
  nodes(page, input.figures)
  tests(page, input.figures)
  sources(page, input.figures)
  promises(page, input)
  alerts(page, input)
  const dropped = page.gauge('sluice_metrics_dropped', 'Nodes and tests without series, because there are more than max_nodes', [])
  dropped.set(input.figures.dropped)
  const text = await registry.metrics()
  registry.clear()
  return text
}

class Page {
  readonly #registry: Registry
  readonly #Gauge: typeof PromGauge

  constructor(registry: Registry, gauge: typeof PromGauge) {
    this.#registry = registry
    this.#Gauge = gauge
  }

  gauge(name: string, help: string, labelNames: readonly string[]): PromGauge {
    return new this.#Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] })
  }
}

function runs(page: Page, { heads, figures }: MetricsInput): void {
  const counted = page.gauge('sluice_runs', 'Runs that are kept, by how they ended', ['command', 'target', 'status'])
  for (const head of heads) {
    const status = head.cancelled ? 'cancelled' : isGood(head) ? 'success' : 'failure'
    counted.inc({ command: head.command, target: head.target, status })
  }
  const labels = ['command', 'target']
  const at = page.gauge('sluice_last_run_timestamp_seconds', 'When the last run began', labels)
  const seconds = page.gauge('sluice_last_run_seconds', 'How long the last run took', labels)
  const good = page.gauge('sluice_last_run_success', 'Whether nothing failed in the last run', labels)
  const ended = page.gauge('sluice_last_run_results', 'Nodes and tests of the last run, by how they ended', [...labels, 'status'])
  for (const head of figures.lastRuns) {
    const { command, target } = head
    at.set({ command, target }, momentOf(head.startedAt))
    seconds.set({ command, target }, head.elapsed)
    good.set({ command, target }, isGood(head) ? 1 : 0)
    for (const [status, count] of Object.entries(head.counts)) ended.set({ command, target, status }, count)
  }
  const success = page.gauge('sluice_last_success_timestamp_seconds', 'When the last run began in which nothing failed', labels)
  for (const { command, target, startedAt } of figures.lastGood) success.set({ command, target }, momentOf(startedAt))
}

function nodes(page: Page, { nodes: list }: Figures): void {
  const labels = ['node', 'type', 'target']
  const seconds = page.gauge('sluice_node_seconds', 'How long the node took when it last ran', labels)
  const rows = page.gauge('sluice_node_rows', 'Rows the node wrote when it last ran', labels)
  const bytes = page.gauge('sluice_node_bytes', 'Bytes the warehouse read for the node when it last ran', labels)
  const good = page.gauge('sluice_node_success', 'Whether the node did not fail when it last ran', labels)
  const at = page.gauge('sluice_node_last_run_timestamp_seconds', 'When the run began in which the node last had its turn', labels)
  for (const { run, node } of list) {
    const of = { node: node.id, type: node.type, target: run.target }
    seconds.set(of, node.seconds)
    if (node.rows !== null) rows.set(of, node.rows)
    if (node.bytes !== null) bytes.set(of, node.bytes)
    good.set(of, isWrong(node.status) ? 0 : 1)
    at.set(of, momentOf(run.startedAt))
  }
}

function tests(page: Page, { tests: list }: Figures): void {
  const labels = ['test', 'node', 'kind', 'target']
  const passed = page.gauge('sluice_test_passed', 'Whether the test last passed; one that warns did not', labels)
  const failures = page.gauge('sluice_test_failures', 'Rows that failed the test when it last ran', labels)
  const rate = page.gauge('sluice_test_pass_ratio', 'Share of tests of a kind that passed when they last ran', ['kind', 'target'])
  const counts = new Map<string, { kind: string; target: string; passed: number; all: number }>()
  for (const { run, node } of list) {
    const kind = kindOf(node.kind)
    const of = { test: node.id, node: node.node ?? '', kind, target: run.target }
    passed.set(of, node.status === 'pass' ? 1 : 0)
    if (node.failures !== null) failures.set(of, node.failures)
    const count = counts.get(`${kind}|${run.target}`) ?? { kind, target: run.target, passed: 0, all: 0 }
    counts.set(`${kind}|${run.target}`, { ...count, passed: count.passed + (node.status === 'pass' ? 1 : 0), all: count.all + 1 })
  }
  for (const { kind, target, passed: well, all } of counts.values()) rate.set({ kind, target }, well / all)
}

/** Few words, so that the ratio has few series: `rule`, `monitor`, or `test` for all that dbt has too. */
function kindOf(kind: string | null): string {
  if (kind?.startsWith('sluice_rule')) return 'rule'
  if (kind?.startsWith('sluice_monitor')) return 'monitor'
  return kind?.startsWith('sluice_reconcile') ? 'reconciliation' : 'test'
}

function sources(page: Page, { sources: list }: Figures): void {
  const labels = ['source', 'target']
  const age = page.gauge('sluice_source_age_seconds', 'How old the newest row of the source was when it was last asked', labels)
  const loaded = page.gauge('sluice_source_loaded_timestamp_seconds', 'The newest row of the source when it was last asked', labels)
  const fresh = page.gauge('sluice_source_fresh', 'Whether the source was fresh enough when it was last asked', labels)
  for (const { run, node } of list.filter(hasAge)) {
    const of = { source: node.id, target: run.target }
    if (node.age !== null) age.set(of, node.age)
    if (node.loadedAt !== null) loaded.set(of, momentOf(node.loadedAt))
    fresh.set(of, isWrong(node.status) || node.status === 'warn' ? 0 : 1)
  }
}

function hasAge({ node }: Latest): boolean {
  return node.age !== null || node.loadedAt !== null
}

function promises(page: Page, { slas, slos }: MetricsInput): void {
  const breached = page.gauge('sluice_sla_breached', 'Whether the table misses what is promised of it', ['node'])
  const age = page.gauge('sluice_sla_age_seconds', 'How old the newest row of the table is', ['node'])
  const most = page.gauge('sluice_sla_max_age_seconds', 'How old the newest row of the table may be', ['node'])
  for (const { id, status, age: is, maxAge } of slas) {
    if (status !== 'unknown') breached.set({ node: id }, status === 'met' ? 0 : 1)
    if (is !== null) age.set({ node: id }, is)
    if (maxAge !== null) most.set({ node: id }, maxAge)
  }
  objectives(page, slos)
}

function objectives(page: Page, slos: readonly Slo[]): void {
  const labels = ['slo', 'title']
  const actual = page.gauge('sluice_slo_ratio', 'How a promise of the project stands, as a share of one', labels)
  const target = page.gauge('sluice_slo_target_ratio', 'What the project promises, as a share of one', labels)
  const met = page.gauge('sluice_slo_met', 'Whether a promise of the project is kept', labels)
  const budget = page.gauge('sluice_slo_budget_left_ratio', 'Share of the error budget that is left; below 0 it is overdrawn', labels)
  for (const slo of slos) {
    const of = { slo: slo.name, title: slo.title }
    target.set(of, slo.target)
    if (slo.actual !== null) actual.set(of, slo.actual)
    if (slo.met !== null) met.set(of, slo.met ? 1 : 0)
    if (slo.budget !== null && Number.isFinite(slo.budget.left)) budget.set(of, slo.budget.left)
  }
}

function alerts(page: Page, { waiting, incidents }: MetricsInput): void {
  const left = page.gauge('sluice_alerts_waiting', 'Messages that the receiver has not acknowledged yet', ['sink'])
  for (const [sink, count] of waiting) left.set({ sink }, count)
  const open = page.gauge('sluice_incidents_open', 'Incidents that are not over', ['kind', 'severity', 'target'])
  for (const { kind, severity, target } of incidents) open.inc({ kind, severity, target })
}

function isWrong(status: string): boolean {
  return status === 'error' || status === 'fail' || status === 'runtime error' || status === 'partial success'
}

function momentOf(text: string): number {
  return Date.parse(text) / 1000
}
