/** What the macros of PostgreSQL ask of `adapter`: which database this is, what the server can do, and how an index is written. */
import type { Invocation } from '../../core/invocation.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import type { Credentials } from '../adapter.js'
import { parseIndexMethod } from '../index-config.js'
import { mergeUnsupported, otherDatabase } from './macro-errors.js'

/** `version` as the server tells it, e.g. `15.8`; undefined where no server is asked. */
export function macroMethods(credentials: Credentials, invocation: Invocation, version?: string): readonly TemplateFunction[] {
  return [
    define('verify_database', ['database'], (database: string) => {
      const wanted = database.replace(/^"(.*)"$/, '$1')
      if (wanted.toLowerCase() !== credentials.database.toLowerCase()) throw otherDatabase(wanted, credentials.database)
      return ''
    }),
    define('require_merge', [], () => {
      if (version !== undefined && !hasMerge(version)) throw mergeUnsupported(version)
      return ''
    }),
    parseIndexMethod(invocation, 'PostgresIndexConfig'),
  ]
}

/** MERGE came with version 15. */
export function hasMerge(version: string): boolean {
  return Number.parseInt(version, 10) >= 15
}
