/** One node: what it is, its columns, where it comes from and goes to, its SQL and its tests. */
import type { JSX } from 'preact'
import type { SiteDetail, SiteNode, SiteTest } from '../../model/index.js'
import { useEntry } from '../data.js'
import { GraphView } from '../graph-view.js'
import { Markdown } from '../markdown.js'
import { formatSeconds, NodeLink, Sql, Status, TypeTag, worstStatus } from '../parts.js'
import { neighbourhood, type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

const tabs = ['overview', 'columns', 'lineage', 'sql', 'tests'] as const
type Tab = (typeof tabs)[number]

export function NodePage({ site, route }: PageProps): JSX.Element {
  const place = site.position.get(route.argument)
  const node = place === undefined ? undefined : site.index.nodes[place]
  const detail = useEntry(site.index, 'detail', place ?? -1)
  if (place === undefined || !node)
    return (
      <>
        <h1>Not here</h1>
        <p>
          No node is called <code>{route.argument}</code>. <a href="#/catalog">All nodes</a>
        </p>
      </>
    )
  const asked = route.query.get('tab') as Tab | null
  const tab: Tab = asked && tabs.includes(asked) ? asked : 'overview'
  return (
    <>
      <Heading node={node} />
      <div class="tabs" role="tablist" aria-label="Parts of this node">
        {tabs.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="tab-panel"
            onClick={() => setQuery({ tab: name })}
          >
            {name === 'sql' ? 'SQL' : `${name[0]?.toUpperCase()}${name.slice(1)}`}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {detail ? <TabBody tab={tab} site={site} place={place} node={node} detail={detail} /> : <p class="quiet">Loading…</p>}
      </div>
    </>
  )
}

function Heading({ node }: { node: SiteNode }): JSX.Element {
  return (
    <header class="node-head">
      <h1>
        <Status status={worstStatus(node)} /> {node.name}
      </h1>
      <p>
        <TypeTag node={node} />
        {node.access && node.access !== 'protected' ? <span class="tag">{node.access}</span> : null}
        {node.tags.map((tag) => (
          <a key={tag} class="tag" href={`#/catalog?tag=${encodeURIComponent(tag)}`}>
            {tag}
          </a>
        ))}
        {node.group ? (
          <a class="tag" href={`#/owners?group=${encodeURIComponent(node.group)}`}>
            owner: {node.group}
          </a>
        ) : null}
      </p>
    </header>
  )
}

interface TabProps {
  readonly site: Site
  readonly place: number
  readonly node: SiteNode
  readonly detail: SiteDetail
}

function TabBody({ tab, ...props }: TabProps & { tab: Tab }): JSX.Element {
  switch (tab) {
    case 'overview':
      return <Overview {...props} />
    case 'columns':
      return <Columns {...props} />
    case 'lineage':
      return (
        <GraphView site={props.site} shown={[...neighbourhood(props.site, props.place, 2, 2)].sort((a, b) => a - b)} focus={props.place} />
      )
    case 'sql':
      return <Code detail={props.detail} />
    case 'tests':
      return <TestList tests={props.detail.tests} />
  }
}

function Overview({ site, place, node, detail }: TabProps): JSX.Element {
  const linked = (places: readonly number[] | undefined) => (places ?? []).flatMap((at) => site.index.nodes[at] ?? [])
  const facts: (readonly [string, string])[] = [
    ['Relation', detail.relation],
    ['File', detail.file],
    ['Last run', node.seconds === null ? '' : `${formatSeconds(node.seconds)} ${detail.message}`],
    ['Owner', detail.ownerText],
    ...detail.stats,
    ...detail.config,
  ]
  return (
    <>
      {detail.description ? (
        <Markdown text={detail.description} />
      ) : (
        <p class="quiet">No description yet: add one under `description:` in the properties file.</p>
      )}
      {detail.url ? (
        <p>
          <a href={detail.url} rel="noreferrer noopener" target="_blank">
            {detail.url}
          </a>
        </p>
      ) : null}
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <div class="neighbours">
        <Neighbours title="Comes from" nodes={linked(site.parents[place])} />
        <Neighbours title="Feeds" nodes={linked(site.children[place])} />
      </div>
    </>
  )
}

function Neighbours({ title, nodes }: { title: string; nodes: readonly SiteNode[] }): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      {nodes.length === 0 ? <p class="quiet">nothing</p> : null}
      <ul>
        {nodes.map((node) => (
          <li key={node.id}>
            <Status status={worstStatus(node)} /> <NodeLink node={node} /> <TypeTag node={node} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Columns({ detail }: TabProps): JSX.Element {
  if (detail.columns.length === 0)
    return (
      <p class="quiet">
        No columns are known: describe them in the properties file, or run `sluice docs generate` to read them from the warehouse.
      </p>
    )
  const tests = new Map(detail.tests.map((test) => [test.id, test]))
  const typed = detail.columns.some((column) => column.type !== '')
  return (
    <table class="list">
      <thead>
        <tr>
          <th>Column</th>
          {typed ? <th>Type</th> : null}
          <th>Description</th>
          <th>Tests</th>
        </tr>
      </thead>
      <tbody>
        {detail.columns.map((column) => (
          <tr key={column.name} id={`column-${column.name}`}>
            <th scope="row">{column.name}</th>
            {typed ? <td class="mono">{column.type}</td> : null}
            <td>{column.description ? <Markdown text={column.description} /> : null}</td>
            <td>
              {column.tests.map((id) => {
                const test = tests.get(id)
                return test ? (
                  <span key={id} class="count">
                    <Status status={test.status} /> {test.kind}
                  </span>
                ) : null
              })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Code({ detail }: { detail: SiteDetail }): JSX.Element {
  if (!detail.rawCode) return <p class="quiet">This node has no SQL of its own.</p>
  return (
    <>
      <Sql label={detail.file} text={detail.rawCode} />
      {detail.compiledCode ? <Sql label="Compiled" text={detail.compiledCode} /> : <p class="quiet">Not compiled in the last run.</p>}
    </>
  )
}

export function TestList({ tests }: { tests: readonly (Omit<SiteTest, 'sql'> & { readonly sql?: string })[] }): JSX.Element {
  if (tests.length === 0) return <p class="quiet">No tests yet: add them under `data_tests:` in the properties file.</p>
  return (
    <table class="list">
      <thead>
        <tr>
          <th>Status</th>
          <th>Test</th>
          <th>Column</th>
          <th>Result</th>
          <th>Time</th>
        </tr>
      </thead>
      <tbody>
        {tests.map((test) => (
          <tr key={test.id}>
            <td>
              <Status status={test.status} words />
            </td>
            <td>
              <details>
                <summary>
                  <strong>{test.kind}</strong> <span class="quiet">{test.name}</span>
                </summary>
                {test.description ? <Markdown text={test.description} /> : null}
                {test.sql ? <Sql label="SQL" text={test.sql} /> : null}
              </details>
            </td>
            <td>{test.column}</td>
            <td>{test.message || (test.failures === null ? '' : `${test.failures} failures`)}</td>
            <td>{formatSeconds(test.seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
