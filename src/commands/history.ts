/** `history`: the last runs, or what became of single nodes in them; which tests are flaky, what got slower. */
import type { Invocation } from '../core/invocation.js'
import { loadProject } from '../load/index.js'
import {
  HistoryFiles,
  type HistoryStore,
  isFlaky,
  type NodeRecord,
  type Occasion,
  occasionsByNode,
  type RunHead,
  type Trend,
  trendOf,
} from '../observe/index.js'
import type { CommandBody, CommandResult } from './command.js'
import { historyNodeUnknown, historyOff } from './errors.js'
import { historySettings, withHistory } from './history-place.js'
import { nodeTable, runTable, trendTable } from './history-text.js'
import { type OpenProject, openLoaded } from './open-project.js'
import { sloOf, sloText } from './slo.js'

export const history: CommandBody = async (invocation, args) => {
  const project = await loadProject(invocation)
  const { store } = historySettings(project, invocation)
  if (store === 'off') throw historyOff()
  // Files are read without the project behind them, which takes longer than they do.
  const slo = invocation.flags.slo === true
  if (store === 'file' && !slo) return await asked(new HistoryFiles(project.root.root), invocation, args)
  const opened = await openLoaded(project, invocation)
  return await withHistory(opened, invocation, async (kept) => {
    if (!kept) throw historyOff()
    return await (slo ? promises(opened, invocation, kept) : asked(kept, invocation, args))
  })
}

async function promises(opened: OpenProject, invocation: Invocation, store: HistoryStore): Promise<CommandResult> {
  const report = await sloOf(opened, invocation, store)
  const broken = report.slos.some(({ met }) => met === false)
  return { ...answer(invocation, report, sloText(report)), success: !(broken && invocation.flags.failOnBreach === true) }
}

async function asked(store: HistoryStore, invocation: Invocation, args: readonly string[]): Promise<CommandResult> {
  const { flags } = invocation
  if (typeof flags.prune === 'number') return await prune(store, flags.prune, invocation)
  const limit = Number(flags.limit)
  const runs = await store.runs(limit)
  if (runs.length === 0) return answer(invocation, [], 'No run is kept yet: `sluice build` keeps one.')
  if (args.length === 0 && flags.flaky !== true && flags.slower !== true) return answer(invocation, runs, runTable(runs))
  const read = await store.records({ limit })
  const byNode = occasionsByNode(read.map(({ head, nodes }): [RunHead, readonly NodeRecord[]] => [head, nodes]))
  if (args.length > 0) return nodesAsked(args, byNode, invocation)
  return trends(byNode, runs.length, invocation)
}

function answer({ flags, events }: Invocation, value: unknown, text: string): CommandResult {
  events.emit('PrintEvent', { msg: flags.output === 'json' ? JSON.stringify(value, null, 2) : text })
  return { success: true, value }
}

const day = 86_400_000

async function prune(store: HistoryStore, days: number, invocation: Invocation): Promise<CommandResult> {
  const removed = await store.prune(new Date(invocation.now().getTime() - days * day))
  return answer(invocation, { removed }, `${removed} ${removed === 1 ? 'run' : 'runs'} older than ${days} days removed.`)
}

function nodesAsked(args: readonly string[], byNode: ReadonlyMap<string, readonly Occasion[]>, invocation: Invocation): CommandResult {
  const found = args.map((asked) => {
    const list = [...byNode.values()].filter(([first]) => first?.node.id === asked || first?.node.name === asked)
    if (list.length === 0)
      throw historyNodeUnknown(
        asked,
        [...byNode.values()].flatMap(([first]) => first?.node.name ?? []),
      )
    return list
  })
  const occasions = found.flat()
  const value = occasions.map((list) => ({ trend: trendOf(list) ?? null, runs: list.map(plain) }))
  return answer(invocation, value, occasions.map((list) => nodeTable(list, trendOf(list))).join('\n\n'))
}

function plain({ run, node }: Occasion) {
  return { run: run.id, command: run.command, target: run.target, ...node }
}

function trends(byNode: ReadonlyMap<string, readonly Occasion[]>, runs: number, invocation: Invocation): CommandResult {
  const { flags } = invocation
  const all = [...byNode.values()].flatMap((list) => trendOf(list) ?? [])
  const flaky = flags.flaky === true ? all.filter(isFlaky).sort((a, b) => b.turns - a.turns) : []
  const slower = flags.slower === true ? all.filter(isSlower).sort((a, b) => (b.slower ?? 0) - (a.slower ?? 0)) : []
  const found = [...new Set([...flaky, ...slower])]
  const words = [flags.flaky === true ? 'turns from good to bad and back' : '', flags.slower === true ? 'took twice its usual time' : '']
  const none = `Of ${all.length} nodes in ${runs} runs none ${words.filter(Boolean).join(' or ')}.`
  return answer(invocation, found, found.length === 0 ? none : trendTable(found))
}

/** Twice as long as usual; below a tenth of a second times say nothing. */
function isSlower({ slower, last }: Trend): boolean {
  return slower !== null && slower >= 2 && last.node.seconds >= 0.1
}
