/** Lengths of time as people write them in YAML. */

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400 }

/** Seconds of a number of them or of a text such as `90`, `10m`, `1h 30m`, `500ms`; undefined where it is neither. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim().toLowerCase()
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|sec|s|min|m|h|d)\s*)+$/.test(text)) return undefined
  let seconds = 0
  for (const [, amount, unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m|h|d)/g))
    seconds += Number(amount) * (units[unit] ?? 1)
  return seconds
}

/** `90s`, `10m`, `1h 30m`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(3))}s`
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), Math.round(seconds % 60)]
  return [hours && `${hours}h`, minutes && `${minutes}m`, rest && `${rest}s`].filter(Boolean).join(' ')
}
