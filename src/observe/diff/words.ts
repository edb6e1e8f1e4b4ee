/** The answer of a comparison as text, for a terminal or as Markdown. */
import type { ChangedColumn, DiffAnswer, SchemaDiff, Shown } from './model.js'

export function diffText(answer: DiffAnswer): string {
  return linesOf(answer, plain).join('\n')
}

export function diffMarkdown(answer: DiffAnswer): string {
  return linesOf(answer, markdown).join('\n')
}

interface Writer {
  title(text: string): readonly string[]
  item(text: string): string
  table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[]
}

const plain: Writer = {
  title: (text) => ['', text],
  item: (text) => `  ${text}`,
  table: (head, rows) => aligned([head, ...rows]).map((line) => `  ${line}`),
}

const markdown: Writer = {
  title: (text) => ['', `### ${text}`, ''],
  item: (text) => `- ${text}`,
  table: (head, rows) =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function linesOf(answer: DiffAnswer, writer: Writer): readonly string[] {
  const { a, b, key } = answer
  const head = [
    `A: ${a.asked}, ${a.relation} in ${a.target}: ${count(a.rows, 'row')}`,
    `B: ${b.asked}, ${b.relation} in ${b.target}: ${count(b.rows, 'row')}`,
    key.length > 0 ? `rows are told by ${key.join(', ')}` : 'no key: whole rows are compared, as often as they stand there',
  ].map(writer.item)
  const schema = schemaLines(answer.schema).map(writer.item)
  const parts = [
    ...head,
    ...(schema.length > 0 ? [...writer.title('Columns'), ...schema] : []),
    ...writer.title('Rows'),
    ...rowLines(answer).map(writer.item),
    ...columnLines(answer, writer),
    ...sampleLines(answer, writer),
  ]
  return [answer.different ? 'They differ.' : 'No difference.', ...parts]
}

function schemaLines({ added, removed, changed, leftOut }: SchemaDiff): readonly string[] {
  return [
    ...removed.map(({ column, type }) => `only in A: ${column} (${type})`),
    ...added.map(({ column, type }) => `only in B: ${column} (${type})`),
    ...changed.map(({ column, a, b }) => `${column}: ${a} in A, ${b} in B`),
    ...leftOut.map(({ column, because }) => `not compared: ${column} (${because})`),
  ]
}

function rowLines({ key, onlyA, onlyB, changed, repeated }: DiffAnswer): readonly string[] {
  const keyed = [
    ...(key.length > 0 ? [`${changed} changed`] : []),
    ...(repeated > 0 ? [`${count(repeated, 'key')} more than once on a side, with other rows`] : []),
  ]
  return [`${onlyA} only in A`, `${onlyB} only in B`, ...keyed]
}

function columnLines({ columns, key }: DiffAnswer, writer: Writer): readonly string[] {
  const changed = columns.filter(({ rows }) => rows > 0)
  if (changed.length === 0) return []
  const summary = writer.table(
    ['column', 'rows', 'mean of B − A', 'largest distance'],
    changed.map(({ column, rows, mean, largest }) => [column, String(rows), figure(mean), figure(largest)]),
  )
  return [...writer.title('Columns that changed'), ...summary, ...changed.flatMap((each) => samplesOf(each, key, writer))]
}

function samplesOf({ column, samples }: ChangedColumn, key: readonly string[], writer: Writer): readonly string[] {
  if (samples.length === 0) return []
  const rows = samples.map((sample) => [...sample.key.map(text), text(sample.a), text(sample.b)])
  return [...writer.title(column), ...writer.table([...key, 'A', 'B'], rows)]
}

function sampleLines({ samples, sampled: head }: DiffAnswer, writer: Writer): readonly string[] {
  const list = (title: string, rows: readonly (readonly Shown[])[]) =>
    rows.length === 0
      ? []
      : [
          ...writer.title(title),
          ...writer.table(
            head,
            rows.map((row) => row.map(text)),
          ),
        ]
  const many = samples.repeated.map((each) => [...each.key.map(text), String(each.a), String(each.b)])
  const twice = many.length === 0 ? [] : [...writer.title('More than once'), ...writer.table([...head, 'in A', 'in B'], many)]
  return [...list('Only in A', samples.onlyA), ...list('Only in B', samples.onlyB), ...twice]
}

function text(value: Shown): string {
  if (value === null) return 'null'
  const line = value.replaceAll(/\s/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function figure(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(6)))
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
