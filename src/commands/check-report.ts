/** How `check` prints: frames for the first findings and a table of the rest, or JSON, SARIF, annotations for GitHub. */
import { join, relative } from 'node:path'
import { type Counts, countsOf, countText, type Finding, fingerprint, messageOf, piles, sarifLog } from '../check/index.js'
import type { Invocation } from '../core/invocation.js'
import { version } from '../core/version.js'
import { annotationText, createStyle, drawError, frameSource, wantsAscii, wantsColours } from '../report/index.js'
import type { CheckReport } from './check-project.js'

export type CheckOutput = 'text' | 'json' | 'sarif' | 'github'

export function checkText(report: CheckReport, output: CheckOutput, invocation: Invocation): string {
  if (output === 'json') return JSON.stringify(checkJson(report), null, 2)
  if (output === 'sarif') {
    const [findings, known] = [report.fresh, report.known].map((list) => list.map((finding) => fromHere(finding, invocation)))
    return JSON.stringify(sarifLog({ findings: findings ?? [], known: known ?? [], version }), null, 2)
  }
  if (output === 'github')
    return [...report.fresh.map((finding) => annotation(fromHere(finding, invocation))), ...summary(report)].join('\n')
  return [...frames(report.fresh, invocation), ...summary(report)].join('\n')
}

/** What callers of the API get, and `--output json` prints. */
export function checkJson({ all, fresh, known, gone, allowed, rules, nodes }: CheckReport) {
  const incomplete = nodes.filter(({ depth }) => depth !== 'column')
  const old = new Set(known)
  return {
    counts: { ...countsOf(fresh), allowed, known: known.length, gone: gone.length },
    rules,
    nodes: nodes.length,
    /** Nodes whose SQL was not understood down to the column. */
    incomplete: incomplete.map(({ id, depth, reason }) => ({ node: id, depth, reason })),
    findings: all.map((finding) => ({ ...finding, fingerprint: fingerprint(finding), known: old.has(finding) })),
    gone,
  }
}

/** GitHub knows files from the folder of the repository, where it starts the tool; a project may lie below. */
function fromHere(finding: Finding, { cwd, projectDir }: Invocation): Finding {
  const folder = relative(cwd, projectDir)
  if (folder === '') return finding
  const moved = <T extends { readonly file: string }>(location: T): T => ({
    ...location,
    file: join(folder, location.file).replaceAll('\\', '/'),
  })
  const related = finding.related?.map((each) => ({ ...each, location: moved(each.location) }))
  return { ...finding, location: moved(finding.location), related }
}

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const

function annotation(finding: Finding): string {
  const { severity, code, rule, location, end } = finding
  const place = end ? { ...location, endLine: end.line, endColumn: end.column } : location
  return annotationText({ level: levels[severity], title: rule ? `${code} ${rule}` : code, message: messageOf(finding), location: place })
}

function frames(findings: readonly Finding[], invocation: Invocation): string[] {
  const { flags, env, terminal } = invocation
  const limit = Number(flags.limit ?? 20)
  const worst = [...findings].sort((a, b) => ranks[a.severity] - ranks[b.severity])
  const first = limit < 0 ? worst : worst.slice(0, limit)
  const colours = wantsColours(terminal ?? { isTTY: false }, env, flags.useColors as boolean | undefined)
  const context = { style: createStyle(colours, wantsAscii(env)), readFile: frameSource(invocation) }
  const drawn = first.flatMap((finding) => [drawError(asError(finding), context, finding.severity === 'error' ? 'error' : 'warn'), ''])
  return [...drawn, ...table(worst.slice(first.length))]
}

const ranks = { error: 0, warning: 1, info: 2 } as const

function asError({ severity: _severity, end, rule, docs, hint, message, location, ...rest }: Finding) {
  const place = end ? { ...location, endLine: end.line, endColumn: end.column } : location
  const hints = [hint, docs && `see ${docs}`].filter(Boolean).join(' · ')
  return { ...rest, location: place, message: rule ? `${message} (${rule})` : message, hint: hints || undefined }
}

/** Those that are not drawn, by code and folder. */
function table(rest: readonly Finding[]): string[] {
  if (rest.length === 0) return []
  const rows = piles(rest).map(({ count, severity, code, rule, folder }) => [String(count), severity, code, rule ?? '', folder])
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const line = ([count = '', ...words]: string[]) =>
    `  ${[count.padStart(widths[0] ?? 0), ...words.map((word, at) => word.padEnd(widths[at + 1] ?? 0))].join('  ')}`.trimEnd()
  return [`${countText(rest.length, 'finding')} more; --limit -1 draws them all`, ...rows.map(line), '']
}

function summary({ fresh, known, gone, allowed, rules, nodes, baselineFile }: CheckReport): string[] {
  const counts = countsOf(fresh)
  const incomplete = nodes.filter(({ depth }) => depth !== 'column').length
  const held = rules > 0 ? `, ${countText(rules, 'rule')}` : ''
  const aside = [allowed > 0 && `${allowed} allowed by comments`, known.length > 0 && `${known.length} in the baseline`].filter(Boolean)
  const unread = incomplete > 0 ? ` (${incomplete} not in full; --output json says why)` : ''
  return [
    `${countsText(counts)} in ${countText(nodes.length, 'node')}${unread}${held}${aside.length > 0 ? `; ${aside.join(', ')}` : ''}`,
    ...(gone.length > 0
      ? [`${countText(gone.length, 'finding')} of ${baseName(baselineFile)} are gone: sluice check --write-baseline takes them out`]
      : []),
  ]
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

export function countsText({ error, warning, info }: Counts): string {
  return [countText(error, 'error'), countText(warning, 'warning'), ...(info > 0 ? [countText(info, 'note')] : [])].join(', ')
}
