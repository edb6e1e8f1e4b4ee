/** `slo:` of sluice.yml: what a project promises. Each has a default, and `off` switches it off. */
import { type Cursor, shareOf } from '../../core/cursor.js'

export interface ProcessingPromise {
  /** As shown: `full load`. */
  readonly title: string
  /** Seconds. */
  readonly within: number
  /** Share of the times that are to keep within it. */
  readonly share: number
  /** Whole runs of one of these commands … */
  readonly commands?: readonly string[]
  /** … given exactly this selection … */
  readonly select?: string
  /** … or single nodes: a name or id, or a materialization. */
  readonly node?: string
  readonly materialized?: string
}

export interface SloSettings {
  /** Seconds. */
  readonly window: number
  /** Shares of one; null: not promised. */
  readonly successRate: number | null
  readonly passRate: number | null
  readonly failedRecords: number | null
  readonly uptime: number | null
  readonly processingTime: readonly ProcessingPromise[]
}

const day = 86_400

export const sloDefaults: SloSettings = {
  window: 30 * day,
  successRate: 0.995,
  passRate: 0.999,
  failedRecords: 0.001,
  uptime: 0.999,
  processingTime: [
    { title: 'full load', within: 7200, share: 0.95, commands: ['build', 'run'] },
    { title: 'incremental models', within: 1800, share: 0.95, materialized: 'incremental' },
  ],
}

const keys = ['window', 'success_rate', 'pass_rate', 'failed_records', 'uptime', 'processing_time']
const promiseKeys = ['command', 'select', 'node', 'within', 'share', 'title']

/** Throws SETTINGS_INVALID at the place of what is wrong. Without a section: the defaults. */
export function readSloSettings(section: Cursor | undefined): SloSettings {
  if (!section) return sloDefaults
  section.mapping(keys, 'slo')
  const window = section.optionalDuration('window') ?? sloDefaults.window
  if (window < day) throw section.problem('window is shorter than a day', 'at least 1d', 'window')
  return {
    window,
    successRate: promised(section, 'success_rate', sloDefaults.successRate),
    passRate: promised(section, 'pass_rate', sloDefaults.passRate),
    failedRecords: promised(section, 'failed_records', sloDefaults.failedRecords),
    uptime: promised(section, 'uptime', sloDefaults.uptime),
    processingTime: processingTimes(section),
  }
}

/** `99.5 %`, `> 99.5 %`, `0.995`, or `off`. */
function promised(section: Cursor, key: string, otherwise: number | null): number | null {
  if (!section.has(key)) return otherwise
  const { value } = section.at(key)
  if (isOff(value)) return null
  const share = shareOf(String(value).replace(/^\s*[<>]=?\s*/, ''))
  if (share !== undefined && typeof value !== 'boolean') return share
  throw section.problem(`${key} is no share: ${String(value)}`, 'a share such as 99.5 % or 0.995, or off', key)
}

/** YAML of older files reads `off` as false. */
function isOff(value: unknown): boolean {
  return value === false || value === 'off'
}

function processingTimes(section: Cursor): readonly ProcessingPromise[] {
  if (!section.has('processing_time')) return sloDefaults.processingTime
  if (isOff(section.at('processing_time').value)) return []
  return section.list('processing_time').map(processingTime)
}

function processingTime(entry: Cursor): ProcessingPromise {
  entry.mapping(promiseKeys, 'processing_time')
  const within = entry.optionalDuration('within')
  if (within === undefined || within === 0)
    throw entry.problem('within is missing', 'a length of time such as 30m or 2h', entry.has('within') ? 'within' : undefined)
  const [commands, select, node] = [entry.texts('command'), entry.optionalText('select'), entry.optionalText('node')]
  checkSubject(entry)
  const words = [...commands, select && `--select ${select}`, node].filter(Boolean)
  const base = { title: entry.optionalText('title') ?? words.join(' '), within, share: entry.optionalShare('share') ?? 0.95 }
  if (node !== undefined) return { ...base, node }
  return { ...base, commands: commands.length > 0 ? commands : ['build', 'run'], ...(select === undefined ? {} : { select }) }
}

function checkSubject(entry: Cursor): void {
  const ofRuns = entry.texts('command').length > 0 || entry.has('select')
  if (entry.has('node') && ofRuns) throw entry.problem('node stands beside command or select', 'either node, or command and select', 'node')
  if (!entry.has('node') && !ofRuns) throw entry.problem('nothing says what is to be that fast', 'command, select or node')
}
