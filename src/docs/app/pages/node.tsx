/** One node: its heading and the tabs that make sense for what it is. */
import type { JSX } from 'preact'
import type { SiteDetail, SiteNode } from '../../model/index.js'
import { shortened } from '../columns/words.js'
import { useEntry } from '../data.js'
import { Loading, Tabs } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import { AccessTab } from './node/access.js'
import { Columns } from './node/columns.js'
import { ConfigTab } from './node/config.js'
import { ContractTab, versionsOf } from './node/contract.js'
import { FreshnessTab } from './node/freshness.js'
import { Heading } from './node/heading.js'
import { LineageTab } from './node/lineage.js'
import { buildable, Overview } from './node/overview.js'
import { ProfileTab } from './node/profile.js'
import { RunsTab } from './node/runs.js'
import { SqlTab } from './node/sql.js'
import type { TabProps } from './node/tab-props.js'
import { TestsTab } from './node/tests.js'
import type { PageProps } from './page-props.js'

interface Tab {
  readonly value: string
  readonly title: string
  readonly view: (props: TabProps) => JSX.Element
  readonly makesSense: (node: SiteNode, detail: SiteDetail, site: Site) => boolean
}

const hasColumns = new Set(['model', 'source', 'seed', 'snapshot', 'analysis', 'function'])
const relations = new Set(['model', 'source', 'seed', 'snapshot'])

const tabs: readonly Tab[] = [
  { value: 'overview', title: 'Overview', view: Overview, makesSense: () => true },
  { value: 'columns', title: 'Columns', view: Columns, makesSense: ({ type }, { columns }) => columns.length > 0 || relations.has(type) },
  { value: 'lineage', title: 'Lineage', view: LineageTab, makesSense: () => true },
  {
    value: 'sql',
    title: 'SQL',
    view: SqlTab,
    makesSense: ({ type }, { rawCode }) => rawCode !== '' || (hasColumns.has(type) && type !== 'source' && type !== 'seed'),
  },
  { value: 'tests', title: 'Tests', view: TestsTab, makesSense: ({ type }, { tests }) => tests.length > 0 || relations.has(type) },
  { value: 'runs', title: 'Runs', view: RunsTab, makesSense: (node) => buildable(node) },
  { value: 'profile', title: 'Profile', view: ProfileTab, makesSense: (_node, { profile }) => profile !== undefined },
  { value: 'freshness', title: 'Freshness', view: FreshnessTab, makesSense: ({ type }) => type === 'source' },
  {
    value: 'contract',
    title: 'Contract & versions',
    view: ContractTab,
    makesSense: (node, { constraints }, site) => node.type === 'model' || constraints.length > 0 || versionsOf(site, node).length > 0,
  },
  { value: 'access', title: 'Access', view: AccessTab, makesSense: ({ type, group }) => relations.has(type) || group !== '' },
  { value: 'config', title: 'Config', view: ConfigTab, makesSense: (_node, { config, meta }) => config.length + meta.length > 0 },
]

export function NodePage({ site, route }: PageProps): JSX.Element {
  const place = site.position.get(route.argument)
  const node = place === undefined ? undefined : site.index.nodes[place]
  const detail = useEntry(site.index, 'detail', place ?? -1)
  if (place === undefined || !node)
    return (
      <>
        <h1>Not here</h1>
        <p>
          No node is called <code>{shortened(route.argument)}</code>. <a href="#/catalog">All nodes</a>
        </p>
      </>
    )
  return (
    <>
      <Heading site={site} node={node} />
      {detail ? <Parts {...{ site, place, node, detail, query: route.query }} /> : <Loading />}
    </>
  )
}

function Parts(props: TabProps): JSX.Element {
  const { site, node, detail, query } = props
  const sensible = tabs.filter(({ makesSense }) => makesSense(node, detail, site))
  const open = sensible.find(({ value }) => value === query.get('tab')) ?? sensible[0]
  const View = open?.view ?? Overview
  // A tab's own parts of the address mean nothing to another.
  const go = (value: string) =>
    setQuery({ ...Object.fromEntries([...query.keys()].map((key) => [key, ''])), tab: value === 'overview' ? '' : value })
  const titled = sensible.map(({ value, title }) => ({ value, title: `${title}${countOf(value, props)}` }))
  return (
    <Tabs label="Parts of this node" tabs={titled} value={open?.value ?? 'overview'} onPick={go}>
      <View key={node.id} {...props} />
    </Tabs>
  )
}

function countOf(tab: string, { detail }: TabProps): string {
  const count = { columns: detail.columns.length, tests: detail.tests.length }[tab] ?? 0
  return count > 0 ? ` ${count}` : ''
}
