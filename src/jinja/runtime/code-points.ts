/** Python counts characters, JavaScript UTF-16 units; they differ only where there are surrogates. */

const surrogates = /[\ud800-\udfff]/

export function hasSurrogates(value: string): boolean {
  return surrogates.test(value)
}
