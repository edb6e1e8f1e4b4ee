/** The protocol: requests and notifications of an editor → answers of the features, over one pair of streams. */

import { type Connection, createConnection, TextDocuments, type WatchDog } from 'vscode-languageserver'
import {
  createProtocolConnection,
  type InitializeParams,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { HostStreams } from '../core/invocation.js'
import { version } from '../core/version.js'
import { Documents } from './documents.js'
import { registerFeatures } from './features/register.js'
import type { Host } from './host.js'
import { pathOfUri } from './text/uri.js'
import { Workspace } from './workspace.js'

/** Milliseconds between two looks whether the editor is still there. */
const look = 2_000

export interface Serving {
  readonly streams: HostStreams
  readonly signal: AbortSignal
  /** Of the editor, where it is told before the first message. */
  readonly pid?: number | undefined
}

/** Serves until the editor says so, goes away, or the signal asks. True where the end was an orderly one. */
export async function serve({ streams, signal, pid }: Serving, hostFor: (log: (message: string) => void) => Host): Promise<boolean> {
  let end: (orderly: boolean) => void = () => undefined
  const ended = new Promise<boolean>((resolve) => (end = resolve))
  const watch = watchDog(streams, end)
  if (pid !== undefined) watch.follow(pid)
  const { input, output } = streams
  const reader = new StreamMessageReader(input as NodeJS.ReadStream)
  const writer = new StreamMessageWriter(output as NodeJS.WriteStream)
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), watch.dog) as Connection
  reader.onError((error) => log(`a message could not be read: ${error.message}`))
  // Whoever read the answers is gone.
  writer.onError(() => end(false))
  input.on('end', () => end(watch.dog.shutdownReceived))
  input.on('close', () => end(watch.dog.shutdownReceived))
  signal.addEventListener('abort', () => end(true), { once: true })
  let open = true
  const log = (message: string): void => {
    if (open) connection.sendNotification('window/logMessage', { type: 3, message }).catch(() => undefined)
  }
  const host = hostFor(log)
  const workspace = register(connection, host)
  connection.listen()
  const orderly = await ended
  open = false
  watch.stop()
  workspace.close()
  connection.dispose()
  ;(input as NodeJS.ReadStream).destroy()
  return orderly
}

function watchDog(
  streams: HostStreams,
  end: (orderly: boolean) => void,
): { readonly dog: WatchDog; follow(pid: number): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  const follow = (pid: number): void => {
    clearInterval(timer)
    timer = setInterval(() => {
      if (!streams.alive(pid)) end(dog.shutdownReceived)
    }, look)
    timer.unref()
  }
  const dog: WatchDog = {
    shutdownReceived: false,
    initialize({ processId }: InitializeParams) {
      if (typeof processId === 'number') follow(processId)
    },
    exit: (code) => end(code === 0),
  }
  return { dog, follow, stop: () => clearInterval(timer) }
}

function register(connection: Connection, host: Host): Workspace {
  const buffers = new TextDocuments(TextDocument)
  const documents = new Documents(buffers)
  const workspace = new Workspace(host, documents, (published) => {
    connection.sendDiagnostics(published).catch(() => undefined)
  })
  let folders: readonly string[] = []
  let watches = false
  const client = { snippets: false }
  connection.onInitialize((params) => {
    const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : [])
    folders = uris.flatMap((uri) => pathOfUri(uri) ?? [])
    watches = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    client.snippets = params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true
    return capabilities
  })
  connection.onInitialized(() => {
    for (const folder of folders) workspace.openFolder(folder)
    if (watches)
      connection
        .sendRequest('client/registerCapability', { registrations: [watching] })
        .catch((error: unknown) => host.log(`files are not watched: ${String(error)}`))
  })
  const changed = (uri: string, after?: number): void => {
    const path = pathOfUri(uri)
    if (path !== undefined) workspace.project(path)?.changed(after)
  }
  buffers.onDidOpen(({ document }) => changed(document.uri, 0))
  buffers.onDidChangeContent(({ document }) => changed(document.uri))
  buffers.onDidSave(({ document }) => changed(document.uri))
  buffers.onDidClose(({ document }) => changed(document.uri))
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) changed(uri)
  })
  buffers.listen(connection)
  registerFeatures({ connection, host, documents, buffers, workspace, client })
  return workspace
}

const watching = {
  id: 'sluice-files',
  method: 'workspace/didChangeWatchedFiles',
  registerOptions: { watchers: [{ globPattern: '**/*.{sql,py,yml,yaml,csv,md}' }] },
}

const capabilities: InitializeResult = {
  serverInfo: { name: 'sluice', version },
  capabilities: {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    definitionProvider: true,
    referencesProvider: true,
    hoverProvider: true,
    documentSymbolProvider: true,
    completionProvider: { triggerCharacters: ["'", '"', '.', '(', '{', '%', ',', ' '] },
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    executeCommandProvider: { commands: ['sluice.compiled'] },
    workspace: { workspaceFolders: { supported: true } },
  },
}
