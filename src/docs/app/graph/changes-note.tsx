/** What differs from the other version: counts, and what is gone, which no drawing of now can show. */
import type { JSX } from 'preact'
import type { ChangesBlock } from '../../model/index.js'

const listed = 50

export function ChangesNote({ changes }: { changes: ChangesBlock }): JSX.Element {
  const { added, changed, removed } = changes
  return (
    <div class="lg-changes">
      <p>
        <span class="lg-sign lg-added">+</span> {added.length} added <span class="lg-sign lg-changed">~</span> {changed.length} changed{' '}
        <span class="lg-sign lg-removed">−</span> {removed.length} removed
        <span class="quiet">
          {' '}
          since <bdi>{changes.against}</bdi>
        </span>
      </p>
      {removed.length > 0 ? (
        <details>
          <summary>Removed</summary>
          <ul class="plain-list">
            {removed.slice(0, listed).map(({ id, name, type }) => (
              <li key={id}>
                <span class="lg-sign lg-removed">−</span> <bdi class="mono">{name}</bdi> <span class="quiet">{type}</span>
              </li>
            ))}
            {removed.length > listed ? <li class="quiet">and {removed.length - listed} more</li> : null}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
