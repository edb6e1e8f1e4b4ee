/** SQLite's facts. Nothing here loads the driver: commands that need no warehouse read only this. */
import { fileURLToPath } from 'node:url'
import { defineAdapter } from 'sluice/adapter-kit'
import { parseCredentials } from './credentials.js'
import { relationStyle, seedType, typeRules } from './types.js'

const sqlite = defineAdapter({
  type: 'sqlite',
  inherits: [],
  macrosDir: fileURLToPath(new URL('../macros', import.meta.url)),
  capabilities: new Set(['transactional-ddl', 'schema-metadata-by-relations']),
  constraintSupport: {
    check: 'enforced',
    not_null: 'enforced',
    unique: 'enforced',
    primary_key: 'enforced',
    foreign_key: 'not_enforced',
  },
  relationStyle,
  types: typeRules,
  incrementalStrategies: ['append', 'delete+insert', 'microbatch'],
  seedType,
  maxIdentifier: null,
  sizedStrings: false,
  // Numbers with a point are doubles, whatever the column says.
  exactDecimals: false,
  parseCredentials,
  create: async (credentials, invocation) => {
    const { SqliteAdapter } = await import('./adapter.js')
    return new SqliteAdapter(sqlite, credentials, invocation)
  },
})

export default sqlite
