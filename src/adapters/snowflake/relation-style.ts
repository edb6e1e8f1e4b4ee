/** How Snowflake writes and compares names: unquoted unless asked for, and an unquoted name is stored in upper case. */
import type { RelationStyle } from '../../core/relation.js'
import { relationMethods } from './relation-methods.js'

export const relationStyle: RelationStyle = {
  className: 'SnowflakeRelation',
  quotePolicy: { database: false, schema: false, identifier: false },
  includePolicy: { database: true, schema: true, identifier: true },
  quote: quoteIdentifier,
  fold: (identifier) => identifier.toUpperCase(),
  aliasSubqueries: false,
  maxIdentifier: 255,
  methods: relationMethods,
  // A column of any kind of time compares with a moment that has its zone.
  momentLiteral: (moment) => `to_timestamp_tz('${moment}')`,
  renameable: ['table', 'view', 'dynamic_table'],
  replaceable: ['table', 'view', 'dynamic_table'],
}

export function quoteIdentifier(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** N.B. a backslash escapes in Snowflake's text. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
