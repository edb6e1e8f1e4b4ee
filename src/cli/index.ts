/** argv in, exit code out: 0 done, 1 a node, test or source failed or the run was interrupted, 2 usage, project or internal error. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type CommandName, commandSpec, commands, invoke, type RawFlags } from '../commands/index.js'
import { redactorOf } from '../core/redact.js'
import { createSinks, createStyle, drawError, type FrameContext, type Output, wantsAscii, wantsColours } from '../report/index.js'
import { type Failure, failureOf } from './failure.js'
import type { Manners } from './manners.js'
import { parseArguments } from './program.js'
import { onInterrupt } from './signals.js'
import { drained, streamOutput } from './streams.js'

export async function main(argv: readonly string[], manners: Manners): Promise<number> {
  const stdout = streamOutput(process.stdout)
  const stderr = streamOutput(process.stderr)
  const exitCode = await run(argv, manners, stdout, stderr)
  await Promise.all([drained(process.stdout), drained(process.stderr)])
  return exitCode
}

async function run(argv: readonly string[], manners: Manners, stdout: Output, stderr: Output): Promise<number> {
  const commandLine = `${manners.name} ${argv.join(' ')}`.trim()
  let flags: RawFlags = {}
  const state = { attached: false }
  try {
    const parsed = parseArguments(argv)
    if (parsed.kind === 'text') {
      stdout.write(parsed.text.endsWith('\n') ? parsed.text : `${parsed.text}\n`)
      return parsed.exitCode
    }
    flags = parsed.flags
    return await runCommand(parsed.command, parsed.flags, parsed.args, commandLine, {
      stdout,
      stderr,
      state,
      logToStdout: manners.logToStdout,
    })
  } catch (thrown) {
    const folder = resolve(String(flags.logPath ?? process.env.DBT_LOG_PATH ?? 'logs'))
    const failure = failureOf(thrown, folder, redactorOf(process.env).clean(commandLine))
    // Once the sinks are attached they have worded every coded error.
    if (!state.attached || failure.errors[0]?.code === 'INTERNAL') {
      if (failure.errors[0]?.code === 'USAGE') stderr.write(`${usageLine(argv)}\n\n`)
      report(failure, flags, stderr)
    }
    if (flags.debug === true && thrown instanceof Error) stderr.write(`${redactorOf(process.env).clean(thrown.stack ?? '')}\n`)
    return failure.exitCode
  }
}

interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly state: { attached: boolean }
  readonly logToStdout: boolean
}

async function runCommand(
  command: CommandName,
  flags: RawFlags,
  args: readonly string[],
  commandLine: string,
  terminal: Terminal,
): Promise<number> {
  const controller = new AbortController()
  const release = onInterrupt(controller)
  try {
    const spec = commandSpec(command)
    const answers = spec.answers === true && !terminal.logToStdout
    const result = await invoke({
      command,
      flags,
      args,
      cwd: process.cwd(),
      env: process.env,
      signal: controller.signal,
      commandLine,
      terminal: terminal.stdout,
      sinks: (invocation) => {
        terminal.state.attached = true
        const { stderr } = terminal
        const stdout = spec.protocol ? stderr : terminal.stdout
        const logFile = spec.readsOnly !== true && (!spec.protocol || existsSync(join(invocation.projectDir, 'dbt_project.yml')))
        return createSinks(invocation, { stdout, stderr, pid: process.pid, answers, logFile })
      },
    })
    const exitCode = result.success ? 0 : 1
    // Whoever served an editor is gone when that says so, whatever a library still waits for.
    if (spec.protocol) await leave(exitCode)
    return exitCode
  } finally {
    release()
  }
}

async function leave(exitCode: number): Promise<never> {
  await Promise.all([drained(process.stdout), drained(process.stderr)])
  process.exit(exitCode)
}

/** What was typed is not understood, so the command is the first word that is one. */
function usageLine(argv: readonly string[]): string {
  const names = Object.keys(commands)
  const typed = argv.map((word, index) => names.find((name) => name === word || name === `${word} ${argv[index + 1]}`))
  return `Usage: sluice ${typed.find((name) => name !== undefined) ?? 'COMMAND'} [flags]`
}

function report(failure: Failure, flags: RawFlags, stderr: Output): void {
  const style = createStyle(wantsColours(stderr, process.env, flags.useColors as boolean | undefined), wantsAscii(process.env))
  const context: FrameContext = { style, readFile: () => undefined }
  const redactor = redactorOf(process.env)
  for (const error of failure.errors) stderr.write(`${drawError(redactor.deep(error.toJSON()), context)}\n`)
  if (failure.more > 0) stderr.write(`… and ${failure.more} more\n`)
}
