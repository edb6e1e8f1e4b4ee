/** `deps --add-package`: one more entry in packages.yml, in place of one for the same package; comments stay. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'
import { packageEntryInvalid } from './errors.js'

export interface Addition {
  readonly name: string
  readonly version: string | undefined
  readonly source: 'hub' | 'git' | 'local'
}

/** @returns places of entries that were taken out. */
export function addPackage(root: string, file: string, { name, version, source }: Addition): string[] {
  const path = join(root, file)
  const document = parseDocument(existsSync(path) ? readFileSync(path, 'utf8') : 'packages: []\n')
  const at = { file, line: 1, column: 1 }
  if (document.errors.length > 0) throw packageEntryInvalid(`${file} is not valid YAML`, at)
  if (!isMap(document.contents)) document.contents = document.createNode({ packages: [] }) as unknown as typeof document.contents
  const listed = document.get('packages')
  const list = isSeq(listed) ? listed : document.createNode([])
  list.flow = false
  const removed: string[] = []
  list.items = list.items.filter((item) => {
    const place = isMap(item)
      ? ['package', 'git', 'local', 'tarball', 'private'].map((key) => item.get(key)).find((value) => value)
      : undefined
    if (place === undefined || !samePackage(name, String(place))) return true
    removed.push(String(place))
    return false
  })
  list.items.push(document.createNode(entryOf({ name, version, source })))
  document.set('packages', list)
  writeFileSync(path, document.toString())
  return removed
}

function entryOf({ name, version, source }: Addition): Record<string, unknown> {
  const place = { [source === 'hub' ? 'package' : source]: name }
  if (version === undefined || source === 'local') return place
  return {
    ...place,
    [source === 'git' ? 'revision' : 'version']: version.includes(',') ? version.split(',').map((part) => part.trim()) : version,
  }
}

/** dbt's rule: the name or its last part, `-` and `_` alike, as a whole part of the other place. */
function samePackage(name: string, place: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll('_', '-')
  const wanted = [
    plain(name),
    plain(
      name
        .replace(/\.git$/, '')
        .split('/')
        .at(-1) ?? name,
    ),
  ]
  return wanted.some((text) => new RegExp(`(^|[/.])${text.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&')}($|[/.])`).test(plain(place)))
}
