/** Beside the news of the home page: what changed, ways in, who owns what. */
import type { JSX } from 'preact'
import { useBlock } from '../data.js'
import { formatCount, plural, Status, worstStatus } from '../parts.js'
import type { Site } from '../site.js'

export function Changed({ site }: { site: Site }): JSX.Element | null {
  const block = useBlock(site.index, 'changes')
  if (!block) return null
  const columns = block.changed.flatMap((node) => node.columns)
  const breaking = columns.filter((column) => column.breaking).length
  return (
    <section>
      <h2>What changed</h2>
      <p class="small quiet">
        against <bdi>{block.against}</bdi>
      </p>
      <ul class="plain-list">
        <li>{plural(block.added.length, 'node')} added</li>
        <li>
          {plural(block.changed.length, 'node')} changed{columns.length > 0 ? `, ${plural(columns.length, 'column')}` : ''}
        </li>
        <li>{plural(block.removed.length, 'node')} removed</li>
        {breaking > 0 ? (
          <li>
            <Status status="warn" text={`${plural(breaking, 'change')} that readers notice`} />
          </li>
        ) : null}
      </ul>
      <p>
        <a href="#/changelog">What exactly</a>
      </p>
    </section>
  )
}

export function QuickLinks({ site }: { site: Site }): JSX.Element {
  const counts = new Map<string, number>()
  for (const { type } of site.index.nodes) counts.set(type, (counts.get(type) ?? 0) + 1)
  return (
    <section>
      <h2>What is here</h2>
      <ul class="here">
        {[...counts].map(([type, count]) => (
          <li key={type}>
            <a href={`#/catalog?type=${type}`}>
              {formatCount(count)} {count === 1 ? type.replace('_', ' ') : pluralOf(type)}
            </a>
          </li>
        ))}
        <li>
          <a href="#/lineage">the lineage of all</a>
        </li>
      </ul>
    </section>
  )
}

function pluralOf(type: string): string {
  const word = type.replace('_', ' ')
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : word.endsWith('is') ? `${word.slice(0, -2)}es` : `${word}s`
}

const shown = 8

export function People({ site }: { site: Site }): JSX.Element | null {
  const { owners, nodes } = site.index
  if (owners.length === 0) return null
  const own = new Map<string, { count: number; bad: number }>()
  for (const node of nodes) {
    if (!node.group) continue
    const entry = own.get(node.group) ?? { count: 0, bad: 0 }
    const status = worstStatus(node)
    own.set(node.group, { count: entry.count + 1, bad: entry.bad + (status === 'fail' || status === 'skipped' ? 1 : 0) })
  }
  return (
    <section>
      <h2>Owners</h2>
      <ul class="plain-list">
        {owners.slice(0, shown).map(({ group, name }) => {
          const { count = 0, bad = 0 } = own.get(group) ?? {}
          return (
            <li key={group} class="owner-line">
              <a href={`#/owners?group=${encodeURIComponent(group)}`}>
                <bdi>{group}</bdi>
              </a>{' '}
              <bdi class="quiet small">{name}</bdi>
              <span class="small owner-count">
                {bad > 0 ? <Status status="fail" text={`${bad} of ${count}`} /> : <span class="quiet">{plural(count, 'node')}</span>}
              </span>
            </li>
          )
        })}
      </ul>
      {owners.length > shown ? (
        <p>
          <a href="#/owners">All {owners.length}</a>
        </p>
      ) : null}
    </section>
  )
}
