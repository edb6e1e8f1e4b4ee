/** The SQL of a node: as it is written, as it was compiled, and the shape of what it makes. */
import type { JSX } from 'preact'
import type { SiteDetail, SiteNode } from '../../../model/index.js'
import { Choices, EmptyState } from '../../parts.js'
import { setQuery } from '../../site.js'
import { CodeLines } from './code-lines.js'
import type { TabProps } from './tab-props.js'

export function SqlTab({ site, node, detail, query }: TabProps): JSX.Element {
  const texts = textsOf(node, detail)
  const chosen = texts.find(({ value }) => value === query.get('code')) ?? texts[0]
  if (!chosen)
    return (
      <EmptyState title="No SQL">
        {node.type === 'model'
          ? 'The site was written without it: leave out --exclude-sql to have it.'
          : 'This node has no SQL of its own.'}
      </EmptyState>
    )
  const line = Number(query.get('line') ?? 0)
  return (
    <>
      <div class="filters">
        <Choices label="Which text" choices={texts} value={chosen.value} onPick={(value) => setQuery({ code: value, line: '' })} />
        {detail.compiledCode || node.type !== 'model' ? null : (
          <p class="quiet small">
            Not compiled yet: <code>sluice compile</code> or a build brings what the warehouse gets.
          </p>
        )}
      </div>
      <CodeLines
        key={chosen.value}
        text={chosen.text}
        label={chosen.label}
        line={Number.isInteger(line) && line > 0 ? line : 0}
        link={(at) => `#/node/${encodeURIComponent(node.id)}?tab=sql${chosen.value === 'source' ? '' : `&code=${chosen.value}`}&line=${at}`}
      />
      {site.index.target && chosen.value === 'compiled' ? <p class="quiet small">Compiled for the target {site.index.target}.</p> : null}
    </>
  )
}

interface Text {
  readonly value: string
  readonly title: string
  readonly label: string
  readonly text: string
}

function textsOf(node: SiteNode, detail: SiteDetail): readonly Text[] {
  const all: Text[] = [
    { value: 'source', title: 'Source', label: detail.file, text: detail.rawCode },
    { value: 'compiled', title: 'Compiled', label: 'what the warehouse gets', text: detail.compiledCode },
    { value: 'shape', title: 'Shape', label: 'as a table definition, from what is known of its columns', text: shapeOf(node, detail) },
  ]
  return all.filter(({ text }) => text !== '')
}

/** Not what was run: what a reader of the relation may rely on. */
function shapeOf(node: SiteNode, detail: SiteDetail): string {
  if (!detail.relation || detail.columns.length === 0) return ''
  const width = Math.min(40, Math.max(...detail.columns.map(({ name }) => name.length)))
  const columns = detail.columns.map(({ name, type, constraints }) =>
    `  ${name.padEnd(width)} ${[type.toLowerCase() || '?', ...constraints.map((kind) => kind.replace('_', ' '))].join(' ')}`.trimEnd(),
  )
  const constraints = detail.constraints.map(({ kind, columns: named, text }) => {
    const list = named.length > 0 ? ` (${named.join(', ')})` : ''
    return `  ${kind.replace('_', ' ')}${list}${text ? ` -- ${text}` : ''}`
  })
  const what = node.materialized === 'view' ? 'view' : 'table'
  return `create ${what} ${detail.relation} (\n${[...columns, ...constraints].join(',\n')}\n)\n`
}
