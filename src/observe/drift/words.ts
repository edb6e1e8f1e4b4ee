/** A change of a source in words, with what it does downstream. */
import { findResource, type Manifest } from '../../core/manifest.js'
import type { ColumnDrift, DriftEffect } from './drift.js'

/** `total_amount is gone: breaks stg_tickets.total → daily.value; exposures: Board report`. */
export function effectWords(change: ColumnDrift, effects: readonly DriftEffect[], manifest: Manifest): string {
  const own = effects.filter(({ column }) => column === change.column)
  if (own.length === 0) return `${changeWords(change)}${change.change === 'added' ? '' : '; nothing reads it'}`
  const breaks = own.map(({ path, nodes }) => (path.length > 0 ? path.join(' → ') : nodes.map((id) => id.split('.').at(-1)).join(', ')))
  const exposures = [...new Set(own.flatMap((effect) => effect.exposures))].map((id) => findResource(manifest, id)?.name ?? id)
  const reached =
    exposures.length === 0 ? '' : `; ${exposures.length} ${exposures.length === 1 ? 'exposure' : 'exposures'}: ${exposures.join(', ')}`
  return `${changeWords(change)}: breaks ${breaks.join('; ')}${reached}`
}

function changeWords(change: ColumnDrift): string {
  switch (change.change) {
    case 'added':
      return `${change.column} (${change.type}) is new`
    case 'removed':
      return `${change.column} (${change.type}) is gone`
    case 'renamed':
      return `${change.column} is gone; it looks as if it were now called ${change.to} (${change.because})`
    default:
      return `${change.column} was ${change.from} and is now ${change.type}`
  }
}
