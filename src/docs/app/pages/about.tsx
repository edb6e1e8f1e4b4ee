/** What this page was made from. */
import type { JSX } from 'preact'
import type { PageProps } from './page-props.js'

export function About({ site }: PageProps): JSX.Element {
  const { index } = site
  const facts: readonly (readonly [string, string])[] = [
    ['Project', index.project],
    ['Warehouse', index.adapter],
    ['Target', index.target],
    ['Made', `${index.generatedAt.replace('T', ' ').slice(0, 19)} UTC`],
    ['Made by', `sluice ${index.toolVersion}`],
    ['Nodes', String(index.nodes.length)],
    ['Edges', String(index.edges.length)],
  ]
  return (
    <>
      <h1>About</h1>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        This page is one file. It works offline and sends no request. Keys: <kbd>/</kbd> search, <kbd>g</kbd> then <kbd>l</kbd> lineage,{' '}
        <kbd>g</kbd> then <kbd>c</kbd> catalog, <kbd>g</kbd> then <kbd>h</kbd> home.
      </p>
    </>
  )
}
