/** The registry of commands, in help order. Bodies load on use, so that help loads no stage. */
import type { CommandSpec } from './command.js'

export const commands = {
  init: { summary: 'Start a project', args: ['[NAME]'], anywhere: true, load: async () => (await import('./init.js')).init },
  build: { summary: 'Seeds, models, snapshots and tests in dependency order', load: async () => (await import('./build.js')).build },
  run: { summary: 'Build models only', load: async () => (await import('./run.js')).run },
  test: { summary: 'Run tests only', load: async () => (await import('./test.js')).test },
  seed: { summary: 'Load CSV files', load: async () => (await import('./seed.js')).seed },
  snapshot: { summary: 'Record changed rows', load: async () => (await import('./snapshot.js')).snapshot },
  compile: {
    summary: 'Write the SQL of nodes without running it',
    answers: true,
    load: async () => (await import('./compile.js')).compile,
  },
  check: {
    summary: 'Find what is wrong in the SQL, and what breaks rules of the project, without a warehouse',
    answers: true,
    load: async () => (await import('./check.js')).check,
  },
  lineage: {
    summary: 'Where a column comes from and where it goes, or what a change touches',
    args: ['[COLUMN...]'],
    answers: true,
    readsOnly: true,
    load: async () => (await import('./lineage.js')).lineage,
  },
  history: {
    summary: 'The last runs, what became of a node in them, what is flaky or got slower',
    args: ['[NODE...]'],
    answers: true,
    readsOnly: true,
    load: async () => (await import('./history.js')).history,
  },
  metrics: {
    summary: 'Figures of runs, tests, sources and promises for Prometheus, printed or served',
    args: ['[ACTION]'],
    answers: true,
    readsOnly: true,
    load: async () => (await import('./metrics.js')).metrics,
  },
  report: {
    summary: 'What a day, week or month brought: figures, rules, promises and incidents, as HTML and Markdown',
    answers: true,
    load: async () => (await import('./report.js')).report,
  },
  diff: {
    summary: 'What differs between two tables: columns, rows and values, also across targets and engines',
    args: ['[A]', '[B]'],
    answers: true,
    load: async () => (await import('./diff.js')).diff,
  },
  why: {
    summary: 'What is late, failed or skipped, and why: by root cause; of NODE… or of everything',
    args: ['[NODE...]'],
    answers: true,
    load: async () => (await import('./why.js')).why,
  },
  show: { summary: 'Print the first rows of a node', answers: true, load: async () => (await import('./show.js')).show },
  list: { summary: 'Print what a selection takes', alias: 'ls', answers: true, load: async () => (await import('./list.js')).list },
  parse: { summary: 'Read the project and write manifest.json', load: async () => (await import('./parse.js')).parse },
  retry: { summary: 'Run again what failed or was skipped last time', load: async () => (await import('./retry.js')).retry },
  clone: { summary: 'Take over relations of another environment', load: async () => (await import('./clone.js')).clone },
  'run-operation': {
    summary: 'Call a macro',
    args: ['[MACRO]'],
    load: async () => (await import('./run-operation.js')).runOperation,
  },
  'source freshness': {
    summary: 'Check how old sources are',
    which: 'freshness',
    alias: 'snapshot-freshness',
    load: async () => (await import('./source-freshness.js')).sourceFreshness,
  },
  'docs generate': {
    summary: 'Write catalog.json and the lineage page',
    which: 'generate',
    load: async () => (await import('./docs-generate.js')).docsGenerate,
  },
  'docs coverage': {
    summary: 'Count what is described, tested and owned',
    answers: true,
    load: async () => (await import('./docs-coverage.js')).docsCoverage,
  },
  'docs serve': {
    summary: 'Serve the lineage page on this machine',
    which: 'serve',
    load: async () => (await import('./docs-serve.js')).docsServe,
  },
  'catalog pull': {
    summary: 'Keep what the warehouse says of the columns of sources, for checks without it',
    which: 'catalog-pull',
    answers: true,
    load: async () => (await import('./catalog-pull.js')).catalogPull,
  },
  debug: { summary: 'Check configuration and connection', anywhere: true, load: async () => (await import('./debug.js')).debug },
  deps: { summary: 'Install packages', load: async () => (await import('./deps.js')).deps },
  migrate: {
    summary: 'Report what of a dbt project will behave differently',
    anywhere: true,
    answers: true,
    readsOnly: true,
    load: async () => (await import('./migrate.js')).migrate,
  },
  login: {
    summary: 'Accepted from later dbt versions; there is no account',
    anywhere: true,
    load: async () => (await import('./login.js')).login,
  },
  clean: { summary: 'Delete what builds write', load: async () => (await import('./clean.js')).clean },
  lsp: {
    summary: 'Serve editors: what is wrong, where things are, what fits',
    answers: true,
    protocol: true,
    anywhere: true,
    load: async () => (await import('./lsp.js')).lsp,
  },
  explain: {
    summary: 'What an error code means',
    args: ['[CODE]'],
    anywhere: true,
    answers: true,
    load: async () => (await import('./explain.js')).explain,
  },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof commands

export function commandSpec(name: CommandName): CommandSpec {
  return commands[name]
}

/** Words that stand for groups of commands. */
export const commandGroups: Readonly<Record<string, string>> = {
  source: 'Sources: freshness',
  catalog: 'Columns of the warehouse, kept: pull',
  docs: 'The lineage page: generate, serve; what is described: coverage',
}
