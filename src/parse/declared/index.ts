/** Tests that stand in settings of nodes instead of under `data_tests`: each declarer is one file, and one line here. */
import type { Declarer } from './declarer.js'
import { gated } from './gates.js'
import { declaredMonitors } from './monitors.js'
import { patternTests } from './patterns.js'
import { publishChecked } from './publish.js'
import { quarantined } from './quarantine.js'
import { reconciled } from './reconcile.js'
import { dataRules } from './rules.js'

export const declarers: readonly Declarer[] = [declaredMonitors, publishChecked, dataRules, reconciled, quarantined, gated, patternTests]
