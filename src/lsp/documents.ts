/** Texts as the editor sees them: open buffers first, then the disk. Positions are UTF-16, as in JavaScript's own strings. */
import { readFileSync, statSync } from 'node:fs'
import type { Position, Range } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { SourceLocation } from '../core/error.js'
import { pathOfUri, uriOfPath } from './text/uri.js'

export interface OpenBuffers {
  all(): readonly TextDocument[]
  get(uri: string): TextDocument | undefined
}

interface OnDisk {
  readonly stamp: string
  readonly document: TextDocument
}

const largest = 4 * 1024 * 1024

export class Documents {
  readonly #buffers: OpenBuffers
  readonly #disk = new Map<string, OnDisk>()

  constructor(buffers: OpenBuffers) {
    this.#buffers = buffers
  }

  /** Texts of open files by path: what stands for the files on disk. */
  overlay(): Map<string, string> {
    return new Map(
      this.#buffers.all().flatMap((buffer) => {
        const path = pathOfUri(buffer.uri)
        return path === undefined ? [] : [[path, buffer.getText()] as const]
      }),
    )
  }

  open(path: string): TextDocument | undefined {
    return this.#buffers.all().find((buffer) => pathOfUri(buffer.uri) === path)
  }

  at(path: string): TextDocument | undefined {
    return this.open(path) ?? this.onDisk(path)
  }

  /** Undefined for what is not there, no file, or too large to be read by people. */
  onDisk(path: string): TextDocument | undefined {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats?.isFile() || stats.size > largest) return undefined
    const stamp = `${stats.mtimeMs} ${stats.size}`
    const known = this.#disk.get(path)
    if (known?.stamp === stamp) return known.document
    try {
      const document = TextDocument.create(uriOfPath(path), '', 0, readFileSync(path, 'utf8'))
      this.#disk.set(path, { stamp, document })
      return document
    } catch {
      return undefined
    }
  }

  /** As the editor writes it, where it has the file open. */
  uri(path: string): string {
    return this.open(path)?.uri ?? uriOfPath(path)
  }
}

export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) }
}

/** A place of ours in the text: to its end where that is told, else over the word that stands there. */
export function rangeAt(document: TextDocument | undefined, place: SourceLocation): Range {
  const start = { line: Math.max(0, place.line - 1), character: Math.max(0, place.column - 1) }
  if (place.endLine !== undefined && place.endColumn !== undefined)
    return ordered(start, { line: Math.max(0, place.endLine - 1), character: Math.max(0, place.endColumn - 1) })
  if (!document) return { start, end: { line: start.line, character: start.character + 1 } }
  const text = document.getText()
  const from = document.offsetAt(start)
  const word = /^(?:"[^"\n]*"|'[^'\n]*'|[\p{L}\p{N}_$.]+|\{\{[^\n]*?\}\}|[^\s])/u.exec(text.slice(from, from + 500))?.[0] ?? ''
  return rangeOf(document, from, from + word.length)
}

function ordered(start: Position, end: Position): Range {
  return end.line < start.line || (end.line === start.line && end.character < start.character) ? { start, end: start } : { start, end }
}
