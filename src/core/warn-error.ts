/**
 * `--warn-error` and `--warn-error-options`: what a warning becomes. The most specific entry wins: a name, then
 * `Deprecations`, then `all`. One rule for events (the bus asks it) and for tests that only warn (the run asks it).
 */
export type Verdict = 'warn' | 'error' | 'silence'
export type WarningRule = (names: readonly string[]) => Verdict

export interface WarnErrorOptions {
  readonly error: readonly string[] | 'all' | '*'
  readonly warn: readonly string[]
  readonly silence: readonly string[]
}

export function warningRule(warnError: boolean, options: Partial<WarnErrorOptions> | undefined): WarningRule {
  if (warnError) return () => 'error'
  const error = options?.error ?? []
  const lists: readonly (readonly [Verdict, readonly string[]])[] = [
    ['silence', options?.silence ?? []],
    ['warn', options?.warn ?? []],
    ['error', typeof error === 'string' ? ['all'] : error.map((name) => (name === '*' ? 'all' : name))],
  ]
  const named = (name: string) => lists.find(([, list]) => list.includes(name))?.[0]
  return (names) => {
    for (const name of names) {
      const verdict = named(name)
      if (verdict) return verdict
    }
    return named('all') ?? 'warn'
  }
}
