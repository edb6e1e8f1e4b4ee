/** Snapshots declared in properties files alone: `relation:` stands for their query. */
import type { Captured } from '../context/index.js'
import { fileChecksum } from '../load/index.js'
import { asRef, asSource, readCall } from './call-text.js'
import { nothingCaptured } from './captured.js'
import { draftOf, folderFqn } from './code-files.js'
import { text } from './columns.js'
import { propertyInvalid } from './errors.js'
import type { Entry } from './properties.js'
import type { Draft, Session } from './session.js'

export function draftOfSnapshot(session: Session, entry: Entry): Draft | undefined {
  const relation = text(entry.data.relation)
  if (relation === null) return undefined
  const call = readCall(relation)
  const ref = call && asRef(call)
  const source = call && asSource(call)
  if (!ref && !source)
    throw propertyInvalid(
      `the relation of snapshot "${entry.name}" cannot be read`,
      entry.at(['relation']),
      "`relation: ref('model')` or `relation: source('source', 'table')`",
    )
  const captured: Captured = { ...nothingCaptured, refs: ref ? [ref] : [], sources: source ? [source] : [] }
  const { file, packageName } = entry
  return draftOf(session, {
    kind: 'snapshot',
    file,
    package_name: packageName,
    name: entry.name,
    unique_id: `snapshot.${packageName}.${entry.name}`,
    fqn: [...folderFqn(file), entry.name],
    path: `${file.relativePath}/${entry.name}.sql`,
    original_file_path: file.path,
    raw_code: `select * from {{ ${relation} }}`,
    at: entry.at(),
    line: 1,
    language: 'sql',
    checksum: fileChecksum(file),
    captured,
  })
}
