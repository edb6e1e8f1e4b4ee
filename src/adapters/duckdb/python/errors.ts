/** Errors of Python models. What Python says about the model is the model's own matter and shown whole. */
import { SluiceError } from '../../../core/error.js'
import type { PythonJob } from '../../adapter.js'

export interface ScriptFailure {
  /** The traceback, without frames outside of the model and what it calls. */
  readonly text: string
  readonly line: number | null
  readonly column: number | null
}

export function pythonFailed(job: PythonJob, { text, line, column }: ScriptFailure): SluiceError {
  return new SluiceError('PYTHON_MODEL_FAILED', {
    message: `Python model failed:\n${text}`,
    location: { file: job.file, line: line ?? job.line, column: column ?? 1 },
    nodeId: job.id,
  })
}

/** Killed from outside, out of memory, or ended by the model's own doing. */
export function pythonEnded(job: PythonJob, how: string, said: readonly string[]): SluiceError {
  const last = said.slice(-10).join('\n')
  return new SluiceError('PYTHON_MODEL_FAILED', {
    message: `Python ended before the model ${job.name} did (${how})${last ? `:\n${last}` : ''}`,
    location: { file: job.file, line: job.line, column: 1 },
    nodeId: job.id,
    hint: how === 'SIGKILL' ? 'was there enough memory?' : undefined,
  })
}

export function pythonMissing(tried: readonly string[]): SluiceError {
  return new SluiceError('PYTHON_MISSING', {
    message: `Python models need a Python, and ${tried.join(' or ')} could not be started`,
    expected: 'a Python 3.9 or newer with the package duckdb',
    hint: 'put one on the path, or name it in SLUICE_PYTHON or as python: in the profile',
  })
}

export function pythonLacksDuckDB(python: string, why: string): SluiceError {
  return new SluiceError('PYTHON_MISSING', {
    message: `${python} has no package duckdb, which Python models need: ${why}`,
    hint: 'install it there, or name another Python in SLUICE_PYTHON or as python: in the profile',
    next: `${python} -m pip install duckdb`,
  })
}

export function pythonSetupFailed(why: string): SluiceError {
  return new SluiceError('DB_CONNECT_FAILED', {
    message: `the session of a Python model: ${why}`,
    hint: 'extensions, secrets and settings of the profile hold for Python models too; does the duckdb of that Python know them?',
  })
}
