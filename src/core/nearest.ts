/** "Did you mean …": the candidate closest to what was typed, by edit distance, when it is close enough to be a slip. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let best: string | undefined
  let bestDistance = mostSlips(word) + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance)
    // A word with half its letters changed is another word, however short.
    const shorter = Math.min(word.length, candidate.length)
    if (distance < bestDistance && distance * 2 <= Math.max(shorter, 2) && distance < Math.max(word.length, candidate.length))
      [best, bestDistance] = [candidate, distance]
  }
  return best
}

function mostSlips(word: string): number {
  return word.length < 5 ? 1 : Math.max(2, Math.ceil(word.length / 3))
}

/** Optimal string alignment distance (insert, delete, replace, swap of neighbours), cut off at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = distanceRow(a, b, i, last, beforeLast)
    beforeLast = last
    last = row
  }
  return last[b.length] ?? limit
}

/** Distances of the first `i` letters of `a` to each beginning of `b`, from the two rows before. */
function distanceRow(a: string, b: string, i: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    const swapped = swaps ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
    row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped))
  }
  return row
}
