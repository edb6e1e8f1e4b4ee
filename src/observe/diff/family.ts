/** What a column is, whatever its warehouse calls it. */
export type Family = 'number' | 'float' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'time' | 'text' | 'bytes' | 'other'

const families: readonly (readonly [RegExp, Family])[] = [
  [/\[\]|^(struct|map|list|array|union|variant|object|jsonb?|super|geo|interval|point|range)/, 'other'],
  [/^(u?(tiny|small|big|huge|medium)?int(eger)?\d*|byteint|(small|big)?serial|decimal|numeric|number|dec|money)\b/, 'number'],
  [/^(double|real|float\d*)\b/, 'float'],
  [/^bool/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamp|time) ?(\(\d+\))? ?with time zone|^timestamptz|^timestamp_[lt]tz|^timestamp_tz/, 'timestamptz'],
  [/^(timestamp|datetime)/, 'timestamp'],
  [/^time\b/, 'time'],
  [/^(blob|bytea|binary|varbinary)/, 'bytes'],
  [/^(varchar|text|char|bpchar|string|name|uuid|enum|citext|"char")/, 'text'],
]

export function familyOf(type: string): Family {
  const text = type.toLowerCase().trim()
  // A time of day with a zone is compared as it is written.
  if (/^timetz|^time\b.*with time zone/.test(text)) return 'other'
  return families.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
}

/** As what two columns are compared. */
export function commonFamily(a: Family, b: Family): Family {
  if (a === b) return a
  const pair = new Set([a, b])
  const both = (first: Family, second: Family) => pair.has(first) && pair.has(second)
  if (both('number', 'float')) return 'float'
  if (both('timestamp', 'timestamptz')) return 'timestamptz'
  return 'text'
}
