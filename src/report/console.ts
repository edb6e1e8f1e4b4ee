/** One line per event with dbt's clock prefix: what pipes, CI logs and scripts read. Answers (`print`, `show`, `compile`, `list`) have no prefix. */
import type { EventName, EventSink, Level, RunEvent } from '../core/event.js'
import { clock, eventText, micros, type TextContext } from './event-text.js'
import type { Output } from './output.js'

const severity: Readonly<Record<Level | 'none', number>> = { debug: 0, info: 1, warn: 2, error: 3, none: 4 }

export type Threshold = Level | 'none'

export function reaches(level: Level, threshold: Threshold): boolean {
  return severity[level] >= severity[threshold]
}

/** Shown whatever the level, because they were asked for. */
export const answers: ReadonlySet<EventName> = new Set(['PrintEvent', 'ShowNode', 'CompiledNode'])

export interface ConsoleOptions {
  readonly answers: Output
  readonly log: Output
  readonly threshold: Threshold
  readonly text: TextContext
  /** `--print`. */
  readonly print: boolean
  readonly format: 'text' | 'debug'
}

export function consoleSink(options: ConsoleOptions): EventSink {
  return {
    name: 'console',
    on(event) {
      if (answers.has(event.name)) return printAnswer(event, options)
      if (!reaches(event.level, options.threshold)) return
      const text = eventText(event, options.text)
      if (text === undefined) return
      options.log.write(`${options.format === 'debug' ? debugPrefix(event) : `${clock(event.time)}  `}${text}\n`)
    },
  }
}

export function printAnswer(event: RunEvent, options: Pick<ConsoleOptions, 'answers' | 'print' | 'text'>): void {
  if (event.name === 'PrintEvent' && !options.print) return
  const text = eventText(event, options.text)
  if (text !== undefined) options.answers.write(`${text}\n`)
}

/** `06:00:00.123000 [info ] [MainThread]: `, the log file's prefix. */
export function debugPrefix(event: RunEvent): string {
  return `${clock(event.time)}.${micros(event.time)} [${event.level.padEnd(5)}] [${threadOf(event).slice(0, 10).padEnd(10)}]: `
}

export function threadOf(event: RunEvent): string {
  const result = (event.data as { result?: { thread_id?: string } }).result
  return result?.thread_id || 'MainThread'
}
