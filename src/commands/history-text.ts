/** The history as tables of text. */
import { Table } from '../core/table.js'
import type { Occasion, RunHead, Trend } from '../observe/index.js'
import { tableText } from './table-text.js'

export function runTable(runs: readonly RunHead[]): string {
  return table(
    ['started (UTC)', 'command', 'target', 'nodes', 'failed', 'warned', 'skipped', 'seconds', 'select'],
    runs.map((run) => {
      const { counts } = run
      const nodes = Object.values(counts).reduce((sum, count) => sum + count, 0)
      const failed = (counts.error ?? 0) + (counts.fail ?? 0) + (counts['runtime error'] ?? 0) + (counts['partial success'] ?? 0)
      const command = run.cancelled ? `${run.command} (interrupted)` : run.command
      const chosen = [...run.select, ...run.exclude.map((word) => `--exclude ${word}`)].join(' ')
      return [
        when(run.startedAt),
        command,
        run.target,
        nodes,
        failed,
        counts.warn ?? 0,
        counts.skipped ?? 0,
        seconds(run.elapsed),
        shortened(chosen),
      ]
    }),
  )
}

export function nodeTable(occasions: readonly Occasion[], trend: Trend | undefined): string {
  const [first] = occasions
  const text = table(
    ['started (UTC)', 'command', 'status', 'seconds', 'rows', 'failures', 'message'],
    occasions.map(({ run, node }) => [
      when(node.startedAt ?? run.startedAt),
      run.command,
      node.status,
      seconds(node.seconds),
      node.rows ?? '',
      node.failures ?? '',
      shortened(node.message ?? ''),
    ]),
  )
  const rows = sampleTable(occasions)
  return `${first?.node.id ?? ''}\n${text}\n${trend ? trendWords(trend) : 'It never had its turn.'}${rows}`
}

/** The rows that the last run of a test found, where it failed. */
function sampleTable(occasions: readonly Occasion[]): string {
  const last = occasions.find(({ node }) => node.status !== 'skipped')
  const samples = last?.node.samples
  if (!last || !samples || samples.rows.length === 0) return ''
  const shown = samples.rows.map((row) => row.map((cell) => shortened((cell ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' '))))
  return `\n\nRows it found on ${when(last.node.startedAt ?? last.run.startedAt)}:\n${table(samples.columns, shown)}`
}

export function trendTable(trends: readonly Trend[]): string {
  return table(
    ['node', 'type', 'runs', 'failed', 'turns', 'median seconds', 'last seconds', 'times usual'],
    trends.map((trend) => [
      trend.name,
      trend.type,
      trend.runs,
      trend.failed,
      trend.turns,
      trend.median === null ? '' : seconds(trend.median),
      seconds(trend.last.node.seconds),
      trend.slower === null ? '' : trend.slower.toFixed(1),
    ]),
  )
}

function trendWords({ runs, failed, median, slower, turns }: Trend): string {
  const parts = [
    `${runs} ${runs === 1 ? 'run' : 'runs'}, ${failed} failed`,
    ...(median === null ? [] : [`median ${seconds(median)} s`]),
    ...(slower === null ? [] : [`the last took ${slower.toFixed(1)} times the usual`]),
    ...(turns >= 2 ? [`flaky: turned ${turns} times`] : []),
  ]
  return parts.join('; ')
}

function table(names: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return tableText(new Table(names, [], rows))
}

function when(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}

function seconds(value: number): string {
  return value.toFixed(2)
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
