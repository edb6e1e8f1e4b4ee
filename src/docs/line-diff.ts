/** Two texts, line by line: what is kept, what went and what came, with a few lines around each change. */

/** Each line with a mark in front: ` ` kept, `-` before, `+` now, `@` line numbers of what follows. */
export function lineDiff(before: string, now: string, limits: { readonly lines: number; readonly width: number }): string[] {
  const [old, current] = [linesOf(before), linesOf(now)]
  const marked = [...changes(old, current)]
  const out: string[] = []
  for (const piece of pieces(marked)) {
    const [first] = piece
    if (!first || out.length >= limits.lines) break
    out.push(`@${first.old + 1},${first.now + 1}`, ...piece.map(({ mark, text }) => mark + cut(text, limits.width)))
  }
  return out.length > limits.lines ? [...out.slice(0, limits.lines), '@…'] : out
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n')
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width)}…` : text
}

interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  /** Places in both texts, from 0. */
  readonly old: number
  readonly now: number
}

/** What is alike at both ends is set aside first: the middle is usually small. */
function* changes(old: readonly string[], now: readonly string[]): Generator<Line> {
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  for (let at = 0; at < start; at++) yield { mark: ' ', text: old[at] ?? '', old: at, now: at }
  yield* middle(old.slice(start, old.length - end), now.slice(start, now.length - end), start)
  for (let at = end; at > 0; at--) yield { mark: ' ', text: old.at(-at) ?? '', old: old.length - at, now: now.length - at }
}

/** More pairs of lines than this are not compared: one text is replaced by the other. */
const mostPairs = 2_000_000

function* middle(old: readonly string[], now: readonly string[], start: number): Generator<Line> {
  const markAt = marker(old, now)
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const mark = markAt(i, j)
    yield { mark, text: (mark === '+' ? now[j] : old[i]) ?? '', old: start + i, now: start + j }
    if (mark !== '+') i++
    if (mark !== '-') j++
  }
}

/** What becomes of the next line of each text: an old one goes where as much is alike behind it as without the new one. */
function marker(old: readonly string[], now: readonly string[]): (i: number, j: number) => Line['mark'] {
  const width = now.length + 1
  const longest = (old.length + 1) * width <= mostPairs ? commonLengths(old, now) : undefined
  return (i, j) => {
    if (i >= old.length) return '+'
    if (j >= now.length || !longest) return '-'
    if (old[i] === now[j]) return ' '
    return (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0) ? '-' : '+'
  }
}

/** Of each pair of places, how many lines of what follows are alike. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1
  const longest = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const next = old[i] === now[j] ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 : 0
      longest[i * width + j] = next || Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0)
    }
  return longest
}

const around = 3

/** Changed lines with those around them; pieces that would touch are one. */
function pieces(lines: readonly Line[]): Line[][] {
  const out: Line[][] = []
  let until = -1
  for (const [at, line] of lines.entries()) {
    if (line.mark === ' ') continue
    const from = Math.max(at - around, until + 1)
    const piece = at - around <= until + 1 && out.length > 0 ? out.at(-1) : undefined
    const to = Math.min(lines.length - 1, at + around)
    const more = lines.slice(from, to + 1)
    if (piece) piece.push(...more)
    else out.push(more)
    until = to
  }
  return out
}
