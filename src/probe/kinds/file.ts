/** The newest file of a pattern: whether there is one, how large and how old it is. */
import { type Dirent, readdirSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { FileProbe, ProbeKind } from '../probe.js'

export const fileKind: ProbeKind<FileProbe> = {
  key: 'file',
  keys: ['min_size'],
  read(cursor) {
    const minSize = cursor.optionalNumber('min_size') ?? 1
    if (minSize < 0) throw cursor.problem(`min_size is ${minSize}`, 'bytes, 0 or more', 'min_size')
    return { kind: 'file', glob: cursor.text('file'), minSize }
  },
  async ask({ glob, minSize }, { projectDir }) {
    const newest = newestOf(isAbsolute(glob) ? glob : join(projectDir, glob), isAbsolute(glob) ? '' : projectDir)
    if (!newest) return { words: `no file ${glob}`, wanted: `a file ${glob}` }
    const { shown, size, changed } = newest
    const words = `${shown} (${size} bytes)`
    const wanted = size < minSize ? { wanted: `at least ${minSize} bytes` } : {}
    return { value: shown, newest: changed, words, ...wanted }
  },
}

interface Found {
  readonly shown: string
  readonly size: number
  readonly changed: Date
}

function newestOf(pattern: string, base: string): Found | undefined {
  let best: Found | undefined
  for (const path of expand(pattern)) {
    // A file may be moved away between listing and asking.
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile() || (best && best.changed >= stat.mtime)) continue
    best = { shown: base !== '' && path.startsWith(base) ? path.slice(base.length + 1) : path, size: stat.size, changed: stat.mtime }
  }
  return best
}

/** Folder by folder, so that only folders which can hold a match are listed. */
function expand(pattern: string): Iterable<string> {
  const steps = pattern.replaceAll('\\', '/').split('/')
  const first = steps.findIndex((step) => /[*?[{]/.test(step))
  return first < 0 ? [pattern] : below(steps.slice(0, first).join('/') || '/', steps.slice(first))
}

function* below(folder: string, steps: readonly string[]): Generator<string> {
  const [step = '', ...rest] = steps
  if (step === '**') {
    yield* anywhere(folder, rest.length > 0 ? rest : ['*'])
    return
  }
  const test = patternOf(step)
  const names = entriesOf(folder).map(({ name }) => name)
  for (const name of names.filter((each) => test.test(each) && (step.startsWith('.') || !each.startsWith('.')))) {
    if (rest.length === 0) yield join(folder, name)
    else yield* below(join(folder, name), rest)
  }
}

function* anywhere(folder: string, rest: readonly string[]): Generator<string> {
  yield* below(folder, rest)
  // A link to a folder counts as none: it could lead in a circle.
  for (const entry of entriesOf(folder)) if (entry.isDirectory()) yield* anywhere(join(folder, entry.name), rest)
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

const wild: Readonly<Record<string, string>> = { '*': '.*', '?': '.', '{': '(?:', '}': ')', ',': '|' }

/** `*`, `?`, `[a-c]`, `[!x]`, `{csv,json}`. */
function patternOf(step: string): RegExp {
  const source = step.replace(/\[!?[^\]]+\]|[*?{}.+^$()|[\]\\]|,(?=[^{}]*\})/g, (part) => {
    if (part.length > 2 && part.startsWith('[')) return part.startsWith('[!') ? `[^${part.slice(2)}` : part
    return wild[part] ?? `\\${part}`
  })
  return new RegExp(`^${source}$`)
}
