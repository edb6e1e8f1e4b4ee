/** A report in a few lines for the terminal. */
import { relative } from 'node:path'
import { changeText, figureText, type Report, sparkText } from '../observe/index.js'

export function reportText(report: Report, files: readonly string[], cwd: string): string {
  const { figures, rules, incidents, runs } = report
  const table = aligned(
    figures.map((figure) => [
      figure.label,
      figureText(figure.now, figure.format, figure.unit),
      changeText(figure),
      sparkText(figure.trend),
    ]),
  )
  const broken = rules.filter((rule) => rule.passed < rule.runs)
  const open = incidents.filter(({ until }) => until === null)
  return [
    ...report.remarks,
    ...table,
    `${runs.runs} runs, ${runs.failed} with failures; ${runs.tests} tests ran, ${runs.testsPassed} passed`,
    `${rules.length - broken.length} of ${rules.length} rules and tests passed every time${
      broken.length > 0
        ? `; worst: ${broken
            .slice(0, 3)
            .map(({ name }) => name)
            .join(', ')}`
        : ''
    }`,
    `${incidents.length} incidents, ${open.length} of them open`,
    ...files.map((file) => `written: ${relative(cwd, file) || file}`),
  ].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)))
  const last = widths.length - 1
  return rows.map((cells) =>
    cells
      .map((cell, at) => (at === 0 || at === last ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
