/** `*_id`, `amount?` or `/_(id|key)$/`: names of columns, types and tables, without regard to case. */
import type { Cursor } from '../../core/cursor.js'

export type NamePattern = (name: string) => boolean

export function namePatterns(cursor: Cursor, key: string): NamePattern[] {
  return cursor.texts(key).map((text) => {
    const expression = /^\/(.*)\/i?$/s.exec(text)?.[1]
    if (expression === undefined) return glob(text)
    try {
      const known = new RegExp(expression, 'i')
      return (name: string) => known.test(name)
    } catch {
      throw cursor.problem(`${text} is no regular expression`, 'a name with * and ?, or a regular expression such as /_id$/', key)
    }
  })
}

export function glob(text: string): NamePattern {
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const known = new RegExp(`^${escaped}$`, 'i')
  return (name) => known.test(name)
}
