/** Figures and times as text; empty where nobody knows. */

export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return ''
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  if (seconds < 120) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function formatCount(count: number | null): string {
  return count === null ? '' : count.toLocaleString('en')
}

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

export function formatBytes(bytes: number | null): string {
  if (bytes === null) return ''
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}

/** ISO 8601 in UTC, as people read it. */
export function formatTime(iso: string): string {
  return iso ? `${iso.replace('T', ' ').slice(0, 19)} UTC` : ''
}

/** How long before `until` (both ISO 8601), in the largest unit that fits. */
export function formatAge(iso: string, until: string): string {
  const seconds = (Date.parse(until) - Date.parse(iso)) / 1000
  if (!Number.isFinite(seconds)) return ''
  const steps: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ]
  const [size, unit] = steps.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.floor(seconds / size)} ${unit}`
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((100 * part) / whole)} %`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
