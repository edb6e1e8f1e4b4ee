/** Nodes as a table, a page at a time. */
import type { ComponentChildren, JSX } from 'preact'
import type { SiteNode } from '../../model/index.js'
import { usePaged } from './frames.js'
import { NodeLink, Status, TypeTag, worstStatus } from './status.js'

export interface NodeListColumn {
  readonly title: string
  readonly number?: boolean
  readonly cell: (node: SiteNode) => ComponentChildren
}

export interface NodeListProps {
  readonly nodes: readonly SiteNode[]
  /** Further columns, after the description. */
  readonly columns?: readonly NodeListColumn[]
  /** Where several lists share a page, the query's word for each. */
  readonly pageKey?: string
  /** Without the description. */
  readonly brief?: boolean
}

export function NodeList({ nodes, columns = [], pageKey = 'page', brief = false }: NodeListProps): JSX.Element {
  const { shown, pager } = usePaged(nodes, 50, pageKey)
  return (
    <>
      <table class="list stacks">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            {brief ? null : <th scope="col">Description</th>}
            {columns.map(({ title, number }) => (
              <th key={title} scope="col" class={number ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((node) => (
            <tr key={node.id}>
              <td>
                <Status status={worstStatus(node)} words />
              </td>
              <td>
                <NodeLink node={node} />
              </td>
              <td>
                <TypeTag node={node} />
              </td>
              {brief ? null : (
                <td class="wide">
                  <bdi>{node.summary}</bdi>
                </td>
              )}
              {columns.map(({ title, number, cell }) => (
                <td key={title} class={number ? 'number' : undefined} data-title={title}>
                  {cell(node)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}
