/** An editor without a screen: starts the server as editors do and talks to it over its standard streams. */
import { fail } from 'node:assert'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type CompletionItem,
  createMessageConnection,
  type Diagnostic,
  type Location,
  type MessageConnection,
  type Position,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { tool as bin } from '../harness/project.js'

export interface Edit {
  readonly range?: { readonly start: Position; readonly end: Position }
  readonly text: string
}

export class Editor {
  readonly root: string
  readonly process: ChildProcess
  readonly connection: MessageConnection
  readonly logs: string[] = []
  /** By URI, the last published. */
  readonly published = new Map<string, readonly Diagnostic[]>()
  stderr = ''
  #versions = new Map<string, number>()
  #waiting: (() => void)[] = []

  constructor(root: string, args: readonly string[] = ['--stdio']) {
    this.root = root
    this.process = spawn(process.execPath, [bin, 'lsp', ...args], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.process
    if (!stdin || !stdout || !stderr) fail('no pipes')
    stderr.on('data', (data) => {
      this.stderr += String(data)
    })
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin))
    this.connection.onError(() => undefined)
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logs.push(message)
      this.#wake()
    })
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
        this.published.set(uri, diagnostics)
        this.#wake()
      },
    )
    this.connection.onRequest('client/registerCapability', () => null)
    this.connection.listen()
  }

  #wake(): void {
    for (const each of this.#waiting.splice(0)) each()
  }

  async start(folder: string | null = this.root): Promise<Record<string, unknown>> {
    const uri = folder === null ? null : pathToFileURL(folder).href
    const answer = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: uri === null ? null : [{ uri, name: 'project' }],
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    })
    await this.connection.sendNotification('initialized', {})
    return answer as Record<string, unknown>
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href
  }

  /** Opens a file of the project, with another text where one is given. */
  async open(path: string, text = readFileSync(join(this.root, path), 'utf8')): Promise<string> {
    const uri = this.uri(path)
    this.#versions.set(uri, 1)
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'sql', version: 1, text } })
    return uri
  }

  async change(uri: string, ...contentChanges: readonly Edit[]): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1
    this.#versions.set(uri, version)
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }

  /** Resolves when the condition holds, tried at each message; rejects with what was last seen. */
  async until(condition: () => boolean, what: string, milliseconds = 40_000): Promise<void> {
    const end = performance.now() + milliseconds
    while (!condition()) {
      const left = end - performance.now()
      if (left <= 0)
        fail(`waited in vain for ${what}: ${JSON.stringify([...this.published])} ${this.logs.slice(-5).join('\n')} ${this.stderr}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 500))
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  async diagnostics(uri: string, condition: (found: readonly Diagnostic[]) => boolean, what: string): Promise<readonly Diagnostic[]> {
    await this.until(() => condition(this.published.get(uri) ?? []), what)
    return this.published.get(uri) ?? []
  }

  async ask<T>(method: string, uri: string, position: Position, more: object = {}): Promise<T> {
    return await this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position, ...more })
  }

  /** `path:line:column` of each, 1-based. */
  async definition(uri: string, position: Position): Promise<string[]> {
    return this.places(await this.ask<Location[] | null>('definition', uri, position))
  }

  places(locations: readonly Location[] | null): string[] {
    const home = pathToFileURL(this.root).href
    return (locations ?? []).map(({ uri, range }) => {
      const path = uri.startsWith(`${home}/`) ? uri.slice(home.length + 1) : `…/${uri.split('/').at(-1)}`
      return `${decodeURIComponent(path)}:${range.start.line + 1}:${range.start.character + 1}`
    })
  }

  async completion(uri: string, position: Position): Promise<CompletionItem[]> {
    return (await this.ask<CompletionItem[] | null>('completion', uri, position)) ?? []
  }

  async hover(uri: string, position: Position): Promise<string> {
    const found = await this.ask<{ contents: { value: string } } | null>('hover', uri, position)
    return found?.contents.value ?? ''
  }

  /** Asks for an orderly end; gives the exit code. */
  async stop(): Promise<number | null> {
    const gone = this.exited()
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    return await gone
  }

  async exited(): Promise<number | null> {
    const { exitCode } = this.process
    if (exitCode !== null) return exitCode
    return await new Promise((resolve) => this.process.once('exit', (code) => resolve(code)))
  }
}

/** The place of `|` in a text, or of the first time that a text stands in another. */
export function placeIn(text: string, needle: string, within = 0): Position {
  const at = text.indexOf(needle)
  if (at < 0) fail(`"${needle}" is not there`)
  const before = text.slice(0, at + within)
  return { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 }
}
