/** On GitHub's runners: each failure and warning as an annotation at its file and line, beside the usual lines. */
import type { ErrorFields, SourceLocation } from '../core/error.js'
import type { EventPayloads, EventSink, RunEvent } from '../core/event.js'
import type { Output } from './output.js'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly file?: string | undefined
  readonly location?: SourceLocation | undefined
}

export function githubSink(output: Output): EventSink {
  return {
    name: 'github',
    on(event) {
      const annotation = annotationOf(event)
      if (annotation) output.write(`${annotationText(annotation)}\n`)
    },
  }
}

function annotationOf(event: RunEvent): Annotation | undefined {
  if (event.name === 'MainEncounteredError') return coded('error', event.data as EventPayloads['MainEncounteredError'])
  if (event.name === 'Warning') return coded(event.level === 'error' ? 'error' : 'warning', event.data as EventPayloads['Warning'])
  if (event.name !== 'RunResultFailure' && event.name !== 'RunResultWarning') return undefined
  const { resource_type, node_name, path, result } = event.data as EventPayloads['RunResultFailure']
  const level = event.name === 'RunResultFailure' ? 'error' : 'warning'
  const title = `${resource_type} ${node_name}${result.error ? ` ${result.error.code}` : ''}`
  return { level, title, message: result.error?.message ?? result.message ?? result.status, file: path, location: result.error?.location }
}

function coded(level: Annotation['level'], error: ErrorFields & { readonly code: string }): Annotation {
  return { level, title: error.code, message: [error.message, error.hint].filter(Boolean).join('\n'), location: error.location }
}

/** `::error file=…,line=…,col=…,title=…::message`; GitHub's last column is part of the text. */
export function annotationText({ level, title, message, file, location }: Annotation): string {
  const { endLine, endColumn } = location ?? {}
  const end = endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn: Math.max(1, endColumn - 1) }
  const place = location ? { file: location.file, line: location.line, col: location.column, ...end } : { file }
  const properties = Object.entries({ ...place, title })
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${level} ${properties.join(',')}::${escapeData(message)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
