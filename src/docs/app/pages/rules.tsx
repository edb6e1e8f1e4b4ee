/** Rules: what the data must be, in words; who answers for it, and how often it was so. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { RulesBlock, SiteRule } from '../../model/index.js'
import { Sparkline } from '../charts/small.js'
import { testLink } from '../ops/entry.js'
import { DataTable } from '../ops/table.js'
import { save } from '../parts/save.js'
import { EmptyState, Filter, formatCount, NodeLink, Status, share, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

export function Rules({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="The project has no rules.">
      Write them under <code>data_quality_rules:</code> in <code>config.meta</code> of a table, or as <code>data_tests:</code>.
    </EmptyState>
  )
  return (
    <>
      <h1>Rules</h1>
      <WithBlock site={site} name="rules" empty={empty}>
        {(block) => <List site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

function List({ site, route, block: { rules } }: PageProps & { readonly block: RulesBlock }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const texts = useMemo(() => rules.map((each) => Object.values(each).join(' ').toLowerCase()), [rules])
  const found = rules.filter((_rule, at) => texts[at]?.includes(wanted))
  return (
    <>
      <p class="lead">What the data must be, who answers for it, and how often it was so.</p>
      <div class="filters">
        <Filter label="Table, column, owner or word" />
        <p class="quiet small" aria-live="polite">
          {formatCount(found.length)} of {formatCount(rules.length)}
        </p>
        <button type="button" class="no-print" onClick={() => save('rules.csv', new Blob([csv(found)], { type: 'text/csv' }))}>
          CSV
        </button>
      </div>
      <RuleTable rules={found} site={site} />
    </>
  )
}

const words = { fail: 'broken', warn: 'warned', skipped: 'skipped', none: 'not asked', ok: 'kept' } as const

function RuleTable({ rules, site }: { rules: readonly SiteRule[]; site: Site }): JSX.Element {
  return (
    <DataTable
      name="rules"
      caption="Rules by table"
      rows={rules}
      id={({ id }) => id}
      columns={[
        { key: 'status', title: 'Last', cell: ({ status }) => <Status status={status} text={words[status]} />, by: ({ status }) => status },
        { key: 'table', title: 'Table', cell: (rule) => <Of rule={rule} site={site} />, by: ({ table, column }) => `${table} ${column}` },
        { key: 'demand', title: 'Demands', cell: (rule) => <Demand rule={rule} />, by: ({ demand }) => demand },
        { key: 'owner', title: 'Owner', cell: ({ owner }) => <bdi>{owner}</bdi>, by: ({ owner }) => owner || null },
        { key: 'severity', title: 'Severity', cell: (rule) => <Severity rule={rule} />, by: ({ severity }) => severity },
        { key: 'since', title: 'Since', cell: ({ since }) => since, by: ({ since }) => since || null },
        {
          key: 'rate',
          title: 'Kept',
          number: true,
          cell: ({ passRate, runs }) => (passRate === null ? '' : `${share(passRate * runs, runs)} of ${runs}`),
          by: ({ passRate }) => passRate,
        },
        { key: 'trend', title: 'Failing rows', cell: (rule) => <Trend rule={rule} />, by: ({ trend }) => trend.at(-1) ?? null },
      ]}
    />
  )
}

function Of({ rule, site }: { rule: SiteRule; site: Site }): JSX.Element {
  const node = site.index.nodes[rule.node]
  return (
    <>
      {node ? <NodeLink node={node} /> : <bdi>{rule.table}</bdi>}
      {rule.column ? <bdi class="quiet"> {rule.column}</bdi> : null}
    </>
  )
}

function Demand({ rule: { id, name, demand, description } }: { rule: SiteRule }): JSX.Element {
  const [text = '', where] = (demand || name).split(/, where (.*)/s)
  return (
    <>
      {id.includes('#') ? <bdi>{text}</bdi> : <a href={testLink(id)}>{text}</a>}
      {where ? (
        <>
          , where <code>{where}</code>
        </>
      ) : null}
      {description && description !== demand ? <span class="quiet small"> {description}</span> : null}
    </>
  )
}

function Severity({ rule: { severity, threshold } }: { rule: SiteRule }): JSX.Element {
  return (
    <>
      {severity}
      {threshold ? <span class="quiet small"> {threshold}</span> : null}
    </>
  )
}

function Trend({ rule: { trend } }: { rule: SiteRule }): JSX.Element | null {
  const last = trend.at(-1)
  if (last === undefined) return null
  const drawn = trend.length > 1 && trend.some((value) => value > 0)
  return (
    <>
      {drawn ? <Sparkline values={trend} wide={80} title={`Failing rows, oldest first: ${trend.join(', ')}`} /> : null} {formatCount(last)}
    </>
  )
}

const fields = [
  'table',
  'column',
  'name',
  'kind',
  'demand',
  'owner',
  'severity',
  'threshold',
  'since',
  'runs',
  'passRate',
  'status',
] as const

/** A cell that begins as a formula does is text all the same. */
function csv(rules: readonly SiteRule[]): string {
  const cell = (value: unknown) => {
    const text = String(value ?? '')
    return `"${(/^[=+@-]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  }
  return [fields.join(','), ...rules.map((rule) => fields.map((field) => cell(rule[field])).join(','))].join('\r\n')
}
