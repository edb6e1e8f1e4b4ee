/** Selections on the page: the block is read once, then each question is answered at once. */
import { loadBlock } from './data.js'
import { Selecting, type SelectionProblem } from './selecting.js'
import type { Site } from './site.js'

export interface Selection {
  /** Positions in the index. */
  readonly places: ReadonlySet<number>
  /** Selected tests, which have no page of their own. */
  readonly tests: number
  readonly error?: string
  readonly problem?: SelectionProblem
  /** Criteria that match nothing. */
  readonly unmatched: readonly string[]
}

const ready = new WeakMap<Site, Promise<Selecting | null>>()

/** The complete selection syntax, with `--exclude` in the text or beside it. An empty text selects everything. */
export async function select(site: Site, text: string, exclude = ''): Promise<Selection> {
  const selecting = await selectingOf(site)
  if (!selecting) return { places: new Set(), tests: 0, unmatched: [], error: 'this page was written without what selections need' }
  const { rows, unmatched, problem } = selecting.select(text, exclude)
  const shown = site.index.nodes.length
  const places = new Set(rows.filter((row) => row < shown))
  const tests = rows.length - places.size
  if (!problem) return { places, tests, unmatched }
  return { places, tests, unmatched, problem, error: [problem.message, problem.hint || problem.expected].filter(Boolean).join(' – ') }
}

function selectingOf(site: Site): Promise<Selecting | null> {
  let found = ready.get(site)
  if (!found) {
    found = loadBlock(site.index, 'select').then((block) => (block ? new Selecting(block) : null))
    ready.set(site, found)
  }
  return found
}
