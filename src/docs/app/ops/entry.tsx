/** A line of a run or of a test list: its name, leading to where there is more of it. */
import type { JSX } from 'preact'
import type { RunEntry } from '../../model/index.js'
import { Status } from '../parts.js'
import { nodeLink, type Site } from '../site.js'

/** Of a test its place on the tests page; undefined for hooks. */
export function entryLink(entry: RunEntry | undefined, site: Site): string | undefined {
  if (!entry) return undefined
  const node = site.index.nodes[entry.node]
  if (node) return nodeLink(node)
  return /^(unit_)?test\./.test(entry.id) ? testLink(entry.id) : undefined
}

export function testLink(id: string): string {
  return `#/tests?test=${encodeURIComponent(id)}`
}

export function EntryName({ entry, site, status = false }: { entry: RunEntry; site: Site; status?: boolean }): JSX.Element {
  const link = entryLink(entry, site)
  const text = <bdi title={entry.name.slice(0, 300)}>{entry.name.length > 90 ? `${entry.name.slice(0, 89)}…` : entry.name}</bdi>
  return (
    <span class="entry">
      {status ? <Status status={entry.status} /> : null}
      {link ? (
        <a class="node-link" href={link}>
          {text}
        </a>
      ) : (
        text
      )}
    </span>
  )
}
