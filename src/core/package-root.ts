/** Where the installed tool lies, so that files shipped beside the code are found from source and from the bundle alike. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute folder of the package.json named `sluice` above this module. */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  let folder = start
  while (!isOurs(folder)) {
    const above = dirname(folder)
    if (above === folder) return start
    folder = above
  }
  return folder
}

/** A shipped folder: under `dist/` when the code runs from there, else under `src/`. */
export function shippedFolder(...path: string[]): string {
  const root = packageRoot()
  const candidates = [join(root, 'src', ...path), join(root, 'dist', ...path)]
  if (dirname(fileURLToPath(import.meta.url)).startsWith(join(root, 'dist'))) candidates.reverse()
  return candidates.find((folder) => existsSync(folder)) ?? (candidates[0] as string)
}

function isOurs(folder: string): boolean {
  const file = join(folder, 'package.json')
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'sluice'
}
