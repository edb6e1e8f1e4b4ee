/**
 * Rows that break rules are kept out of a model while it is built. The SQL is in macros, which are told the rules here and tell
 * what they counted; where too much is bad, this is where the build ends, before anything is replaced.
 */
import { Cursor, type CursorSource } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import type { ManifestNode, Plain } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import type { Relation } from '../core/relation.js'
import type { Quarantined } from '../core/result.js'
import { define } from '../core/template-object.js'
import { type Quarantine as Asked, readQuarantine, ruleArgument } from '../rules/index.js'
import type { NodeRun } from './node-run.js'

const keys = ['on_rule_failure', 'circuit_breaker', 'data_quality_rules']

/** Undefined where the model asks for nothing, and where no rows are written. */
export function quarantineOf(run: NodeRun<ManifestNode>): Quarantine | undefined {
  const { node, options, runtime } = run
  if (node.resource_type !== 'model' || options.action !== 'execute' || keys.every((key) => ownSetting(node, key) === undefined))
    return undefined
  const source: CursorSource = { code: 'SETTINGS_INVALID', locate: () => runtime.manifest.locations.get(node.unique_id) }
  const asked = readQuarantine((key) => {
    const value = ownSetting(node, key)
    return value === undefined ? undefined : new Cursor({ [key]: value }, source).at(key)
  })
  return asked && new Quarantine(run, asked)
}

export class Quarantine {
  readonly #run: NodeRun<ManifestNode>
  readonly #asked: Asked
  #found: Quarantined | undefined

  constructor(run: NodeRun<ManifestNode>, asked: Asked) {
    this.#run = run
    this.#asked = asked
    if (asked.keeps && !run.runtime.module.capabilities.has('transactional-ddl')) throw this.#refused()
  }

  /** What was kept out; undefined where nothing was counted, or nothing is kept out. */
  get found(): Quarantined | undefined {
    return this.#asked.keeps ? this.#found : undefined
  }

  /** What the macros ask for. */
  get globals(): Plain {
    const { rules, keeps, breaker } = this.#asked
    const { invocation } = this.#run.runtime
    const spec = {
      rules: rules.map((rule) => this.#resolved(ruleArgument(rule))),
      nulls: Object.keys(breaker?.nulls ?? {}),
      keeps,
      run_id: invocation.id,
      now: invocation.now().toISOString().replace('T', ' ').replace('Z', ''),
    }
    return {
      sluice_quarantine_spec: define('sluice_quarantine_spec', [], () => spec),
      sluice_quarantine_tell: define('sluice_quarantine_tell', ['figures'], (figures: Iterable<unknown>) => this.#told([...figures])),
    }
  }

  /** Names of tables looked up become relations: a materialization may `ref` nothing itself. */
  #resolved(rule: Plain): Plain {
    const args = rule.arguments as Plain
    return typeof args.check_table === 'string' ? { ...rule, arguments: { ...args, check_table: this.#relation(args.check_table) } } : rule
  }

  #relation(table: string): Relation | string {
    const { node, runtime } = this.#run
    const [first, second] = table.split('.')
    const { nodes, sources } = runtime.manifest
    for (const id of node.depends_on.nodes) {
      const source = sources[id]
      if (source && second !== undefined && source.source_name === first && source.name === second) return runtime.relationOf(source)
      const found = nodes[id]
      if (found && second === undefined && found.name === first) return runtime.relationOf(found)
    }
    return table
  }

  #told(figures: readonly unknown[]): string {
    const { rules, breaker } = this.#asked
    const [rows = 0, fresh = 0, rejected = 0, returned = 0, ...counts] = figures.map((figure) => Number(figure ?? 0))
    const byRule = Object.fromEntries(rules.map(({ name }, index) => [name, counts[index] ?? 0]))
    this.#found = { rows: rejected, returned, of: rows, rules: byRule }
    if (!breaker || rows === 0) return ''
    const nulls = Object.entries(breaker.nulls).map(([column, most], index) => ({
      share: (counts[rules.length + index] ?? 0) / rows,
      most,
      words: `${counts[rules.length + index] ?? 0} of ${rows} rows have no ${column}`,
    }))
    const rejects = breaker.rejects === null ? [] : [{ share: fresh / rows, most: breaker.rejects, words: this.#brokenWords(fresh, rows) }]
    const open = [...rejects, ...nulls].find(({ share, most }) => share > most)
    if (open) throw this.#opened(`${open.words}, ${percent(open.share)}`, percent(open.most))
    return ''
  }

  #brokenWords(broken: number, rows: number): string {
    const words = rulesInWords(this.#found?.rules ?? {})
    return `${broken} of ${rows} rows break rules${words && ` (${words})`}`
  }

  #opened(found: string, most: string): SluiceError {
    const { node, runtime } = this.#run
    const location = runtime.manifest.locations.get(node.unique_id)
    return new SluiceError('BREAKER_OPEN', {
      message: `${node.name} was not built: ${found}; its circuit breaker lets ${most} pass`,
      expected: `at most ${most}`,
      hint: 'what was built before stands; look at what came in, or raise the share in circuit_breaker',
      next: `sluice show --select ${node.name}`,
      nodeId: node.unique_id,
      ...(location ? { location } : {}),
    })
  }

  #refused(): SluiceError {
    const { node, runtime } = this.#run
    const location = runtime.manifest.locations.get(node.unique_id)
    return new SluiceError('SETTINGS_INVALID', {
      message: `${node.name} puts rows into quarantine, and ${runtime.module.type} cannot replace two tables in one transaction`,
      expected: 'a warehouse with transactions around definitions: duckdb, postgres',
      hint: 'leave the rules as tests there, or stop the build by circuit_breaker',
      nodeId: node.unique_id,
      ...(location ? { location } : {}),
    })
  }
}

/** `; 12 rows quarantined: 8 quantity_range, 4 known_carrier; 3 came back`. Empty where there is nothing to say. */
export function quarantineWords(found: Quarantined | undefined): string {
  if (!found) return ''
  const back = found.returned > 0 ? `; ${found.returned} came back` : ''
  if (found.rows === 0) return back
  const rules = rulesInWords(found.rules)
  return `; ${found.rows} ${found.rows === 1 ? 'row' : 'rows'} quarantined: ${rules}${back}`
}

function rulesInWords(rules: Quarantined['rules']): string {
  const counted = Object.entries(rules).filter(([, count]) => count > 0)
  return counted
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
