/** Tests that stand in settings of nodes instead of under `data_tests`: each declarer is one file, and one line here. */
import type { Declarer } from './declarer.js'
import { publishChecked } from './publish.js'
import { dataRules } from './rules.js'

export const declarers: readonly Declarer[] = [publishChecked, dataRules]
