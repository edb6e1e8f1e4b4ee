/** A profile as text for a terminal. */
import type { ColumnProfile, Profile } from './model.js'

export function profileText(profile: Profile, changes: readonly string[] | null): string {
  const { name, relation, rows, sample, scans, estimated, columns } = profile
  const part = sample === null ? '' : sample.by === 'share' ? ` in a sample of ${sample.value * 100} %` : ' in a sample'
  const how = `${scans === 1 ? 'read once' : `read ${scans} times`}${estimated.length > 0 ? `; ${estimated.join(' and ')} are estimates` : ''}`
  const table = [
    ['column', 'type', 'nulls', 'distinct', 'least', 'greatest', 'mean', '5 %', '25 %', '50 %', '75 %', '95 %', ''],
    ...columns.map((column) => row(column, rows)),
  ]
  const frequent = columns.filter(({ top }) => top.length > 0).map((column) => `  ${column.name}: ${topText(column, rows)}`)
  return [
    `${name}: ${relation}, ${rows} rows${part} (${how})`,
    ...aligned(table),
    ...(frequent.length > 0 ? ['', 'Most frequent', ...frequent] : []),
    ...(changes === null
      ? []
      : ['', 'Since the profile before', ...(changes.length > 0 ? changes : ['nothing worth telling']).map((line) => `  ${line}`)]),
  ].join('\n')
}

function row(column: ColumnProfile, rows: number): readonly string[] {
  const { name, type, nulls, distinct, hidden, min, max, mean, quantiles, histogram } = column
  const share = rows === 0 ? '' : ` (${Number(((nulls / rows) * 100).toPrecision(3))} %)`
  const values = [min, max, ...[mean, ...quantiles, null, null, null, null, null].slice(0, 6).map(rounded)].map((value) =>
    short(value ?? ''),
  )
  const drawn = sparkline(histogram.map(({ share: part }) => part))
  return [
    name,
    type,
    `${nulls}${nulls > 0 ? share : ''}`,
    distinct === null ? '' : String(distinct),
    ...(hidden ? ['(hidden)'] : [...values, drawn]),
  ]
}

function topText({ top }: ColumnProfile, rows: number): string {
  return top
    .map(({ value, rows: count }) => `${short(value ?? 'null')} ${Number(((count / Math.max(1, rows)) * 100).toPrecision(3))} %`)
    .join(', ')
}

/** Six digits are enough to look at. */
function rounded(value: string | null | undefined): string | null {
  return value === null || value === undefined
    ? null
    : Number.isFinite(Number(value))
      ? String(Number(Number(value).toPrecision(6)))
      : value
}

function sparkline(shares: readonly number[]): string {
  const most = Math.max(...shares)
  return shares.map((share) => '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((share / most) * 7.999))] ?? '').join('')
}

function short(text: string): string {
  const line = text.replaceAll(/\s/g, ' ').replace(/\.0+$/, '')
  return line.length > 24 ? `${line.slice(0, 23)}…` : line
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0)))
  return rows.map((cells) => `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd())
}
