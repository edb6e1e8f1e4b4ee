/**
 * Compiled text that knows where each part came from. Parts are template renderings (with their segments) or text of
 * ours, e.g. the `with` put before a query that reads ephemeral models.
 */
import type { SourceLocation } from '../core/error.js'
import type { Segment } from '../jinja/index.js'

/** A place in a template, and the macro whose call wrote the text there. */
export interface Origin {
  readonly location: SourceLocation
  readonly macro: string | null
}

export interface Rendering {
  readonly text: string
  readonly file: string
  readonly segments: readonly Segment[]
}

interface Piece {
  readonly start: number
  readonly end: number
  readonly rendering: Rendering
  /** Offset in the rendering of the piece's first character. */
  readonly from: number
}

export class MappedText {
  readonly text: string
  readonly #pieces: readonly Piece[]

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text
    this.#pieces = pieces
  }

  static of(rendering: Rendering): MappedText {
    return new MappedText(rendering.text, [{ start: 0, end: rendering.text.length, rendering, from: 0 }])
  }

  /** The origin of the character at an offset. */
  at(offset: number): Origin | undefined {
    const piece = this.#pieces.find((candidate) => offset >= candidate.start && offset < candidate.end)
    return piece && originIn(piece.rendering, offset - piece.start + piece.from)
  }

  /** The same by line and column, 1-based. */
  original(line: number, column: number): Origin | undefined {
    let start = 0
    for (let current = 1; current < line; current++) {
      const newline = this.text.indexOf('\n', start)
      if (newline < 0) return undefined
      start = newline + 1
    }
    return this.at(start + column - 1)
  }

  slice(start: number, end = this.text.length): MappedText {
    const pieces = this.#pieces.flatMap((piece) => {
      const [from, to] = [Math.max(piece.start, start), Math.min(piece.end, end)]
      return from < to ? [{ start: from - start, end: to - start, rendering: piece.rendering, from: piece.from + from - piece.start }] : []
    })
    return new MappedText(this.text.slice(start, end), pieces)
  }

  static join(parts: readonly (MappedText | string)[]): MappedText {
    let text = ''
    const pieces: Piece[] = []
    for (const part of parts) {
      if (typeof part !== 'string')
        for (const piece of part.#pieces) pieces.push({ ...piece, start: piece.start + text.length, end: piece.end + text.length })
      text += typeof part === 'string' ? part : part.text
    }
    return new MappedText(text, pieces)
  }
}

/** The segment that holds the offset, or the last one before it. */
function originIn(rendering: Rendering, offset: number): Origin | undefined {
  const { segments, text, file } = rendering
  let [low, high] = [0, segments.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((segments[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  const segment = segments[low]
  if (!segment || offset < segment.start) return undefined
  if (segment.kind === 'expression') return { location: { file, line: segment.line, column: segment.column }, macro: segment.macro ?? null }
  const before = text.slice(segment.start, Math.min(offset, segment.end))
  const lines = before.split('\n')
  const last = lines.at(-1) ?? ''
  const column = lines.length === 1 ? segment.column + last.length : last.length + 1
  return { location: { file, line: segment.line + lines.length - 1, column }, macro: null }
}
