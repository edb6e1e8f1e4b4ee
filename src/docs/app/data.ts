/** Reads the blocks inside the page: the index at start, a detail shard when one of its nodes is opened. */
import type { SiteDetail, SiteIndex } from '../site-model.js'

const shards = new Map<number, Promise<readonly SiteDetail[]>>()

async function inflate<T>(elementId: string): Promise<T> {
  const packed = document.getElementById(elementId)?.textContent ?? ''
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(stream).text()) as T
}

export async function loadIndex(): Promise<SiteIndex> {
  return await inflate<SiteIndex>('site-index')
}

export async function loadDetail(index: SiteIndex, position: number): Promise<SiteDetail | undefined> {
  const number = Math.floor(position / index.shardSize)
  let shard = shards.get(number)
  if (!shard) {
    shard = inflate<readonly SiteDetail[]>(`site-shard-${number}`)
    shards.set(number, shard)
  }
  return (await shard)[position % index.shardSize]
}

export async function loadAllDetails(index: SiteIndex): Promise<readonly SiteDetail[]> {
  const all: SiteDetail[] = []
  for (let position = 0; position < index.nodes.length; position += index.shardSize) {
    await loadDetail(index, position)
    all.push(...((await shards.get(Math.floor(position / index.shardSize))) ?? []))
  }
  return all
}
