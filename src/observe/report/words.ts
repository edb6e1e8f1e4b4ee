/** Figures of a report as people read them. */
import { addDays, type Period } from './period.js'
import type { FigureFormat, ReportFigure } from './report.js'

export function figureText(value: number | null, format: FigureFormat, unit: string | null): string {
  if (value === null) return '–'
  const after = unit === null ? '' : ` ${unit}`
  if (format === 'share') return `${(value * 100).toLocaleString('en', { maximumFractionDigits: 3 })} %`
  if (format === 'integer') return `${Math.round(value).toLocaleString('en')}${after}`
  const digits = format === 'money' ? 2 : 3
  const text = value.toLocaleString('en', { minimumFractionDigits: format === 'money' ? 2 : 0, maximumFractionDigits: digits })
  return `${text}${after}`
}

/** As `figureText`, millions and more in three digits: for tiles. */
export function shortText(value: number | null, format: FigureFormat, unit: string | null): string {
  const size = Math.abs(value ?? 0)
  if (value === null || format === 'share' || size < 1e6) return figureText(value, format, unit)
  const [step, name] = size < 1e9 ? [1e6, 'M'] : size < 1e12 ? [1e9, 'bn'] : [1e12, 'tn']
  return `${(value / step).toLocaleString('en', { maximumSignificantDigits: 3 })} ${name}${unit === null ? '' : ` ${unit}`}`
}

/** `+3.2 %`, `no change`, `new`; of shares in points. */
export function changeText({ now, before, format }: Pick<ReportFigure, 'now' | 'before' | 'format'>): string {
  if (now === null || before === null) return '–'
  if (now === before) return 'no change'
  const sign = now > before ? '+' : '−'
  if (format === 'share') return `${sign}${(Math.abs(now - before) * 100).toFixed(2)} points`
  if (before === 0) return 'from none'
  const share = Math.abs((now - before) / before) * 100
  return `${sign}${share.toLocaleString('en', { maximumFractionDigits: share < 10 ? 1 : 0 })} %`
}

/** Whether a change is welcome; null: neither. */
export function changeIsGood({ now, before, good }: ReportFigure): boolean | null {
  if (now === null || before === null || now === before || good === 'neither') return null
  return now > before === (good === 'more')
}

const bars = '▁▂▃▄▅▆▇█'

/** A line of blocks, which mail programs show as well; days without a value are dots. */
export function sparkText(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  return values
    .map((value) => {
      if (value === null) return '·'
      const height = most === least ? 3 : Math.round(((value - least) / (most - least)) * (bars.length - 1))
      return bars[height] ?? '·'
    })
    .join('')
}

export function shareText(part: number, whole: number): string {
  if (whole === 0) return '–'
  const share = (part / whole) * 100
  // 99.96 % is not 100 %.
  const text = share.toLocaleString('en', { maximumFractionDigits: 2 })
  return `${text === '100' && part < whole ? '99.99' : text} %`
}

/** `2026-10-30 08:05`, UTC. */
export function momentText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

export function spanText(from: string, until: string | null): string {
  if (until === null) return 'still open'
  const minutes = Math.round((Date.parse(until) - Date.parse(from)) / 60_000)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days ${hours % 24} h`
}

/** `from 2026-10-30 to 2026-10-31`, both included. */
export function runSpanText({ from, until }: Period): string {
  const last = addDays(until, -1)
  return last === from ? `of ${from}` : `from ${from} to ${last}`
}
