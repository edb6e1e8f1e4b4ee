/**
 * Files with code → drafts. Parsing one file needs the project, the macros and its own text, and gives plain data: who it
 * is and what its template asked for. Nothing here looks at another file.
 */

import type { Captured } from '../context/index.js'
import { parseScope } from '../context/index.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { NodeType } from '../core/node.js'
import type { FileEntry, Package } from '../core/project.js'
import { type Block, type CompiledTemplate, compileTemplate } from '../jinja/index.js'
import { fileChecksum, strip } from '../load/index.js'
import { nothingCaptured } from './captured.js'
import { mergeCalls, renameHooks } from './config.js'
import type { ConfigKind } from './config-types.js'
import { propertyInvalid } from './errors.js'
import { capturePython } from './python-model.js'
import type { Draft, ParseWatch, Session } from './session.js'
import { blocksOf } from './stray-tags.js'
import { writtenCall } from './written-call.js'

export function draftsOfPackage(session: Session, source: Package): Draft[] {
  const drafts: Draft[] = []
  for (const file of source.files) drafts.push(...(session.problems.attempt(() => draftsOfFile(session, file)) ?? []))
  return drafts
}

/** Throws where the file is wrong. */
export function draftsOfFile(session: Session, file: FileEntry): Draft[] {
  const { watch } = session
  const before = watch?.mark()
  const drafts = readers[file.kind]?.(session, file) ?? []
  if (watch && before && drafts[0]) watch.drafted(file, drafts[0], before)
  return drafts
}

type Reader = (session: Session, file: FileEntry) => Draft[]

const readers: Readonly<Partial<Record<FileEntry['kind'], Reader>>> = {
  model: (session, file) => [readCode(session, file, { kind: 'model', path: file.relativePath, fqn: folderFqn(file) })],
  analysis: (session, file) => {
    const path = `analysis/${file.relativePath}`
    return [readCode(session, file, { kind: 'analysis', path, fqn: [file.packageName, 'analysis', ...folders(file)] })]
  },
  test: (session, file) => [readCode(session, file, { kind: 'test', path: file.relativePath, fqn: folderFqn(file) })],
  function: (session, file) => [readCode(session, file, { kind: 'function', path: file.relativePath, fqn: folderFqn(file) })],
  seed: (session, file) => [readSeed(session, file)],
  snapshot: readSnapshots,
}

interface Where {
  readonly kind: NodeType
  readonly path: string
  /** Package and folders; the name is added. */
  readonly fqn: readonly string[]
  readonly name?: string
  readonly text?: string
  readonly line?: number
}

function folders(file: FileEntry): string[] {
  return file.relativePath.split('/').slice(0, -1)
}

export function folderFqn(file: FileEntry): string[] {
  return [file.packageName, ...folders(file)]
}

export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}

/** The text without the blank around it, as dbt keeps and hashes it, and the line it starts on. */
export function strippedCode(text: string): { readonly code: string; readonly line: number } {
  const code = strip(text)
  const lead = code.length === text.length ? 0 : text.indexOf(code)
  return { code, line: lead === 0 ? 1 : text.slice(0, lead).split('\n').length }
}

function readCode(session: Session, file: FileEntry, where: Where): Draft {
  const stripped = where.text === undefined ? strippedCode(file.read()) : { code: where.text, line: where.line ?? 1 }
  const name = where.name ?? baseName(file.relativePath)
  const python = file.path.toLowerCase().endsWith('.py')
  const identity = {
    unique_id: `${where.kind}.${file.packageName}.${name}`,
    name,
    package_name: file.packageName,
    resource_type: where.kind,
    fqn: [...where.fqn, name],
    original_file_path: file.path,
    path: where.path,
  }
  const captured = python
    ? capturePython(stripped.code, file.shown)
    : capture(session, identity, stripped.code, { file: file.shown, line: stripped.line })
  return draftOf(session, {
    ...identity,
    kind: where.kind,
    file,
    raw_code: stripped.code,
    line: stripped.line,
    language: python ? 'python' : 'sql',
    checksum: fileChecksum(file),
    captured,
  })
}

type Identity = {
  readonly unique_id: string
  readonly name: string
  readonly package_name: string
  readonly resource_type: string
  readonly fqn: readonly string[]
  readonly original_file_path: string
}

interface Place {
  readonly file: string
  readonly line: number
  readonly column?: number
}

/** What a template asks for in the parse phase, by the cheapest sure way. */
export function capture(session: Session, identity: Identity, text: string, at: Place): Captured {
  if (!/\{[{%#]/.test(text)) return nothingCaptured
  try {
    const packageName = identity.package_name
    const quick = session.fastPath.fromText(text, packageName)
    if (quick) return quick
    const template = compileTemplate({ text, ...at })
    return session.fastPath.fromOutline(template.outline(), packageName) ?? render(session, identity, text, template)
  } catch (error) {
    throw error instanceof SluiceError ? error.with({ nodeId: identity.unique_id }) : error
  }
}

function render(session: Session, identity: Identity, text: string, template: CompiledTemplate): Captured {
  const scope = scopeOf(session, identity, text)
  template.renderSync(scope.scope)
  return scope.captured()
}

/** `watch`: told when a template looks at the code, of templates that are not the code itself. */
export function scopeOf(session: Session, identity: Identity, rawCode: string, watch?: ParseWatch): ReturnType<typeof parseScope> {
  const { project, module, invocation, macros } = session
  const node = {
    ...identity,
    alias: identity.name,
    database: project.target.database,
    schema: project.target.schema,
    raw_code: rawCode,
    language: 'sql',
    description: '',
    tags: [],
    meta: {},
    columns: {},
    config: {},
    refs: [],
    sources: [],
    depends_on: { macros: [], nodes: [] },
  }
  return parseScope({ project, module, invocation, macros, node: watch?.guardCode(node) ?? node })
}

type DraftFields = Pick<
  Draft,
  | 'kind'
  | 'file'
  | 'package_name'
  | 'name'
  | 'unique_id'
  | 'fqn'
  | 'path'
  | 'original_file_path'
  | 'raw_code'
  | 'line'
  | 'language'
  | 'checksum'
  | 'captured'
> & {
  readonly index?: number
  readonly tags?: readonly string[]
  readonly at?: SourceLocation
}

export function draftOf(session: Session, fields: DraftFields): Draft {
  const call = mergeCalls(fields.captured.configCalls.map(renameHooks))
  const { kind, packageName, fqn } = { kind: configKind(fields.kind), packageName: fields.package_name, fqn: fields.fqn }
  return {
    kind: fields.kind,
    file: fields.file,
    package_name: fields.package_name,
    ownName: fields.name,
    name: fields.name,
    unique_id: fields.unique_id,
    fqn: fields.fqn,
    path: fields.path,
    original_file_path: fields.original_file_path,
    raw_code: fields.raw_code,
    line: fields.line,
    language: fields.language,
    checksum: fields.checksum,
    captured: fields.captured,
    call,
    ...writtenCall(session, fields),
    initiallyEnabled: session.configurator.initiallyEnabled({ kind, packageName, fqn, call }),
    index: fields.index ?? null,
    tags: fields.tags ?? [],
    ...(fields.at ? { at: fields.at } : {}),
    patch: null,
  }
}

export function configKind(type: NodeType): ConfigKind {
  return type === 'model' || type === 'seed' || type === 'snapshot' || type === 'test' || type === 'function' ? type : 'other'
}

function readSeed(session: Session, file: FileEntry): Draft {
  const name = baseName(file.relativePath)
  return draftOf(session, {
    kind: 'seed',
    file,
    package_name: file.packageName,
    name,
    unique_id: `seed.${file.packageName}.${name}`,
    fqn: [...folderFqn(file), name],
    path: file.relativePath,
    original_file_path: file.path,
    raw_code: '',
    line: 1,
    language: 'sql',
    checksum: fileChecksum(file),
    captured: nothingCaptured,
  })
}

/** Legacy `{% snapshot name %}` blocks, several to a file; the file's name is part of the fqn. */
function readSnapshots(session: Session, file: FileEntry): Draft[] {
  const text = file.read()
  const blocks = blocksOf(file, text, session.invocation).filter((block) => block.kind === 'snapshot')
  if (blocks.length === 0 && text.trim() !== '') {
    session.problems.add(
      propertyInvalid(
        `${file.path} lies in a snapshots folder and holds no snapshot`,
        { file: file.shown, line: 1, column: 1 },
        '`{% snapshot name %} … {% endsnapshot %}`',
      ),
      'warn',
    )
  }
  return blocks.map((block) => {
    const body = trimmedBody(block)
    const lead = block.text.indexOf(body)
    const line = block.line + (lead > 0 ? block.text.slice(0, lead).split('\n').length - 1 : 0)
    return readCode(session, file, {
      kind: 'snapshot',
      path: file.relativePath,
      fqn: [...folderFqn(file), baseName(file.relativePath)],
      name: block.name,
      text: body,
      line,
    })
  })
}

/** The block's tags may take the blank beside them away. */
function trimmedBody(block: Block): string {
  const opened = /^\{%[^%]*-%\}/.test(block.text) ? block.body.trimStart() : block.body
  return /\{%-\s*endsnapshot\s*-?%\}$/.test(block.text) ? opened.trimEnd() : opened
}
