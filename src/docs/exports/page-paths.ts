/** Where the Markdown page of each node lies: a path any file system takes, the same one as long as the name stays. */
import { createHash } from 'node:crypto'
import type { SiteNode } from '../model/index.js'

/** Below the target folder; by position. */
export function pagePaths(nodes: readonly Pick<SiteNode, 'id' | 'type' | 'name'>[]): string[] {
  const plain = nodes.map(({ type, name }) => `${safe(type)}/${safe(name)}`)
  // Names that differ in case only are one file on many systems.
  const uses = new Map<string, number>()
  for (const path of plain) uses.set(path.toLowerCase(), (uses.get(path.toLowerCase()) ?? 0) + 1)
  return nodes.map(({ id, type, name }, at) => {
    const path = plain[at] ?? ''
    const own = path === `${type}/${name}` && uses.get(path.toLowerCase()) === 1 && !reserved.test(name)
    return `docs/${path}${own ? '' : `-${hash(id)}`}.md`
  })
}

/** What Windows takes for a device. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

function safe(name: string): string {
  const text = name
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .slice(0, 100)
    .replace(/^[.-]+|[.-]+$/g, '')
  return text === '' ? 'unnamed' : text
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 10)
}
