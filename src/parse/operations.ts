/** `on-run-start` and `on-run-end` of every package, each entry an operation node. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceLocation } from '../core/error.js'
import type { Package } from '../core/project.js'
import { placeOfText } from '../core/text-place.js'
import { yamlLocator } from '../load/index.js'
import { capture, draftOf } from './code-files.js'
import type { Draft, Session } from './session.js'

export function operationsOf(session: Session, source: Package): Draft[] {
  const hooks = [
    ['on-run-start', source.config.onRunStart],
    ['on-run-end', source.config.onRunEnd],
  ] as const
  if (hooks.every(([, entries]) => entries.length === 0)) return []
  const file = projectFile(source)
  return hooks.flatMap(([type, entries]) =>
    entries.flatMap((sql, index) => session.problems.attempt(() => operation(session, { source, type, sql, index, file })) ?? []),
  )
}

interface ProjectFile {
  readonly checksum: string
  at(type: string, sql: string, index: number): SourceLocation
}

function projectFile(source: Package): ProjectFile {
  const text = readFileSync(join(source.root, 'dbt_project.yml'), 'utf8')
  const locate = yamlLocator(text, source.config.location.file)
  return {
    // The file an operation comes from is dbt_project.yml.
    checksum: createHash('sha256').update(text.trim()).digest('hex'),
    at: (type, sql, index) => placeOfText(sql, text, locate([type, index])),
  }
}

interface OperationHook {
  readonly source: Package
  readonly type: string
  readonly sql: string
  readonly index: number
  readonly file: ProjectFile
}

function operation(session: Session, { source, type, sql, index, file }: OperationHook): Draft {
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
  const at = file.at(type, sql, index)
  const captured = capture(session, identity, sql, at)
  return draftOf(session, {
    ...identity,
    kind: 'operation',
    file: null,
    raw_code: sql,
    line: at.line,
    at,
    language: 'sql',
    checksum: { name: 'sha256', checksum: file.checksum },
    captured,
    index,
    tags: [type],
  })
}
