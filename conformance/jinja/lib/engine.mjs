/** The engine bundled for the Python side, in target/conformance/jinja. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = fileURLToPath(new URL('..', import.meta.url))
const root = join(here, '../..')
export const work = join(root, 'target/conformance/jinja')

/** @returns path of the bundle */
export function bundle() {
  mkdirSync(work, { recursive: true })
  const options = ['--no-config', '--format', 'esm', '--no-dts', '--no-clean', '--log-level', 'error', '--out-dir', join(work, 'engine')]
  execFileSync(join(root, 'node_modules/.bin/tsdown'), [join(here, 'engine.ts'), ...options], { cwd: root, stdio: 'inherit' })
  return join(work, 'engine/engine.mjs')
}
