/** `warn_if: "> 0.1 %"`: failures of a test compared with a share of the rows it looks at. */

export interface ShareThreshold {
  /** `>`, `>=` … */
  readonly comparison: string
  /** In percent, as written. */
  readonly percent: string
}

/** Undefined where the text is no such threshold. */
export function shareThreshold(text: unknown): ShareThreshold | undefined {
  const [, comparison, percent] = /^\s*(=|!=|<>|<=?|>=?)\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(String(text)) ?? []
  return comparison !== undefined && percent !== undefined && Number(percent) <= 100 ? { comparison, percent } : undefined
}

/** Ends as a share does, whether it is one or not. */
export function endsAsShare(text: unknown): boolean {
  return typeof text === 'string' && /%\s*$/.test(text)
}

/** `17 of 1,000 rows (1.7 %)`. */
export function shareInWords(failures: number, rows: number): string {
  const share = rows === 0 ? '' : ` (${Number(((100 * failures) / rows).toPrecision(3))} %)`
  return `${grouped(failures)} of ${grouped(rows)} ${rows === 1 ? 'row' : 'rows'}${share}`
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
