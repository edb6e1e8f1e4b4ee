/** Wildcards: `fnmatch` for names (`*` crosses every character) and globs for paths (`*` stays within one folder). */
const compiled = new Map<string, RegExp>()

/** Python's fnmatch: `*`, `?`, `[seq]`, `[!seq]`, case-sensitive, against the whole text. */
export function fnmatch(text: string, pattern: string): boolean {
  if (!/[*?[]/.test(pattern)) return text === pattern
  let regex = compiled.get(pattern)
  if (!regex) {
    regex = new RegExp(`^${translate(pattern, '.')}$`, 's')
    compiled.set(pattern, regex)
  }
  return regex.test(text)
}

export interface PathPattern {
  readonly regex: RegExp
  /** `models/**` and `models/` name folders only. */
  readonly foldersOnly: boolean
}

/** `**` is any number of folders. */
export function pathPattern(pattern: string): PathPattern {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.')
  const endsInFolders = segments.at(-1) === '**'
  let source = ''
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1
    if (segment === '**') source += last ? '(?:[^/]+/)*' : '(?:[^/]+/)*'
    else source += `${translate(segment, '[^/]')}/`
  }
  return { regex: new RegExp(`^${source}$`, 's'), foldersOnly: endsInFolders || pattern.endsWith('/') }
}

function translate(pattern: string, any: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string
    if (character === '*') out += `${any}*`
    else if (character === '?') out += any
    else if (character === '[') {
      const end = classEnd(pattern, at)
      if (end < 0) out += '\\['
      else {
        out += characterClass(pattern.slice(at + 1, end))
        at = end
      }
    } else out += character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')
  }
  return out
}

/** A `]` right after `[` or `[!` belongs to the class. */
function classEnd(pattern: string, open: number): number {
  let at = open + 1
  if (pattern[at] === '!') at++
  if (pattern[at] === ']') at++
  return pattern.indexOf(']', at)
}

function characterClass(body: string): string {
  const negated = body.startsWith('!')
  const members = (negated ? body.slice(1) : body).replace(/[\\\]^[]/g, '\\$&')
  return `[${negated ? '^' : ''}${members}]`
}
