/** What is different from another version: nodes with reasons, columns and lines, and how far each change reaches. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { ChangedNode, ChangesBlock, ColumnChange, RemovedNode, SiteNode } from '../../model/index.js'
import { columnLink } from '../columns/words.js'
import { Choices, Command, EmptyState, Filter, Heads, NodeLink, plural, Tile, TypeTag, usePaged, WithBlock } from '../parts.js'
import { neighbourhood, nodeLink, type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

export function Changes({ site, route }: PageProps): JSX.Element {
  const nothing = (
    <EmptyState title="This page was written without another version to compare with." command="sluice docs generate --compare DIR">
      DIR is a folder with the manifest.json of that version, such as the target folder of production.
    </EmptyState>
  )
  return (
    <>
      <h1>Changes</h1>
      <WithBlock site={site} name="changes" empty={nothing}>
        {(block) => <All site={site} block={block} only={route.query.get('only') ?? ''} query={route.query.get('q') ?? ''} />}
      </WithBlock>
    </>
  )
}

/** One thing of the list. */
type Item =
  | { readonly kind: 'added'; readonly name: string; readonly node: number }
  | { readonly kind: 'changed'; readonly name: string; readonly change: ChangedNode }
  | { readonly kind: 'removed'; readonly name: string; readonly gone: RemovedNode }

function All({ site, block, only, query }: { site: Site; block: ChangesBlock; only: string; query: string }): JSX.Element {
  const items = useMemo(() => itemsOf(site, block), [site, block])
  const wanted = items.filter(({ kind, name }) => (!only || kind === only) && name.toLowerCase().includes(query.toLowerCase()))
  const { shown, pager } = usePaged(wanted, 50)
  const reach = useMemo(() => reachedBy(site, block), [site, block])
  if (items.length === 0) return <EmptyState title="Nothing is different.">Compared with {block.against}.</EmptyState>
  const kinds = [
    { value: '', title: `All ${items.length}` },
    { value: 'changed', title: `Changed ${block.changed.length}` },
    { value: 'added', title: `Added ${block.added.length}` },
    { value: 'removed', title: `Removed ${block.removed.length}` },
  ]
  return (
    <>
      <p class="quiet">
        Compared with <bdi class="mono">{block.against}</bdi>. <a href="#/lineage?changes=1">Show in the lineage</a>
      </p>
      <div class="tiles">
        <Tile
          title="Changed"
          figure={block.changed.length}
          note={`${plural(block.added.length, 'node')} added, ${block.removed.length} removed`}
        />
        <Tile
          title="Columns that break readers"
          figure={breakingColumns(block)}
          note={block.noColumns || 'removed, renamed, of another type or value'}
        />
        <Tile title="Reached downstream" figure={reach.nodes} note={`${plural(reach.exposures, 'exposure')} among them`} />
      </div>
      <div class="filters">
        <Choices label="Which" choices={kinds} value={only} onPick={(value) => setQuery({ only: value, page: '' })} />
        <Filter label="Name" placeholder="part of a name" />
        <p>
          <Command text={`sluice ls --select state:modified --state ${shellWord(block.against)} --explain`} />
        </p>
      </div>
      <ul class="plain-list stack changes">
        {shown.map((item) => (
          <li key={`${item.kind} ${item.name}`} class="card">
            {item.kind === 'removed' ? <Removed site={site} gone={item.gone} /> : null}
            {item.kind === 'added' ? <Added site={site} place={item.node} /> : null}
            {item.kind === 'changed' ? <Changed site={site} change={item.change} /> : null}
          </li>
        ))}
      </ul>
      {wanted.length === 0 ? <p class="quiet">No change fits.</p> : null}
      {pager}
    </>
  )
}

/** Breaking ones first, then those that reach far. */
function itemsOf(site: Site, { added, changed, removed }: ChangesBlock): readonly Item[] {
  const name = (place: number) => site.index.nodes[place]?.name ?? ''
  const rank = ({ rows, columns }: ChangedNode) => Number(columns.some(({ breaking }) => breaking)) * 2 + Number(rows)
  return [
    ...removed.map((gone): Item => ({ kind: 'removed', name: gone.name, gone })),
    ...changed
      .toSorted((a, b) => rank(b) - rank(a) || a.node - b.node)
      .map((change): Item => ({ kind: 'changed', name: name(change.node), change })),
    ...added.map((node): Item => ({ kind: 'added', name: name(node), node })),
  ]
}

function breakingColumns({ changed }: ChangesBlock): number {
  return changed.reduce((sum, { columns }) => sum + columns.filter(({ breaking }) => breaking).length, 0)
}

/** Everything downstream of what changed, each once. */
function reachedBy(site: Site, { changed, removed }: ChangesBlock): { readonly nodes: number; readonly exposures: number } {
  const starts = new Set([...changed.map(({ node }) => node), ...removed.flatMap(({ readers }) => readers)])
  const reached = new Set<number>()
  const open = [...changed.map(({ node }) => node)].flatMap((node) => site.children[node] ?? [])
  open.push(...removed.flatMap(({ readers }) => readers))
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reached.has(place)) continue
    reached.add(place)
    open.push(...(site.children[place] ?? []))
  }
  const others = [...reached].filter((place) => !starts.has(place))
  return { nodes: others.length, exposures: others.filter((place) => site.index.nodes[place]?.type === 'exposure').length }
}

function Heading({ node, kind }: { node: SiteNode; kind: 'added' | 'changed' }): JSX.Element {
  return (
    <h2 class="row change-heading">
      <span class={`badge badge-${kind === 'added' ? 'ok' : 'accent'}`}>{kind}</span> <NodeLink node={node} /> <TypeTag node={node} />
    </h2>
  )
}

function Added({ site, place }: { site: Site; place: number }): JSX.Element | null {
  const node = site.index.nodes[place]
  if (!node) return null
  return (
    <>
      <Heading node={node} kind="added" />
      {node.summary ? <p>{node.summary}</p> : null}
      <Reach site={site} place={place} />
    </>
  )
}

function Changed({ site, change }: { site: Site; change: ChangedNode }): JSX.Element | null {
  const node = site.index.nodes[change.node]
  if (!node) return null
  return (
    <>
      <Heading node={node} kind="changed" />
      <ul>
        {change.reasons.slice(0, 20).map((reason) => (
          <li key={reason}>
            <bdi>{reason}</bdi>
          </li>
        ))}
        {change.rows ? <li>its rows are shaped otherwise: every column may have other values</li> : null}
      </ul>
      {change.columns.length > 0 ? <Columns node={node} columns={change.columns} /> : null}
      {change.diff.length > 0 ? <Diff lines={change.diff} open={change.diff.length <= 30} name={node.name} /> : null}
      <Reach site={site} place={change.node} />
    </>
  )
}

const columnWords: Readonly<Record<ColumnChange['change'], string>> = {
  added: 'added',
  removed: 'removed',
  renamed: 'renamed',
  type: 'other type',
  value: 'computed differently',
}

const mostColumns = 100

function Columns({ node, columns }: { node: SiteNode; columns: readonly ColumnChange[] }): JSX.Element {
  return (
    <div class="scroll-x">
      <table class="list change-columns">
        <caption class="visually-hidden">Columns of {node.name} that changed</caption>
        <Heads titles={['Column', 'Change', 'Before', 'Now', 'Readers']} />
        <tbody>
          {columns.slice(0, mostColumns).map(({ column, change, before, after, breaking }) => (
            <tr key={`${change} ${column}`}>
              <th scope="row">
                {change === 'removed' ? (
                  <bdi>{column}</bdi>
                ) : (
                  <a href={columnLink(node.id, column)}>
                    <bdi>{column}</bdi>
                  </a>
                )}
              </th>
              <td>{columnWords[change]}</td>
              <td class="mono">{before}</td>
              <td class="mono">{after}</td>
              <td>{breaking ? <span class="badge badge-warn">notice it</span> : <span class="quiet">go on</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > mostColumns ? (
        <p class="quiet">… and {plural(columns.length - mostColumns, 'more column', 'more columns')}</p>
      ) : null}
    </div>
  )
}

const lineKinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'place', ' ': 'kept' }

function Diff({ lines, open, name }: { lines: readonly string[]; open: boolean; name: string }): JSX.Element {
  const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length
  return (
    <details open={open}>
      <summary>
        SQL: {plural(count('+'), 'line')} added, {count('-')} removed<span class="visually-hidden"> in {name}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre class="diff" tabIndex={0} dir="ltr">
        {lines.map((line, at) => (
          <span key={at} class={`diff-${lineKinds[line[0] ?? ' '] ?? 'kept'}`}>
            {line.startsWith('@') ? `lines ${line.slice(1).replace(',', ' → ')}` : line}
            {'\n'}
          </span>
        ))}
      </pre>
    </details>
  )
}

function Reach({ site, place }: { site: Site; place: number }): JSX.Element {
  const below = [...neighbourhood(site, place, 0, Number.POSITIVE_INFINITY)].filter((each) => each !== place)
  const exposures = below.filter((each) => site.index.nodes[each]?.type === 'exposure').length
  const node = site.index.nodes[place]
  if (below.length === 0 || !node) return <p class="quiet small">Nothing reads it.</p>
  return (
    <p class="small">
      Downstream: {plural(below.length, 'node')}
      {exposures > 0 ? `, ${plural(exposures, 'exposure')} among them` : ''}. <a href={`${nodeLink(node)}?tab=lineage`}>Lineage of it</a>
    </p>
  )
}

function Removed({ site, gone }: { site: Site; gone: RemovedNode }): JSX.Element {
  const readers = gone.readers.flatMap((place) => site.index.nodes[place] ?? [])
  return (
    <>
      <h2 class="row change-heading">
        <span class="badge badge-fail">removed</span> <bdi>{gone.name}</bdi> <span class="quiet small">{gone.type.replace('_', ' ')}</span>
      </h2>
      {readers.length === 0 ? <p class="quiet small">Nothing that is still there read it.</p> : null}
      {readers.length > 0 ? (
        <p class="small">
          Was read by{' '}
          {readers.slice(0, 12).map((node, at) => (
            <span key={node.id}>
              {at > 0 ? ', ' : ''}
              <NodeLink node={node} />
            </span>
          ))}
          {readers.length > 12 ? ` and ${readers.length - 12} more` : ''}
        </p>
      ) : null}
    </>
  )
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
