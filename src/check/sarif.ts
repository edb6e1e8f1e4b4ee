/** SARIF 2.1.0, which code scanning of GitHub, GitLab and editors read. Places are relative to the project. */
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from 'sarif'
import type { SourceLocation } from '../core/error.js'
import { errorCodes } from '../core/error-codes.js'
import type { Severity } from '../lineage/index.js'
import { fingerprint } from './baseline.js'
import type { Finding } from './finding.js'

const levels: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', info: 'note' }
const root = 'PROJECT'

export interface SarifInput {
  readonly findings: readonly Finding[]
  /** Findings of the baseline: results that are known already. */
  readonly known: readonly Finding[]
  readonly version: string
}

export function sarifLog({ findings, known, version }: SarifInput): Log {
  const codes = [...new Set([...findings, ...known].map(({ code }) => code))].sort()
  const results = [
    ...resultsOf(findings, codes),
    ...resultsOf(known, codes).map((result): Result => ({ ...result, baselineState: 'unchanged' })),
  ]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sluice', semanticVersion: version, rules: codes.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [root]: { description: { text: 'The folder of dbt_project.yml' } } },
        results,
      },
    ],
  }
}

function descriptor(code: Finding['code']): ReportingDescriptor {
  const meaning = errorCodes[code]
  return {
    id: code,
    name: code
      .toLowerCase()
      .split('_')
      .map((word) => word[0]?.toUpperCase() + word.slice(1))
      .join(''),
    shortDescription: { text: meaning },
    fullDescription: { text: meaning },
    help: { text: `${meaning}. \`sluice explain ${code}\` tells more; \`-- sluice: allow ${code} reason\` on the line allows it.` },
  }
}

function resultsOf(findings: readonly Finding[], codes: readonly string[]): Result[] {
  const alike = new Map<string, number>()
  return findings.map((finding): Result => {
    const key = fingerprint(finding)
    const nth = (alike.get(key) ?? 0) + 1
    alike.set(key, nth)
    const related = (finding.related ?? []).map(({ location, message }, id) => ({
      id,
      physicalLocation: physical(location),
      message: { text: message },
    }))
    return {
      ruleId: finding.code,
      ruleIndex: codes.indexOf(finding.code),
      level: levels[finding.severity],
      message: { text: messageOf(finding) },
      locations: [
        {
          physicalLocation: physical(finding.location, finding.end),
          ...(finding.node !== null && { logicalLocations: [{ fullyQualifiedName: finding.node }] }),
        },
      ],
      ...(related.length > 0 && { relatedLocations: related }),
      partialFingerprints: { 'sluice/v1': `${key}:${nth}` },
      ...(finding.rule !== null && { properties: { rule: finding.rule, ...(finding.docs && { docs: finding.docs }) } }),
    }
  })
}

/** One text for tools that show nothing else. */
export function messageOf({ message, expected, hint, docs }: Finding): string {
  return [message, expected && `expected: ${expected}`, hint, docs && `see ${docs}`].filter(Boolean).join('\n')
}

function physical({ file, line, column }: SourceLocation, end?: Finding['end']): PhysicalLocation {
  const uri = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
  const region = { startLine: line, startColumn: column, ...(end && { endLine: end.line, endColumn: end.column }) }
  return { artifactLocation: { uri, uriBaseId: root }, region }
}
