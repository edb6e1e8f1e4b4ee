/** The nodes that were found, as a table or as cards. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../model/index.js'
import { formatCount, formatSeconds, NodeLink, Status, share, TypeTag, worstStatus } from '../parts.js'
import type { Hit } from '../search.js'
import { Marked, Why } from '../search-marks.js'
import { setQuery } from '../site.js'
import { testCount } from './facets.js'
import { sortKeys } from './sorting.js'

export interface Row {
  readonly node: SiteNode
  readonly hit: Hit | undefined
}

export function ResultTable({ rows, sort, words }: { rows: readonly Row[]; sort: string; words: readonly string[] }): JSX.Element {
  return (
    <div class="scroll-x">
      <table class="list catalog-table">
        <caption class="visually-hidden">Nodes that were found</caption>
        <thead>
          <tr>
            <th scope="col">Last run</th>
            {Object.keys(sortKeys).map((key) => (
              <SortHead key={key} name={key} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ResultRow key={row.node.id} row={row} words={words} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SortHead({ name, sort }: { name: string; sort: string }): JSX.Element {
  const key = sortKeys[name]
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined
  // Figures are asked for from the top, names from the start.
  const next = key?.figure ? (sort === `-${name}` ? name : `-${name}`) : sort === name ? `-${name}` : name
  return (
    <th scope="col" class={key?.figure ? 'number' : undefined} aria-sort={direction}>
      <button type="button" onClick={() => setQuery({ sort: next, page: '' })}>
        {key?.title}
      </button>
    </th>
  )
}

function ResultRow({ row: { node, hit }, words }: { row: Row; words: readonly string[] }): JSX.Element {
  const tests = testCount(node)
  const bad = node.tests.fail + node.tests.warn
  return (
    <tr>
      <td>
        <Status status={worstStatus(node)} words />
      </td>
      <th scope="row">
        <NodeLink node={node} />
        {hit ? <Why hit={hit} words={words} /> : null}
        {node.summary ? (
          <span class="catalog-summary">
            <Marked text={node.summary} words={words} />
          </span>
        ) : null}
      </th>
      <td>
        <TypeTag node={node} />
      </td>
      <td>
        <bdi>{node.owner || node.group}</bdi>
      </td>
      <td class="number">
        {tests === 0 ? <span class="quiet">none</span> : bad === 0 ? tests : null}
        {bad > 0 ? <span title={`${bad} of ${tests} did not pass`}>{`${tests - bad} of ${tests}`}</span> : null}
      </td>
      <td class="number">{formatCount(node.rows)}</td>
      <td class="number">{formatSeconds(node.seconds)}</td>
      <td class="number">{node.columns === 0 ? '' : share(node.described, node.columns)}</td>
    </tr>
  )
}

export function ResultCards({ rows, words }: { rows: readonly Row[]; words: readonly string[] }): JSX.Element {
  return (
    <ul class="cards catalog-cards">
      {rows.map(({ node, hit }) => (
        <li key={node.id} class="card">
          <p class="row">
            <Status status={worstStatus(node)} /> <NodeLink node={node} /> <TypeTag node={node} />
          </p>
          {hit ? <Why hit={hit} words={words} /> : null}
          <p class="small">{node.summary ? <Marked text={node.summary} words={words} /> : <span class="quiet">not described</span>}</p>
          <p class="small quiet">
            {[node.owner || node.group, `${node.columns} columns`, `${testCount(node)} tests`].filter(Boolean).join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  )
}
