/** `gate:` and `probe:` of a source declare no tests: they are read here so that what is wrong is told before anything runs. */
import { readGate, readProbe } from '../../probe/index.js'
import type { DeclaredTest, Subject } from './declarer.js'

export function gated({ resource, setting }: Subject): readonly DeclaredTest[] {
  const [gate, probe] = [setting('gate'), setting('probe')]
  if (gate && resource.resource_type !== 'source')
    throw gate.problem(
      `${resource.resource_type} ${resource.name} has a gate`,
      'a source',
      undefined,
      'a model is held back by publish: after_tests',
    )
  // Probes of sluice.yml are known when they are asked.
  if (gate && gate.value !== false) readGate(gate, undefined)
  if (probe && typeof probe.value === 'object') readProbe(probe)
  return []
}
