/** What understanding SQL takes and is slow to load: asked for when first needed, kept for the next time. */
import { loadPolyglot, type PolyglotParser } from '../sql/index.js'

export interface SqlTools {
  reader(): Promise<PolyglotParser>
}

export function sqlTools(): SqlTools {
  let reader: Promise<PolyglotParser> | undefined
  return {
    reader: () => {
      reader ??= loadPolyglot()
      return reader
    },
  }
}
