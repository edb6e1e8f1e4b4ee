/** The kept profile of a node; without samples no value of the data, only how many there are. */
import type { UniqueId } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { SiteColumnProfile, SiteProfile } from '../model/index.js'

export function profileOf({ input }: SiteMaking, id: UniqueId): { readonly profile?: SiteProfile } {
  const profile = input.profiles?.get(id)
  if (!profile) return {}
  if (input.options?.noSamples !== true && input.options?.redact !== true) return { profile }
  return { profile: { ...profile, columns: profile.columns.map(bare), changes: [] } }
}

function bare(column: SiteColumnProfile): SiteColumnProfile {
  return { ...column, min: null, max: null, mean: null, quantiles: [], histogram: [], top: [] }
}
