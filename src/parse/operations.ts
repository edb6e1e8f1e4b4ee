/** `on-run-start` and `on-run-end` of every package, each entry an operation node. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from '../core/project.js'
import { capture, draftOf } from './code-files.js'
import type { Draft, Session } from './session.js'

export function operationsOf(session: Session, source: Package): Draft[] {
  const hooks = [
    ['on-run-start', source.config.onRunStart],
    ['on-run-end', source.config.onRunEnd],
  ] as const
  return hooks.flatMap(([type, entries]) =>
    entries.flatMap((sql, index) => session.problems.attempt(() => operation(session, source, type, sql, index)) ?? []),
  )
}

function operation(session: Session, source: Package, type: string, sql: string, index: number): Draft {
  const name = `${source.name}-${type}-${index}`
  const identity = {
    unique_id: `operation.${source.name}.${name}`,
    name,
    package_name: source.name,
    resource_type: 'operation' as const,
    fqn: [source.name, 'hooks', name],
    original_file_path: './dbt_project.yml',
    path: `hooks/${name}.sql`,
  }
  const captured = capture(session, identity, sql, { file: identity.original_file_path, line: 1 })
  // The file an operation comes from is dbt_project.yml.
  const checksum = createHash('sha256')
    .update(readFileSync(join(source.root, 'dbt_project.yml'), 'utf8').trim())
    .digest('hex')
  return draftOf(session, {
    ...identity,
    kind: 'operation',
    file: null,
    raw_code: sql,
    line: 1,
    language: 'sql',
    checksum: { name: 'sha256', checksum },
    captured,
    index,
    tags: [type],
  })
}
