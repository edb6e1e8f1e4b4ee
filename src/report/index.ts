/** Readers of the event stream that write for people and for tools. Which ones, flags and the terminal decide. */
import { resolve } from 'node:path'
import type { EventSink } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { consoleSink, type Threshold } from './console.js'
import type { TextContext } from './event-text.js'
import { frameSource } from './frame-source.js'
import { githubSink } from './github.js'
import { type JsonContext, jsonSink } from './json-log.js'
import { liveSink } from './live.js'
import { logFileSink } from './log-file.js'
import type { Output } from './output.js'
import { createStyle, wantsAscii, wantsColours } from './style.js'

export { drawError, type FrameContext } from './code-frame.js'
export { frameSource } from './frame-source.js'
export { annotationText } from './github.js'
export type { Output } from './output.js'
export { createStyle, wantsAscii, wantsColours } from './style.js'

/** Names `warn_error_options` may use. */
export async function dbtEventNames(): Promise<readonly string[]> {
  return (await import('./event-names.js')).eventNames
}

export interface SinkOptions {
  readonly stdout: Output
  readonly stderr: Output
  readonly pid: number
  /** The command prints an answer: log lines go to stderr, so that the answer can be piped. */
  readonly answers: boolean
  /** False: none is written, whatever the flags say. */
  readonly logFile?: boolean
}

export function createSinks(invocation: Invocation, options: SinkOptions): readonly EventSink[] {
  const flags = invocation.flags
  const json = flags.logFormat === 'json'
  const log = options.answers && !json ? options.stderr : options.stdout
  const colours = wantsColours(log, invocation.env, flags.useColors as boolean | undefined)
  const readFile = frameSource(invocation)
  const ascii = wantsAscii(invocation.env)
  const printerWidth = Number(flags.printerWidth ?? 80)
  const text: TextContext = { style: createStyle(colours, ascii), readFile, printerWidth }
  const fileText: TextContext = { style: createStyle(flags.useColorsFile === true && colours, false), readFile, printerWidth }
  const jsonContext = jsonOf(invocation, options.pid, { style: createStyle(false, false), readFile, printerWidth })
  const threshold = thresholdOf(flags)
  const common = { answers: options.stdout, log, threshold, text, print: flags.print !== false }
  const console_ = json
    ? jsonSink({ output: options.stdout, threshold, json: jsonContext })
    : wantsLive(invocation, log)
      ? liveSink({ ...common, now: invocation.now })
      : consoleSink({ ...common, format: flags.logFormat === 'debug' ? 'debug' : 'text' })
  const github = invocation.env.GITHUB_ACTIONS === 'true' && !json ? [githubSink(log)] : []
  return [console_, ...github, ...(options.logFile === false ? [] : fileSinks(invocation, fileText, jsonContext))]
}

function wantsLive(invocation: Invocation, log: Output): boolean {
  const { flags, env } = invocation
  if (!log.isTTY || env.TERM === 'dumb' || (env.CI && env.CI !== 'false')) return false
  return (flags.logFormat ?? 'default') === 'default' && flags.debug !== true
}

function thresholdOf(flags: Invocation['flags']): Threshold {
  return flags.quiet === true ? 'error' : ((flags.logLevel ?? 'info') as Threshold)
}

function fileSinks(invocation: Invocation, text: TextContext, json: JsonContext): readonly EventSink[] {
  const { flags } = invocation
  const threshold = flags.debug === true ? 'debug' : ((flags.logLevelFile ?? 'debug') as Threshold)
  if (threshold === 'none') return []
  const format = flags.logFormatFile
  return [
    logFileSink({
      folder: logFolder(invocation),
      maxBytes: Number(flags.logFileMaxBytes ?? 0),
      threshold,
      format: format === 'json' || format === 'text' ? format : 'debug',
      text,
      json,
    }),
  ]
}

export function logFolder(invocation: Invocation): string {
  const given = invocation.flags.logPath
  return resolve(invocation.projectDir, typeof given === 'string' && given !== '' ? given : 'logs')
}

const customPrefix = 'DBT_ENV_CUSTOM_ENV_'

function jsonOf(invocation: Invocation, pid: number, text: TextContext): JsonContext {
  const custom = Object.entries(invocation.env).filter(
    (entry): entry is [string, string] => entry[0].startsWith(customPrefix) && entry[1] !== undefined,
  )
  const extra = Object.fromEntries(custom.map(([name, value]) => [name.slice(customPrefix.length), value]))
  return { invocationId: invocation.id, pid, extra, text }
}
