/** docs/dbt-compatibility.md as data: under each heading with a `<!-- checked: probe -->` line, the items of each state. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/core/package-root.js'

export type State = 'works' | 'accepted' | 'not yet'

export interface Section {
  readonly title: string
  readonly probe: string
  readonly items: ReadonlyMap<string, State>
}

const states: readonly (readonly [RegExp, State])[] = [
  [/^Works:/, 'works'],
  [/^(?:Accepted|Refused)/, 'accepted'],
  [/^Not yet:/, 'not yet'],
]

export function readSections(): Section[] {
  const text = readFileSync(join(packageRoot(), 'docs', 'dbt-compatibility.md'), 'utf8')
  return text.split(/\n(?=#{2,4} )/).flatMap((part) => {
    const probe = /<!-- checked: (.+?) -->/.exec(part)?.[1]
    if (probe === undefined) return []
    return [{ title: /^#+ (.+)/.exec(part)?.[1] ?? '', probe, items: itemsOf(part) }]
  })
}

/** What stands in backticks of a paragraph that begins with its state. */
function itemsOf(part: string): Map<string, State> {
  const items = new Map<string, State>()
  for (const paragraph of part.split('\n\n')) {
    const state = states.find(([pattern]) => pattern.test(paragraph))?.[1]
    if (state === undefined) continue
    for (const [, item = ''] of paragraph.matchAll(/`([^`]+)`/g)) items.set(item, state)
  }
  return items
}
