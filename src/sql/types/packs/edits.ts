/** Changes of a text by place, and the way back from the new text's offsets to the old one's. */
import type { Rewritten } from './pack.js'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export class Edits {
  readonly #source: string
  readonly #edits: Edit[] = []

  constructor(source: string) {
    this.#source = source
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text })
  }

  /** What is put in at one place stands in the order of the calls. */
  insert(at: number, text: string): void {
    this.replace(at, at, text)
  }

  /** Undefined where two changes overlap. */
  apply(): Rewritten | undefined {
    const edits = this.#edits
      .map((edit, order) => ({ ...edit, order }))
      .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order)
    const pieces: string[] = []
    /** Start in the new text and in the old one of each piece that is kept. */
    const kept: { readonly to: number; readonly from: number }[] = [{ to: 0, from: 0 }]
    let at = 0
    let length = 0
    for (const { start, end, text } of edits) {
      // What stood in a piece that is gone is gone with it.
      if (end <= at && start < at) continue
      if (start < at) return undefined
      pieces.push(this.#source.slice(at, start), text)
      length += start - at + text.length
      kept.push({ to: length - text.length, from: start }, { to: length, from: end })
      at = end
    }
    pieces.push(this.#source.slice(at))
    return { sql: pieces.join(''), sourceOffset: (offset) => sourceOffset(kept, offset) }
  }
}

function sourceOffset(kept: readonly { readonly to: number; readonly from: number }[], offset: number): number {
  let [low, high] = [0, kept.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((kept[middle]?.to ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const piece = kept[low]
  const next = kept[low + 1]
  const from = (piece?.from ?? 0) + offset - (piece?.to ?? 0)
  return next ? Math.min(from, next.from) : from
}
