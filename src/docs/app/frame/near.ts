/** Names that resemble a mistyped one. */

const shown = 6

/** At most six, the closest first: those that hold it, those it holds, those a few letters away. */
export function near<T>(asked: string, all: readonly T[], nameOf: (item: T) => string): T[] {
  const word = asked.toLowerCase().split('.').at(-1)?.slice(0, 80) ?? ''
  if (word.length < 2) return []
  const found: { readonly item: T; readonly distance: number }[] = []
  for (const item of all) {
    const distance = distanceOf(word, nameOf(item).toLowerCase().slice(0, 120))
    if (distance <= Math.max(1, word.length / 3)) found.push({ item, distance })
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, shown)
    .map(({ item }) => item)
}

function distanceOf(a: string, b: string): number {
  if (a === b) return 0
  if (b.includes(a) || (b.length > 2 && a.includes(b))) return 0.5
  return Math.abs(a.length - b.length) > a.length / 3 ? Number.POSITIVE_INFINITY : letters(a, b)
}

/** Letters to add, drop or change. */
function letters(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [down, letter] of [...a].entries()) {
    const next = [down + 1]
    for (let at = 0; at < b.length; at++)
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (letter === b[at] ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
