/** Times as warehouses, services and files tell them → moments. */

/** ISO 8601 with blank or T, or a date alone; times without a zone are UTC. Undefined where it is no time. */
export function momentOf(value: unknown): Date | undefined {
  const text = String(value).trim().replace(' ', 'T')
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(dated.slice(10)) ? dated.replace(/([+-]\d\d)$/, '$1:00') : `${dated}Z`
  const time = new Date(zoned)
  return Number.isNaN(time.getTime()) ? undefined : time
}
