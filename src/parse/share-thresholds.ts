/** Thresholds of tests that are a share of rows: of which rows must be known. */
import type { SourceLocation } from '../core/error.js'
import type { Plain, UniqueId } from '../core/node.js'
import { endsAsShare, shareThreshold } from '../core/share-threshold.js'
import { configInvalid } from './errors.js'
import type { Session } from './session.js'

export function checkShares(session: Session, id: UniqueId, config: Plain, location: SourceLocation): void {
  // A generic test's id ends with a hash.
  const singular = id.split('.').length === 3
  for (const key of ['warn_if', 'error_if']) {
    const value = config[key]
    if (!endsAsShare(value)) continue
    const expected = singular
      ? 'a number of rows such as > 10: a query of its own stands on no one table, so that nobody knows what the share is of'
      : 'a comparison with a share of rows, such as > 0.1 %'
    if (singular || !shareThreshold(value)) session.problems.add(configInvalid(id, key, value, expected, location))
  }
}
