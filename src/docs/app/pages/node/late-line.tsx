/** On a node's page: whether it is late, and for what reason. */
import type { JSX } from 'preact'
import { useBlock } from '../../data.js'
import { Status } from '../../parts.js'
import type { Site } from '../../site.js'
import { lateStatus, lateWords } from '../late.js'

export function LateLine({ site, place }: { readonly site: Site; readonly place: number }): JSX.Element | null {
  const block = useBlock(site.index, 'late')
  const states = block?.states.filter(({ node }) => node === place) ?? []
  if (!block || states.length === 0) return null
  return (
    <>
      {states.map((state) => (
        <p key={state.from} class="small">
          <Status status={lateStatus(state)} text={lateWords[state.status]} /> <bdi>{state.message}</bdi>
          {block.causes[state.cause] ? (
            <>
              ; <a href="#/late">{`${block.causes[state.cause]?.name}: ${block.causes[state.cause]?.title}`}</a>
            </>
          ) : null}
        </p>
      ))}
    </>
  )
}
