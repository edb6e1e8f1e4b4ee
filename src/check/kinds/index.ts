/** The kinds of rules, by the name that `rule:` gives them. */
import type { Kind } from '../rule.js'
import { naming } from './naming.js'
import { pii } from './pii.js'
import { duplicateSources, layers, noDeprecated, noDirectSource, noUnused, requireExposure, requireParents } from './reading.js'
import {
  exposureNeeds,
  publicNeeds,
  requireColumnDescriptions,
  requireContract,
  requireDescription,
  requireMeta,
  requireOwner,
  requirePrimaryKey,
  requireTests,
} from './required.js'
import { bannedFunctions, materialization, maxSize, noHardCodedRelations, noSelectStar } from './sql.js'

export const kinds: Readonly<Record<string, Kind>> = {
  naming,
  'require-description': requireDescription,
  'require-column-descriptions': requireColumnDescriptions,
  'require-owner': requireOwner,
  'require-tests': requireTests,
  'require-primary-key': requirePrimaryKey,
  'require-meta': requireMeta,
  'require-contract': requireContract,
  'require-exposure': requireExposure,
  'require-parents': requireParents,
  'public-needs': publicNeeds,
  'exposure-needs': exposureNeeds,
  'no-direct-source': noDirectSource,
  layers,
  'no-unused': noUnused,
  'no-deprecated': noDeprecated,
  'duplicate-sources': duplicateSources,
  'no-select-star': noSelectStar,
  'banned-functions': bannedFunctions,
  'no-hard-coded-relations': noHardCodedRelations,
  'max-size': maxSize,
  materialization,
  pii,
}
