/**
 * Reads the data inside the page or beside it: the index at start, a block when a page asks for it, a shard when one of its
 * nodes is opened. What was read once is kept.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Blocks, Shards, SiteIndex } from '../model/index.js'

const read = new Map<string, Promise<unknown>>()

declare global {
  /** Called by the scripts of data that lie beside the page. */
  var sluiceData: ((name: string, text: string) => void) | undefined
}

const arrived = new Map<string, (text: string) => void>()
globalThis.sluiceData = (name, text) => arrived.get(name)?.(text)

async function load<T>(name: string): Promise<T> {
  let found = read.get(name)
  if (!found) {
    found = textOf(name).then(inflate)
    read.set(name, found)
  }
  return (await found) as T
}

/** Undefined where it is neither inside nor beside the page. */
async function textOf(name: string): Promise<string | undefined> {
  const inside = () => document.getElementById(`data-${name}`)?.textContent ?? undefined
  // The app starts before the rest of the page is read.
  if (inside() === undefined && document.readyState === 'loading')
    await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { once: true }))
  return inside() ?? (await beside(name))
}

/** The folder beside the page; undefined where all data are inside. */
const folder = document.querySelector<HTMLMetaElement>('meta[name="sluice-data"]')?.content

async function beside(name: string): Promise<string | undefined> {
  if (folder === undefined) return undefined
  return await new Promise((resolve) => {
    const script = document.createElement('script')
    arrived.set(name, resolve)
    script.src = trusted(`${folder}/${name}.js`)
    script.addEventListener('error', () => {
      if (!readAnew(folder)) resolve(undefined)
    })
    document.head.append(script)
  })
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(text: string): string }): { createScriptURL(text: string): string }
}

/** The policy of the page lets no text be an address of a script, but by this door. */
const door = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes

const trusted = (() => {
  const own = /^data-[0-9a-f]+\/[\w-]+\.js$/
  const checked = (path: string) => (own.test(path) ? path : '')
  let policy: { createScriptURL(text: string): string } | undefined
  return (path: string): string => {
    policy ??= door?.createPolicy('sluice-data', { createScriptURL: checked }) ?? { createScriptURL: checked }
    return policy.createScriptURL(path)
  }
})()

/** The site was written anew while this page was open, and its data are gone: once, the new page is read. False: that did not help. */
function readAnew(gone: string): boolean {
  try {
    if (sessionStorage.getItem('sluice-gone') === gone) return false
    sessionStorage.setItem('sluice-gone', gone)
  } catch {
    return false
  }
  location.reload()
  return true
}

async function inflate(packed: string | undefined): Promise<unknown> {
  if (packed === undefined) return undefined
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(stream).text())
}

export async function loadIndex(): Promise<SiteIndex> {
  return await load<SiteIndex>('index')
}

/** Undefined where the site has no such block. */
export async function loadBlock<K extends keyof Blocks>(index: SiteIndex, name: K): Promise<Blocks[K] | undefined> {
  return index.blocks.includes(name) ? await load<Blocks[K]>(name) : undefined
}

/** What belongs to the node at `place`. */
export async function loadEntry<K extends keyof Shards>(index: SiteIndex, kind: K, place: number): Promise<Shards[K] | undefined> {
  if (place < 0 || place >= index.nodes.length || (kind === 'lineage' && index.noColumns !== '')) return undefined
  const shard = await load<readonly Shards[K][] | undefined>(`${kind}-${Math.floor(place / index.shardSize)}`)
  return shard?.[place % index.shardSize]
}

/** `null` while it is being read, `undefined` where there is none. */
export function useBlock<K extends keyof Blocks>(index: SiteIndex, name: K): Blocks[K] | undefined | null {
  return useLoaded(() => loadBlock(index, name), name)
}

export function useEntry<K extends keyof Shards>(index: SiteIndex, kind: K, place: number): Shards[K] | undefined | null {
  return useLoaded(() => loadEntry(index, kind, place), `${kind} ${place}`)
}

function useLoaded<T>(ask: () => Promise<T>, key: string): T | null {
  const [state, setState] = useState<{ readonly key: string; readonly value: T } | { readonly key: string; readonly broken: unknown }>()
  useEffect(() => {
    let gone = false
    ask().then(
      (value) => gone || setState({ key, value }),
      (broken) => gone || setState({ key, broken }),
    )
    return () => {
      gone = true
    }
  }, [key])
  if (state?.key !== key) return null
  // The frame of the page says it.
  if ('broken' in state) throw state.broken
  return state.value
}
