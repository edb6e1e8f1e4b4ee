/** `logs/dbt.log`: every event in dbt's debug format, rolled over at a size with five older files kept. */
import { appendFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SluiceError } from '../core/error.js'
import type { EventSink, RunEvent } from '../core/event.js'
import { makeFolder } from '../core/make-folder.js'
import { debugPrefix, reaches, type Threshold } from './console.js'
import { clock, eventText, micros, type TextContext } from './event-text.js'
import { type JsonContext, jsonLine } from './json-log.js'

export interface LogFileOptions {
  readonly folder: string
  readonly maxBytes: number
  readonly threshold: Threshold
  readonly format: 'text' | 'debug' | 'json'
  readonly text: TextContext
  readonly json: JsonContext
}

const keep = 5
const flushAt = 64 * 1024

/** Buffered; written when the buffer is full, at each error and at the end. */
export function logFileSink(options: LogFileOptions): EventSink {
  const file = join(options.folder, 'dbt.log')
  let buffer = ''
  let opened = false
  const flush = () => {
    if (buffer === '') return
    const text = buffer
    buffer = ''
    try {
      if (!opened) makeFolder(options.folder)
      opened = true
      rollOver(file, options.maxBytes, Buffer.byteLength(text))
      appendFileSync(file, text)
    } catch (error) {
      throw logNotWritten(file, error)
    }
  }
  return {
    name: 'log file',
    on(event) {
      if (!reaches(event.level, options.threshold)) return
      const line = lineOf(event, options)
      if (line === undefined) return
      buffer += `${line}\n`
      if (buffer.length > flushAt || event.level === 'error') flush()
    },
    async close() {
      flush()
    },
  }
}

function lineOf(event: RunEvent, options: LogFileOptions): string | undefined {
  if (options.format === 'json') return jsonLine(event, options.json)
  const text = eventText(event, options.text)
  if (text === undefined) return undefined
  if (options.format === 'text') return `${clock(event.time)}  ${text}`
  const rule = '='.repeat(30)
  const start =
    event.name === 'MainReportVersion'
      ? `\n\n${rule} ${clock(event.time)}.${micros(event.time)} | ${options.json.invocationId} ${rule}\n`
      : ''
  return `${start}${debugPrefix(event)}${text}`
}

function rollOver(file: string, maxBytes: number, coming: number): void {
  if (maxBytes <= 0 || !existsSync(file) || statSync(file).size + coming <= maxBytes) return
  rmSync(`${file}.${keep}`, { force: true })
  for (let number = keep - 1; number >= 1; number--)
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`)
  renameSync(file, `${file}.1`)
}

function logNotWritten(file: string, cause: unknown): SluiceError {
  return new SluiceError('ARTIFACT_WRITE_FAILED', {
    message: `${file} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: '--log-path names another folder; --log-level-file none writes no log',
    cause,
  })
}
