/** The same as the drawing, as a list that is read line by line. */
import type { JSX } from 'preact'
import { Heads, NodeLink, Status, usePaged } from '../parts.js'
import type { Site } from '../site.js'
import type { Mark } from './look.js'
import type { Box, Scene } from './scene.js'

interface Props {
  readonly site: Site
  readonly scene: Scene
  readonly marks: ReadonlyMap<number, Mark>
}

export function Rows({ site, scene, marks }: Props): JSX.Element {
  const { shown, pager } = usePaged(scene.boxes, 50, 'rows')
  return (
    <details class="lg-rows">
      <summary>As a table</summary>
      {pager}
      <table class="list">
        <caption class="visually-hidden">Nodes of the drawing</caption>
        <Heads titles={['Name', 'What', 'Status', 'Reads', 'Read by']} />
        <tbody>
          {shown.map((box) => (
            <Row key={box.key} site={site} scene={scene} box={box} mark={marks.get(scene.byKey.get(box.key) ?? -1)} />
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** So many names of neighbours fit into a cell. */
const named = 4

function Row({ site, scene, box, mark }: { site: Site; scene: Scene; box: Box; mark: Mark | undefined }): JSX.Element {
  const index = scene.byKey.get(box.key) ?? -1
  const node = site.index.nodes[box.places[0] as number]
  const names = (list: readonly number[] | undefined) => {
    const all = list ?? []
    const shown = all.slice(0, named).flatMap((each) => scene.boxes[each]?.label ?? [])
    return `${shown.join(', ')}${all.length > named ? ` and ${all.length - named} more` : ''}`
  }
  return (
    <tr>
      <th scope="row">{box.group || !node ? <bdi>{box.label}</bdi> : <NodeLink node={node} />}</th>
      <td>{mark ? `${box.kind}, ${mark}` : box.kind}</td>
      <td>
        <Status status={box.status} words />
      </td>
      <td>
        <bdi>{names(scene.parents[index])}</bdi>
      </td>
      <td>
        <bdi>{names(scene.children[index])}</bdi>
      </td>
    </tr>
  )
}
