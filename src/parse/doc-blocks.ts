/** `{% docs name %}` blocks of Markdown files, and descriptions that use them by `doc('name')`. */
import type { Diagnostics, SourceLocation } from '../core/error.js'
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'
import type { DocNode, UniqueId } from '../core/node.js'
import type { FileEntry, Project } from '../core/project.js'
import { define } from '../core/template-object.js'
import { compileTemplate, type Scope, scanBlocks } from '../jinja/index.js'
import { readCall } from './call-text.js'

export function parseDocs(project: Project, scopeFor: (packageName: string) => Scope, problems: Diagnostics): Record<UniqueId, DocNode> {
  const docs: Record<UniqueId, DocNode> = {}
  for (const { files } of project.packages) {
    for (const file of files) {
      if (file.kind !== 'docs') continue
      for (const doc of problems.attempt(() => docsOfFile(file, scopeFor)) ?? []) docs[doc.unique_id] = doc
    }
  }
  return docs
}

function docsOfFile(file: FileEntry, scopeFor: (packageName: string) => Scope): DocNode[] {
  const text = file.read()
  if (!/\{%-?\s*docs\b/.test(text)) return []
  return scanBlocks({ text, file: file.shown })
    .filter((block) => block.kind === 'docs')
    .map((block) => ({
      name: block.name,
      resource_type: 'doc',
      package_name: file.packageName,
      path: file.relativePath,
      original_file_path: file.path,
      unique_id: `doc.${file.packageName}.${block.name}`,
      block_contents: renderPlain(block.body, file.shown, block.line, scopeFor(file.packageName)).trim(),
    }))
}

function renderPlain(text: string, file: string, line: number, scope: Scope): string {
  return /\{[{%#]/.test(text) ? compileTemplate({ text, file, line }).renderSync(scope) : text
}

export interface Described {
  readonly text: string
  /** Ids of the docs blocks used, in order. */
  readonly blocks: readonly UniqueId[]
}

export interface Descriptions {
  render(text: string, packageName: string, location: () => SourceLocation): Described
}

/** `scopeWith` gives the scope of a package's properties with `doc` in it. */
export function createDescriptions(
  project: Project,
  docs: Readonly<Record<UniqueId, DocNode>>,
  scopeWith: (packageName: string, doc: unknown) => Scope,
): Descriptions {
  const byName = new Map<string, DocNode[]>()
  for (const doc of Object.values(docs)) byName.set(doc.name, [...(byName.get(doc.name) ?? []), doc])

  const find = (name: string, packageName: string | null, fromPackage: string): DocNode | undefined => {
    const named = byName.get(name) ?? []
    const inPackage = (wanted: string): DocNode | undefined => named.find((doc) => doc.package_name === wanted)
    if (packageName !== null) return inPackage(packageName)
    return inPackage(project.root.name) ?? inPackage(fromPackage) ?? named[0]
  }

  const lookup = (args: readonly string[], fromPackage: string, used: UniqueId[]): string => {
    const [first, second] = args
    const doc = second === undefined ? find(String(first), null, fromPackage) : find(String(second), String(first), fromPackage)
    if (!doc) throw docNotFound(args.join('.'), byName.keys())
    used.push(doc.unique_id)
    return doc.block_contents
  }

  const render = (text: string, packageName: string, location: () => SourceLocation): Described => {
    if (!/\{[{%#]/.test(text)) return { text, blocks: [] }
    const used: UniqueId[] = []
    try {
      const quick = substitute(text, (args) => lookup(args, packageName, used))
      if (quick !== undefined) return { text: quick, blocks: used }
      const doc = define('doc', ['first', 'second?'], (...args: (string | undefined)[]) =>
        lookup(
          args.filter((arg) => arg !== undefined),
          packageName,
          used,
        ),
      )
      return { text: compileTemplate({ text, file: location().file }).renderSync(scopeWith(packageName, doc)), blocks: used }
    } catch (error) {
      throw error instanceof SluiceError ? new SluiceError(error.code, { ...error.fields, location: location() }) : error
    }
  }
  return { render }
}

/** Most descriptions with Jinja hold nothing but `{{ doc('x') }}`: those need no template. */
function substitute(text: string, doc: (args: string[]) => string): string | undefined {
  const calls = [...text.matchAll(/\{\{([^{}]*)\}\}/g)]
  if (/\{[%#]/.test(text) || calls.length !== text.split('{{').length - 1) return undefined
  const parsed = calls.map((match) => readCall(match[1] as string))
  const simple = parsed.every(
    (call) =>
      call?.name === 'doc' &&
      call.args.length >= 1 &&
      call.args.length <= 2 &&
      call.args.every((arg) => typeof arg === 'string') &&
      Object.keys(call.kwargs).length === 0,
  )
  if (!simple) return undefined
  let index = 0
  return text.replace(/\{\{([^{}]*)\}\}/g, () => doc([...(parsed[index++]?.args ?? [])] as string[])).replace(/\n$/, '')
}

function docNotFound(name: string, known: Iterable<string>): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('DOC_NOT_FOUND', {
    message: `there is no docs block named "${name}"`,
    expected: 'a `{% docs name %}` block in a .md file of a resource folder',
    hint: near ? `did you mean "${near}"?` : undefined,
  })
}
