/** One question of the editor: a place in a text, and what is known of the project around it. */
import type { Position } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Documents } from '../documents.js'
import type { Host } from '../host.js'
import type { Snapshot } from '../snapshot.js'

export interface Asked {
  readonly snapshot: Snapshot
  readonly documents: Documents
  readonly host: Host
  readonly document: TextDocument
  readonly path: string
  readonly text: string
  readonly offset: number
  readonly position: Position
  /** Whether the editor takes texts with places to fill in. */
  readonly snippets: boolean
}
