/** DuckDB's facts; nothing here loads the driver. */
import { shippedFolder } from '../../core/package-root.js'
import type { AdapterModule } from '../adapter.js'
import { seedType } from '../types.js'
import { parseCredentials } from './credentials.js'
import { relationStyle } from './relation-style.js'
import { checkSource, sourceText } from './source-text.js'
import { typeRules } from './types.js'

export const duckdb: AdapterModule = {
  type: 'duckdb',
  inherits: [],
  macrosDir: shippedFolder('adapters', 'duckdb', 'macros'),
  capabilities: new Set([
    'transactional-ddl',
    'merge',
    'persist-docs',
    'constraints',
    'cancel',
    'bulk-seed',
    'schema-metadata-by-relations',
    'concurrent-batches',
  ]),
  constraintSupport: { check: 'enforced', not_null: 'enforced', unique: 'enforced', primary_key: 'enforced', foreign_key: 'enforced' },
  relationStyle,
  types: typeRules,
  incrementalStrategies: ['append', 'delete+insert', 'merge', 'microbatch'],
  seedType,
  maxIdentifier: null,
  sizedStrings: false,
  parseCredentials,
  sourceText,
  checkSource,
  // DuckDB takes no database in front, not even its own.
  foreignKeyTarget: (relation) => relation.split('.').slice(-2).join('.'),
  offline: async (credentials, invocation) => (await import('./offline.js')).offlineEngine(credentials, invocation),
  create: async (credentials, invocation) => (await import('./adapter.js')).createAdapter(duckdb, credentials, invocation),
}
