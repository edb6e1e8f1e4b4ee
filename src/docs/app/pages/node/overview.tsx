/** The first tab: what it is, how it stands, who is near it, and the commands that work on it. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../../model/index.js'
import { askedText, columnLink } from '../../columns/words.js'
import { Markdown } from '../../markdown.js'
import {
  Command,
  Copy,
  EmptyState,
  Facts,
  formatAge,
  formatBytes,
  formatCount,
  formatSeconds,
  formatTime,
  NodeLink,
  plural,
  Status,
  TypeTag,
  worstStatus,
} from '../../parts.js'
import { LateLine } from './late-line.js'
import type { TabProps } from './tab-props.js'

export function Overview(props: TabProps): JSX.Element {
  const { detail } = props
  return (
    <>
      <Notices {...props} />
      <LateLine site={props.site} place={props.place} />
      <div class="overview">
        <div class="overview-main">
          {detail.description ? (
            <Markdown text={detail.description} />
          ) : (
            <EmptyState title="No description yet">
              Add one under <code>description:</code> in {detail.properties || 'its properties file'}.
            </EmptyState>
          )}
          {detail.url ? (
            <p>
              <a href={detail.url} rel="noreferrer noopener" target="_blank">
                {detail.url.slice(0, 200)}
              </a>
            </p>
          ) : null}
          <Neighbours {...props} />
        </div>
        <aside class="overview-side" aria-label="Facts">
          <Known {...props} />
          <OpenIn {...props} />
          <Commands {...props} />
        </aside>
      </div>
    </>
  )
}

function Notices({ node, detail, site }: TabProps): JSX.Element | null {
  const latest = detail.latest && node.version && detail.latest !== node.version
  const newer = site.index.nodes.find(
    ({ package: owner, name }) => owner === node.package && name === `${baseName(node)}.v${detail.latest}`,
  )
  if (!node.deprecated && !latest) return null
  return (
    <div class="notice notice-warn">
      {node.deprecated ? <p>Deprecated: readers should be off it by {node.deprecated}.</p> : null}
      {latest && newer ? (
        <p>
          The latest version is <NodeLink node={newer} />.
        </p>
      ) : null}
    </div>
  )
}

/** Without the version. */
export function baseName(node: SiteNode): string {
  const ending = `.v${node.version}`
  return node.version && node.name.endsWith(ending) ? node.name.slice(0, -ending.length) : node.name
}

function Known({ site, place, node, detail }: TabProps): JSX.Element {
  const { lastRun, generatedAt } = site.index
  const reached = exposuresBelow(site, place)
  const tests = Object.values(node.tests).reduce((sum, count) => sum + count, 0)
  const ran = lastRun && node.status !== 'none'
  return (
    <Facts
      rows={[
        ['One row for each', detail.grain.length > 0 ? <Grain node={node} grain={detail.grain} /> : ''],
        ['Relation', detail.relation ? <bdi class="mono">{detail.relation}</bdi> : ''],
        ['Rows', formatCount(node.rows)],
        ['Size', formatBytes(node.bytes)],
        [
          'Last build',
          ran ? (
            <LastBuild node={node} at={lastRun.finishedAt} age={formatAge(lastRun.finishedAt, generatedAt)} />
          ) : buildable(node) ? (
            'not in the last run'
          ) : (
            ''
          ),
        ],
        ['Tests', tests > 0 ? <a href={tabLink(node, 'tests')}>{testsText(node)}</a> : ''],
        ['Columns', node.columns > 0 ? <a href={tabLink(node, 'columns')}>{`${node.columns}, ${node.described} described`}</a> : ''],
        ['Reads', plural((site.parents[place] ?? []).length, 'node')],
        ['Read by', plural((site.children[place] ?? []).length, 'node')],
        ['Exposures reached', reached === 0 ? '' : String(reached)],
        ['Owner', detail.ownerText || node.owner],
        ...detail.facts,
        ...detail.stats,
      ]}
    />
  )
}

function Grain({ node, grain }: { node: SiteNode; grain: readonly string[] }): JSX.Element {
  return (
    <>
      {grain.map((column, at) => (
        <span key={column}>
          {at > 0 ? ' + ' : ''}
          <a class="mono" href={columnLink(node.id, column)}>
            {column}
          </a>
        </span>
      ))}
    </>
  )
}

function LastBuild({ node, at, age }: { node: SiteNode; at: string; age: string }): JSX.Element {
  return (
    <>
      <Status status={node.status} words /> {node.seconds === null ? '' : `in ${formatSeconds(node.seconds)}`}
      <span class="quiet small" title={formatTime(at)}>
        {' '}
        {formatTime(at)}
        {age ? `, ${age} before this page` : ''}
      </span>
    </>
  )
}

export function buildable(node: SiteNode): boolean {
  return ['model', 'seed', 'snapshot', 'function'].includes(node.type) && node.materialized !== 'ephemeral'
}

export function tabLink(node: SiteNode, tab: string): string {
  return `#/node/${encodeURIComponent(node.id)}?tab=${tab}`
}

function testsText({ tests }: SiteNode): string {
  const words = { fail: 'failed', warn: 'warned', ok: 'passed', skipped: 'skipped', none: 'not run' } as const
  return (Object.keys(words) as (keyof typeof words)[]).flatMap((key) => (tests[key] > 0 ? [`${tests[key]} ${words[key]}`] : [])).join(', ')
}

function exposuresBelow(site: TabProps['site'], place: number): number {
  const seen = new Set([place])
  const open = [place]
  let count = 0
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const child of site.children[at] ?? []) {
      if (seen.has(child)) continue
      seen.add(child)
      open.push(child)
      if (site.index.nodes[child]?.type === 'exposure') count++
    }
  return count
}

/** The page cannot open an editor; it says where to go. */
function OpenIn({ detail }: TabProps): JSX.Element {
  const lines: readonly (readonly [string, string])[] = [
    ['Defined in', detail.line > 1 ? `${detail.file}:${detail.line}` : detail.file],
    ['Described in', detail.properties === detail.file ? '' : detail.properties],
  ]
  return (
    <dl class="facts files">
      {lines
        .filter(([, path]) => path !== '')
        .map(([label, path]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="command">
              <code>{path}</code>
              <Copy text={path} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

function Commands({ site, node }: TabProps): JSX.Element {
  return (
    <div class="commands">
      <p class="quiet small">On the command line</p>
      {commandsFor(node, askedText(site, node)).map((text) => (
        <Command key={text} text={text} />
      ))}
    </div>
  )
}

function commandsFor(node: SiteNode, asked: string): readonly string[] {
  const name = { source: `source:${node.name}`, exposure: `exposure:${node.name}`, metric: `metric:${node.name}` }[node.type] ?? asked
  const lineage = `sluice lineage ${asked}`
  switch (node.type) {
    case 'source':
      return [`sluice source freshness --select ${name}`, `sluice build --select ${name}+`, lineage]
    case 'exposure':
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
      return [`sluice build --select +${name}`, lineage]
    case 'analysis':
      return [`sluice compile --select ${name}`, lineage]
    default:
      return [`sluice build --select ${name}`, `sluice build --select ${name}+`, `sluice show --select ${name}`, lineage]
  }
}

function Neighbours({ site, place }: TabProps): JSX.Element {
  const linked = (places: readonly number[] | undefined) => [...new Set(places ?? [])].flatMap((at) => site.index.nodes[at] ?? [])
  return (
    <div class="neighbours">
      <NodeList title="Reads" nodes={linked(site.parents[place])} nothing="Nothing in this project." />
      <NodeList title="Read by" nodes={linked(site.children[place])} nothing="Nothing in this project." />
    </div>
  )
}

const listed = 30

export function NodeList({ title, nodes, nothing }: { title: string; nodes: readonly SiteNode[]; nothing: string }): JSX.Element {
  return (
    <section>
      <h2>
        {title} {nodes.length > 0 ? <span class="quiet small">{nodes.length}</span> : null}
      </h2>
      {nodes.length === 0 ? <p class="quiet">{nothing}</p> : null}
      <ul class="plain-list node-list">
        {nodes.slice(0, listed).map((node) => (
          <li key={node.id}>
            <Status status={worstStatus(node)} /> <NodeLink node={node} /> <TypeTag node={node} />
          </li>
        ))}
      </ul>
      {nodes.length > listed ? <p class="quiet small">and {nodes.length - listed} more</p> : null}
    </section>
  )
}
