/** PostgreSQL's facts; nothing here loads the driver. */
import { shippedFolder } from '../../core/package-root.js'
import type { AdapterModule } from '../adapter.js'
import { seedType } from '../types.js'
import { hasLogin, parseCredentials } from './credentials.js'
import { maxIdentifier, relationStyle } from './relation-style.js'
import { typeRules } from './types.js'

export const postgres: AdapterModule = {
  type: 'postgres',
  inherits: [],
  macrosDir: shippedFolder('adapters', 'postgres', 'macros'),
  capabilities: new Set([
    'transactional-ddl',
    'merge',
    'materialized-view',
    'grants',
    'persist-docs',
    'constraints',
    'cancel',
    'bulk-seed',
    'schema-metadata-by-relations',
    'cascading-drop',
  ]),
  constraintSupport: { check: 'enforced', not_null: 'enforced', unique: 'enforced', primary_key: 'enforced', foreign_key: 'enforced' },
  relationStyle,
  types: typeRules,
  incrementalStrategies: ['append', 'delete+insert', 'merge', 'microbatch'],
  seedType,
  maxIdentifier,
  parseCredentials,
  hasLogin,
  offline: async (credentials, invocation) => (await import('./offline.js')).offlineEngine(credentials, invocation),
  create: async (credentials, invocation) => (await import('./adapter.js')).createAdapter(postgres, credentials, invocation),
}
