/** Each request of the protocol and the feature that answers it. A feature that fails is logged and answers nothing. */
import type { Connection, Position, TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Documents } from '../documents.js'
import type { Host } from '../host.js'
import { pathOfUri } from '../text/uri.js'
import type { Workspace } from '../workspace.js'
import { codeActions } from './code-actions.js'
import { completions } from './completion.js'
import type { Asked } from './context.js'
import { definitions } from './definition.js'
import { hover } from './hover.js'
import { columnLineage, compiledPreview } from './preview.js'
import { references } from './references.js'
import { symbols } from './symbols.js'

export interface Serving {
  readonly connection: Connection
  readonly host: Host
  readonly documents: Documents
  readonly buffers: TextDocuments<TextDocument>
  readonly workspace: Workspace
  /** What the editor can do, once it has said so. */
  readonly client: { snippets: boolean }
}

export function registerFeatures(serving: Serving): void {
  const { connection, host, buffers } = serving
  const guarded =
    <P, R>(name: string, none: R, answer: (params: P) => Promise<R> | R) =>
    async (params: P): Promise<R> => {
      try {
        return await answer(params)
      } catch (thrown) {
        host.log(`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
        return none
      }
    }
  const at = <R>(name: string, none: R, answer: (asked: Asked) => Promise<R> | R) =>
    guarded(name, none, async (params: { readonly textDocument: { readonly uri: string }; readonly position: Position }) => {
      const asked = await askedAt(serving, params.textDocument.uri, params.position)
      return asked ? await answer(asked) : none
    })
  connection.onDefinition(at('definition', null, definitions))
  connection.onReferences(at('references', null, references))
  connection.onHover(at('hover', null, hover))
  connection.onCompletion(at('completion', null, completions))
  connection.onDocumentSymbol(
    guarded('symbols', null, ({ textDocument }) => {
      const document = buffers.get(textDocument.uri)
      return document ? symbols(document) : null
    }),
  )
  connection.onCodeAction(guarded('code action', null, ({ textDocument, context }) => codeActions(textDocument.uri, context.diagnostics)))
  connection.onExecuteCommand(
    guarded('command', null, async ({ command, arguments: given }) => {
      const [first] = given ?? []
      const uri = typeof first === 'string' ? first : (first as { readonly uri?: unknown } | undefined)?.uri
      return command === 'sluice.compiled' && typeof uri === 'string' ? await preview(serving, uri) : null
    }),
  )
  connection.onRequest(
    'sluice/compiled',
    guarded('compiled', null, async ({ uri }: { readonly uri: string }) => await preview(serving, uri)),
  )
  connection.onRequest(
    'sluice/lineage',
    guarded('lineage', null, async ({ uri, position }: { readonly uri: string; readonly position: Position }) => {
      const asked = await askedAt(serving, uri, position, true)
      return asked ? columnLineage(asked) : null
    }),
  )
}

async function preview(serving: Serving, uri: string) {
  const asked = await askedAt(serving, uri, { line: 0, character: 0 }, true)
  return asked ? await compiledPreview(asked) : null
}

/** `fresh`: what was typed last is waited for. */
async function askedAt(serving: Serving, uri: string, position: Position, fresh = false): Promise<Asked | undefined> {
  const { workspace, documents, buffers, host } = serving
  const path = pathOfUri(uri)
  const project = path === undefined ? undefined : workspace.project(path)
  if (path === undefined || !project) return undefined
  if (!project.snapshot) project.wake()
  if (fresh) await project.settled()
  const snapshot = await project.ready()
  const document = buffers.get(uri) ?? documents.at(path)
  if (!snapshot || !document) return undefined
  return {
    snapshot,
    documents,
    host,
    document,
    path,
    text: document.getText(),
    offset: document.offsetAt(position),
    position,
    snippets: serving.client.snippets,
  }
}
