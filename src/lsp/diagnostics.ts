/** What is wrong in a project → diagnostics of its files, each with the mending it can offer. */
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { SqlFinding } from '../lineage/index.js'
import { type Documents, rangeAt, rangeOf } from './documents.js'
import type { Host, Problem } from './host.js'
import { uriOfPath } from './text/uri.js'

/** What a diagnostic carries for its quick fix. */
export interface Mending {
  readonly range: Range
  readonly text: string
}

interface Context {
  readonly documents: Documents
  readonly host: Pick<Host, 'explain'>
  readonly pathOf: (place: { readonly file: string; readonly line: number; readonly column: number }) => string
  /** Where problems without a place go. */
  readonly projectFile: string
}

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const

/** By path; every problem once. */
export function diagnosticsOf(problems: readonly Problem[], context: Context): Map<string, Diagnostic[]> {
  const found = new Map<string, Map<string, Diagnostic>>()
  for (const problem of problems) {
    const { location } = problem
    const path = location ? context.pathOf(location) : context.projectFile
    const ofFile = found.get(path) ?? new Map<string, Diagnostic>()
    const diagnostic = diagnosticOf(problem, context.documents.at(path), context)
    ofFile.set(JSON.stringify([diagnostic.code, diagnostic.range, diagnostic.message]), diagnostic)
    found.set(path, ofFile)
  }
  return new Map([...found].map(([path, ofFile]) => [path, [...ofFile.values()]]))
}

function diagnosticOf(problem: Problem, document: TextDocument | undefined, context: Context): Diagnostic {
  const { code, severity, location } = problem
  const range = location ? rangeAt(document, location) : { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }
  const { page } = context.host.explain(code)
  const related = (problem.related ?? []).map((each) => {
    const path = context.pathOf(each.location)
    return {
      message: each.message,
      location: { uri: context.documents.uri(path), range: rangeAt(context.documents.at(path), each.location) },
    }
  })
  const mending = document && mendingOf(problem, document, range)
  return {
    range,
    severity: severities[severity],
    source: 'sluice',
    code,
    ...(page !== undefined && { codeDescription: { href: uriOfPath(page) } }),
    message: wording(problem),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(mending && { data: mending }),
  }
}

function wording({ message, expected, hint }: Problem): string {
  return [message, ...(expected === undefined ? [] : [`expected: ${expected}`]), ...(hint === undefined ? [] : [hint])].join('\n')
}

/** "did you mean x?" as an edit of the word that was not understood, where that word stands in the place told. */
export function mendingOf({ message, hint }: Problem, document: TextDocument, range: Range): Mending | undefined {
  const meant = /did you mean (?:"([^"]+)"|'([^']+)'|`([^`]+)`|([\p{L}\p{N}_$.-]+))/u.exec(hint ?? '')
  const text = meant?.[1] ?? meant?.[2] ?? meant?.[3] ?? meant?.[4]
  if (text === undefined) return undefined
  const start = document.offsetAt(range.start)
  const own = document.getText().slice(start, document.offsetAt(range.end))
  const quoted = [...message.matchAll(/["'`]([^"'`]+)["'`]/g)].map((match) => match[1] as string)
  const wrong = [...quoted, ...quoted.map((word) => word.split('.').at(-1) ?? word)].find((word) => own.includes(word))
  if (wrong !== undefined) {
    const at = start + own.lastIndexOf(wrong)
    return { range: rangeOf(document, at, at + wrong.length), text: wrong.includes('.') ? text : (text.split('.').at(-1) ?? text) }
  }
  return /^[\p{L}\p{N}_$.]+$/u.test(own) ? { range, text } : undefined
}

export function problemOf({ location, end, ...finding }: SqlFinding): Problem {
  return { ...finding, location: end ? { ...location, endLine: end.line, endColumn: end.column } : location }
}
