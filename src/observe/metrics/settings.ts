/** `metrics:` of sluice.yml. */
import type { Cursor } from '../../core/cursor.js'

export interface MetricsSettings {
  /** File for the textfile collector of the node exporter, below the project unless absolute; undefined: none is written. */
  readonly textfile: string | undefined
  /** At most so many nodes, and as many tests, become series. */
  readonly maxNodes: number
  /** Seconds for which an answer is given again. */
  readonly cache: number
}

export function readMetricsSettings(at: Cursor | undefined): MetricsSettings {
  at?.mapping(['textfile', 'max_nodes', 'cache'], 'metrics')
  const textfile = at?.optionalText('textfile')
  if (at && textfile !== undefined && !textfile.endsWith('.prom'))
    throw at.problem(`textfile is ${textfile}`, 'a file that ends in .prom: the collector reads no other', 'textfile')
  const maxNodes = at?.optionalNumber('max_nodes') ?? 2000
  if (at && (!Number.isInteger(maxNodes) || maxNodes < 1))
    throw at.problem(`max_nodes is ${maxNodes}`, 'a whole number of 1 or more', 'max_nodes')
  return { textfile, maxNodes, cache: at?.optionalDuration('cache') ?? 5 }
}
