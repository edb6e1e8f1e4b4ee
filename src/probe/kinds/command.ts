/** A program's exit code and what it prints. */
import { spawn } from 'node:child_process'
import { probeFailed } from '../errors.js'
import type { CommandProbe, Finding, ProbeKind, ProbeMeans } from '../probe.js'

/** Characters of output that are kept. */
const longest = 64_000

export const commandKind: ProbeKind<CommandProbe> = {
  key: 'command',
  keys: ['exit'],
  read(cursor) {
    const written = (cursor.value as { readonly command?: unknown }).command
    const argv = cursor.texts('command')
    if (!Array.isArray(written) || argv.length === 0 || argv[0] === '')
      throw cursor.problem('command is no list', 'program and arguments as a list: [python, newest.py]', 'command')
    return { kind: 'command', argv, exit: cursor.optionalNumber('exit') ?? 0 }
  },
  ask: (probe, means, signal) => run(probe, means, signal),
}

function run({ argv, exit }: CommandProbe, means: ProbeMeans, signal: AbortSignal): Promise<Finding> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: means.projectDir,
      env: { ...means.env },
      shell: false,
      windowsHide: true,
      signal,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out = `${out}${part}`.slice(0, longest)
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      err = `${err}${part}`.slice(0, longest)
    })
    child.on('error', (error) => {
      // What it started itself may hold the pipes for longer.
      for (const pipe of [child.stdout, child.stderr]) pipe.destroy()
      reject(signal.aborted ? signal.reason : probeFailed(`${program} could not be started: ${error.message}`))
    })
    child.on('close', (code, by) => {
      if (code === exit) return resolve({ value: out.trim() === '' ? undefined : lastLine(out), words: program })
      const said = lastLine(err) ?? lastLine(out)
      const ended = code === null ? `was ended by ${by}` : `ended with ${code}`
      resolve({ words: `${program} ${ended}${said ? `: ${said.slice(0, 200)}` : ''}`, wanted: `exit code ${exit}` })
    })
  })
}

function lastLine(text: string): string | undefined {
  return text.trim().split(/\r?\n/).at(-1)?.trim() || undefined
}
