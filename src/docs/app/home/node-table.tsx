/** Nodes with status, type, description and owner. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../model/index.js'
import { NodeLink, Status, TypeTag, worstStatus } from '../parts.js'

export function NodeTable({ nodes }: { nodes: readonly SiteNode[] }): JSX.Element {
  return (
    <table class="list">
      <thead>
        <tr>
          <th>Status</th>
          <th>Name</th>
          <th>Type</th>
          <th>Description</th>
          <th>Owner</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
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
            <td>{node.summary}</td>
            <td>{node.group}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
