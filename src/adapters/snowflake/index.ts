/** Snowflake's facts; nothing here loads the driver. */
import { shippedFolder } from '../../core/package-root.js'
import type { AdapterModule } from '../adapter.js'
import { seedType } from '../types.js'
import { hasLogin, parseCredentials } from './credentials.js'
import { relationStyle } from './relation-style.js'
import { typeRules } from './types.js'

export const snowflake: AdapterModule = {
  type: 'snowflake',
  inherits: [],
  macrosDir: shippedFolder('adapters', 'snowflake', 'macros'),
  // No 'transactional-ddl': a statement that creates, alters or drops commits the transaction it stands in.
  capabilities: new Set([
    'merge',
    'grants',
    'persist-docs',
    'constraints',
    'cancel',
    'bulk-seed',
    'schema-metadata-by-relations',
    'table-last-modified',
    'concurrent-batches',
  ]),
  constraintSupport: {
    check: 'not_supported',
    not_null: 'enforced',
    unique: 'not_enforced',
    primary_key: 'not_enforced',
    foreign_key: 'not_enforced',
  },
  relationStyle,
  types: typeRules,
  catalogTypes: ['BUILT_IN', 'INFO_SCHEMA', 'ICEBERG_REST'],
  ownCatalogs: [
    { name: 'SNOWFLAKE', type: 'BUILT_IN', integration: { catalog_name: 'SNOWFLAKE', table_format: 'iceberg' } },
    { name: 'INFO_SCHEMA', type: 'INFO_SCHEMA', integration: { catalog_name: 'INFO_SCHEMA', table_format: 'default' } },
  ],
  incrementalStrategies: ['append', 'merge', 'delete+insert', 'microbatch', 'insert_overwrite'],
  seedType,
  maxIdentifier: 255,
  quotesSeedColumns: false,
  sessionTransactions: false,
  // Snowflake cuts off what stands before a statement.
  appendsQueryComment: true,
  checkedAgainst: 'an emulator only, see docs/snowflake.md',
  parseCredentials,
  hasLogin,
  offline: async (credentials, invocation) => (await import('./offline.js')).offlineEngine(credentials, invocation),
  create: async (credentials, invocation) => (await import('./adapter.js')).createAdapter(snowflake, credentials, invocation),
}
