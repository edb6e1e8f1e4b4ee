/** What is printed: each difference as it is found, and a table at the end. */

/** @param flags - of the command line: `blanks` shows where compiled SQL differs in blanks alone */
export function tell(definition, project, engine, rows, flags) {
  const name = project.name ? `${definition.name}/${project.name}` : definition.name
  console.log(`\n${name} ${definition.tag} on ${engine}`)
  for (const row of rows) {
    if (flags.blanks) for (const line of row.figures.blanks) console.log(`  · ${row.words.join(' ')}: blanks ${line}`)
    for (const line of row.unexplained) console.log(`  ✗ ${row.words.join(' ')}: ${line}`)
    for (const { line, why } of row.explained) console.log(`  · ${row.words.join(' ')}: ${line}\n      explained: ${why}`)
  }
  if (rows.every(({ unexplained, explained }) => unexplained.length + explained.length === 0)) console.log('  no difference')
}

/** Prints the table; returns how many nodes came out the same and how many differences nobody explains. */
export function summary(rows) {
  const head = [
    'package',
    'engine',
    'command',
    'exit',
    'ids',
    'nodes',
    'same',
    'SQL equal',
    'but for blanks',
    'macro lists',
    'explained',
    'differ',
    'dbt s',
    'sluice s',
  ]
  const lines = [head, ...rows.map(cells)]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  console.log()
  for (const [index, line] of lines.entries()) {
    console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`)
    if (index === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`)
  }
  const failed = rows.reduce((sum, { unexplained }) => sum + unexplained.length, 0)
  console.log(`\n${failed === 0 ? 'no unexplained difference' : `${failed} unexplained differences`}`)
  return { passed: rows.reduce((sum, { figures }) => sum + figures.statuses[0], 0), failed, skipped: 0 }
}

function cells({ label, engine, words, codes, figures, seconds, unexplained, explained }) {
  const of = ([part, whole]) => (whole === 0 ? '-' : `${part}/${whole}`)
  const counts = Object.entries(figures.counts ?? {}).map(([status, count]) => `${count} ${status}`)
  return [
    label,
    engine,
    words.join(' '),
    codes[0] === codes[1] ? String(codes[0]) : codes.join(' ≠ '),
    of(figures.ids),
    counts.join(', ') || '-',
    of(figures.statuses),
    of(figures.sql),
    figures.sql[1] === 0 ? '-' : String(figures.blanks.length),
    figures.ids[1] === 0 ? '-' : String(figures.macros),
    String(explained.length),
    String(unexplained.length),
    ...seconds.map((value) => value.toFixed(1)),
  ]
}
