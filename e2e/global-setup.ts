// Builds the tool once for all end-to-end tests; SLUICE_BIN names another command line to test, and nothing is built then.
import { execFileSync } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export default function setup(): void {
  if (process.env.SLUICE_BIN !== undefined || process.env.SLUICE_BUILT !== undefined) return
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
}
