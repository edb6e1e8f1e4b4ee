/** "did you mean …" as a quick fix. */
import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver'

export function codeActions(uri: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const data: unknown = diagnostic.data
    if (diagnostic.source !== 'sluice' || !isMending(data)) return []
    const { range, text } = data
    return [
      {
        title: `Change to ${text}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: true,
        edit: { changes: { [uri]: [{ range, newText: text }] } },
      },
    ]
  })
}

/** Editors give back what they were sent; what they were not sent is nobody's. */
function isMending(data: unknown): data is { readonly range: Range; readonly text: string } {
  if (typeof data !== 'object' || data === null) return false
  const { range, text } = data as { readonly range?: unknown; readonly text?: unknown }
  return typeof text === 'string' && typeof range === 'object' && range !== null
}
