/** Versions of hub packages: dbt's specifiers (`>=1.0.0`, `<2.0.0`, `1.1.1`), several of which have to hold at once. */
import semver from 'semver'

const specifier = /^\s*(>=|<=|>|<|=)?\s*(\d+\.\d+\.\d+(?:-?[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)\s*$/

interface Bound {
  readonly operator: '>=' | '<=' | '>' | '<' | '='
  readonly version: semver.SemVer
}

/** Null where it does not parse. `1.0.0rc1` is read as `1.0.0-rc1`. */
export function parseBound(text: string): Bound | null {
  const match = specifier.exec(text)
  const version = match && semver.parse(withDash(match[2] as string))
  return version ? { operator: (match[1] ?? '=') as Bound['operator'], version } : null
}

function withDash(version: string): string {
  return version.replace(/^(\d+\.\d+\.\d+)(?=[A-Za-z])/, '$1-')
}

/** N.B. `<2.0.0` leaves out 2.0.0-rc1 as well, which comes before it in order. */
export function allows(bound: Bound, text: string): boolean {
  const version = semver.parse(withDash(text))
  if (!version) return false
  const order = version.compare(bound.version)
  switch (bound.operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0 && !(isPrerelease(text) && bound.version.prerelease.length === 0 && version.compareMain(bound.version) === 0)
    case '=':
      return order === 0
  }
}

export function isPrerelease(text: string): boolean {
  return (semver.parse(withDash(text))?.prerelease.length ?? 0) > 0
}

/** Oldest first; what is no version is left out. */
export function sortVersions(texts: readonly string[]): string[] {
  return texts.filter((text) => semver.valid(withDash(text))).sort((a, b) => semver.compare(withDash(a), withDash(b)))
}
