/** The site's data as compressed text, by name: what the page inflates when it asks for it. */
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { SiteData } from './site-data.js'

export interface Packed {
  /** `index`, a block's name, or `detail-0`, `lineage-3` … */
  readonly name: string
  /** Deflated JSON in base64: no character of it can end a script element or a string. */
  readonly text: string
}

const deflate = promisify(deflateRaw)
/** While so many pieces are compressed on other threads, the next are turned into text on this one. */
const atOnce = 4

/** The index first. `look` sees each piece as JSON. */
export async function packed(data: SiteData, look: (json: string) => void = () => undefined): Promise<Packed[]> {
  const found: Promise<Packed>[] = []
  const running = new Set<Promise<unknown>>()
  for (const [name, value] of pieces(data)) {
    if (running.size >= atOnce) await Promise.race(running)
    const json = JSON.stringify(value)
    look(json)
    const work = pack(name, json)
    const done: Promise<unknown> = work.finally(() => running.delete(done))
    running.add(done)
    found.push(work)
  }
  return await Promise.all(found)
}

function* pieces({ index, blocks, shards }: SiteData): Generator<readonly [string, unknown]> {
  yield ['index', index]
  yield* Object.entries(blocks)
  for (const [kind, entries] of Object.entries(shards))
    for (let start = 0; start < entries.length; start += index.shardSize)
      yield [`${kind}-${start / index.shardSize}`, entries.slice(start, start + index.shardSize)]
}

async function pack(name: string, json: string): Promise<Packed> {
  const bytes = await deflate(Buffer.from(json, 'utf8'), { level: 6 })
  return { name, text: bytes.toString('base64') }
}
