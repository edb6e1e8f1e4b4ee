/** The kinds of probes: each is one file, and one line here. */
import type { ProbeKind } from '../probe.js'
import { commandKind } from './command.js'
import { fileKind } from './file.js'
import { httpKind } from './http.js'
import { sqlKind } from './sql.js'

export const probeKinds: readonly ProbeKind[] = [sqlKind, httpKind, fileKind, commandKind] as readonly unknown[] as readonly ProbeKind[]
