/** `.dbtignore`: gitignore patterns over paths below the project root. */

type Test = { readonly pattern: RegExp; readonly keep: boolean }

export type IgnoreRule = (path: string) => boolean

/** Says whether a file is to be left out. Later lines win, `!` takes a file back in. */
export function ignoreRule(text: string): IgnoreRule {
  const tests = text.split(/\r?\n/).flatMap((line) => parseLine(line))
  return (path) => {
    let ignored = false
    for (const test of tests) if (test.pattern.test(path)) ignored = !test.keep
    return ignored
  }
}

function parseLine(line: string): Test[] {
  let glob = line.replace(/(?<!\\)\s+$/, '')
  if (glob === '' || glob.startsWith('#')) return []
  const keep = glob.startsWith('!')
  if (keep) glob = glob.slice(1)
  glob = glob.replace(/^\\(?=[#!])/, '')
  const folder = glob.endsWith('/')
  if (folder) glob = glob.slice(0, -1)
  // A slash anywhere but at the end ties the pattern to the root.
  const anchored = glob.includes('/')
  if (glob.startsWith('/')) glob = glob.slice(1)
  const start = anchored ? '^' : '^(?:.*/)?'
  return [{ pattern: new RegExp(`${start}${globSource(glob)}${folder ? '/.*' : '(?:/.*)?'}$`), keep }]
}

const wild: Readonly<Record<string, string>> = {
  '/**/': '/(?:.*/)?',
  '**/': '(?:.*/)?',
  '/**': '/.*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
}

function globSource(glob: string): string {
  return glob.replace(
    /\/\*\*\/|\*\*\/|\/\*\*|\*\*|\*|\?|\[!?[^\]]*\]|[.+^${}()|\\[\]]/g,
    (part) => wild[part] ?? classSource(part) ?? `\\${part}`,
  )
}

/** `[a-c]`, `[!x]`. */
function classSource(part: string): string | undefined {
  if (!part.startsWith('[') || part.length <= 2) return undefined
  return part.startsWith('[!') ? `[^${part.slice(2)}` : part
}
