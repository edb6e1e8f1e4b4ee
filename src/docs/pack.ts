/** The site's data as compressed text, by name: what the page inflates when it asks for it. */
import { deflateRawSync } from 'node:zlib'
import type { SiteData } from './site-data.js'

export interface Packed {
  /** `index`, a block's name, or `detail-0`, `lineage-3` … */
  readonly name: string
  /** Deflated JSON in base64: no character of it can end a script element or a string. */
  readonly text: string
}

export function* packed({ index, blocks, shards }: SiteData): Generator<Packed> {
  yield { name: 'index', text: pack(index) }
  for (const [name, value] of Object.entries(blocks)) yield { name, text: pack(value) }
  for (const [kind, entries] of Object.entries(shards))
    for (let start = 0; start < entries.length; start += index.shardSize)
      yield { name: `${kind}-${start / index.shardSize}`, text: pack(entries.slice(start, start + index.shardSize)) }
}

export function pack(value: unknown): string {
  return deflateRawSync(Buffer.from(JSON.stringify(value), 'utf8'), { level: 6 }).toString('base64')
}
