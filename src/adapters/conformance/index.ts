/** The conformance suite: all cases, and what runs them. */
import { crossDbCases } from './cases/cross-db.js'
import { errorCases } from './cases/errors.js'
import { featureCases } from './cases/features.js'
import { modelCases } from './cases/models.js'
import { relationCases } from './cases/relations.js'
import { seedCases } from './cases/seeds.js'
import { sessionCases } from './cases/session.js'
import { snapshotCases } from './cases/snapshots.js'
import { valueCases } from './cases/values.js'
import type { Case } from './types.js'

export { rowTexts } from './expect.js'
export { lacking, runCases } from './run.js'
export type * from './types.js'

const isLast = (each: Case) => each.id === 'error.secrets'

/** In the order they run: what all have said is looked through at the end. */
export const conformanceCases: readonly Case[] = [
  ...sessionCases,
  ...valueCases,
  ...errorCases.filter((each) => !isLast(each)),
  ...relationCases,
  ...seedCases,
  ...modelCases,
  ...snapshotCases,
  ...crossDbCases,
  ...featureCases,
  ...errorCases.filter(isLast),
]
