// A copy of examples/timescale, to run in.
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Project, projectAt, root } from '../harness/project.js'

export function exampleProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-timescale-'))
  cpSync(join(root, 'examples', 'timescale'), folder, { recursive: true })
  return projectAt(folder)
}
