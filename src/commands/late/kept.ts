/** The last answer, for the docs site: `target/.sluice/docs/late.json`. A file that is damaged counts as none. */
import { join } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import { readKept, writeKept } from '../../core/kept-file.js'
import type { LateAnswer } from '../../observe/index.js'
import type { OpenProject } from '../open-project.js'

const stamp = 'late-1'

/** Of everything that is promised in this target. */
export function keepLate({ targetDir }: OpenProject, { redactor }: Invocation, answer: LateAnswer): void {
  writeKept(fileOf(targetDir), stamp, answer.at, redactor.json(answer))
}

/** Undefined where nothing was kept, or of another target. */
export function keptLate({ targetDir, project }: OpenProject): LateAnswer | undefined {
  const body = readKept(fileOf(targetDir), stamp)?.body()
  const answer = body === undefined ? undefined : (JSON.parse(body) as LateAnswer)
  return answer?.target === project.target.name ? answer : undefined
}

function fileOf(targetDir: string): string {
  return join(targetDir, '.sluice', 'docs', 'late.json')
}
