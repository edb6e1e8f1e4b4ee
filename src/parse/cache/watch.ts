/** Watches what a parse reads besides files, and what it tells: both decide whether its result may stand for a later one. */

import { hash } from 'node:crypto'
import type { Deprecation } from '../../core/deprecations.js'
import { EventBus, type EventName, type EventPayloads, type Level } from '../../core/event.js'
import type { Invocation } from '../../core/invocation.js'
import type { FileEntry, Project } from '../../core/project.js'
import type { Draft, ParseMark, ParseWatch } from '../session.js'
import { canonical } from './plain.js'

/** A call of the event bus. */
export type Told =
  | { readonly event: EventName; readonly data: unknown; readonly level: Level | null }
  | { readonly deprecation: Deprecation; readonly code: string | null }

/** What stands for all names, where somebody asked for their list. */
export const everything = '*'

/** What a file's template asked for, as one text, and whether it would do so again and quietly. */
export interface DraftFacts {
  readonly facts: string | undefined
  readonly stable: boolean
  readonly quiet: boolean
}

/** Files whose text may change without a look at any other: models in SQL. */
export function isReplaceable(file: FileEntry): boolean {
  return file.kind === 'model' && /\.sql$/i.test(file.path)
}

export function keyOf(file: FileEntry): string {
  return `${file.packageName}:${file.path}`
}

/** All that the rest of the parse learns of a file besides its text. */
function factsOf({ captured, line, language, writtenCall }: Draft): string | undefined {
  const text = canonical([captured, line, language, writtenCall])
  return text === undefined ? undefined : hash('sha256', text, 'base64')
}

/** Notes calls, and makes them on the invocation's own bus unless they are to be held back. */
class Recorder extends EventBus {
  readonly told: Told[] = []
  readonly #onward: EventBus | undefined

  constructor({ redactor, now }: Invocation, onward: EventBus | undefined) {
    super(redactor, now)
    this.#onward = onward
  }

  override emit<K extends EventName>(name: K, data: EventPayloads[K], level?: Level): void {
    this.told.push({ event: name, data, level: level ?? null })
    this.#onward?.emit(name, data, level)
  }

  override deprecated(deprecation: Deprecation, code?: string): void {
    this.told.push({ deprecation, code: code ?? null })
    this.#onward?.deprecated(deprecation, code)
  }
}

export class Watch implements ParseWatch {
  readonly reads = { flags: new Set<string>(), env: new Set<string>(), target: new Set<string>() }
  /** How often something was asked that is different in each invocation: its id, its clock. */
  unstable = 0
  /** The share of templates of files that may be read anew alone. */
  unstableInFiles = 0
  readonly files = new Map<string, DraftFacts>()
  readonly moments: number[] = []
  /** Whether something besides a model's own template looked at its text. */
  codeRead = false
  readonly #recorder: Recorder
  readonly invocation: Invocation
  readonly project: Project

  constructor(project: Project, invocation: Invocation, told: 'passed on' | 'held back') {
    this.#recorder = new Recorder(invocation, told === 'passed on' ? invocation.events : undefined)
    this.invocation = this.#watchInvocation(invocation)
    this.project = this.#watchProject(project)
  }

  get told(): readonly Told[] {
    return this.#recorder.told
  }

  /** What has been met so far. */
  mark(): ParseMark {
    return { unstable: this.unstable, told: this.told.length }
  }

  /** Says of a file's template what it asked for, and what it did besides since `before`. */
  drafted(file: FileEntry, draft: Draft, before: ParseMark): void {
    if (!isReplaceable(file)) return
    const stable = this.unstable === before.unstable
    if (!stable) this.unstableInFiles += this.unstable - before.unstable
    this.files.set(keyOf(file), { facts: factsOf(draft), stable, quiet: this.told.length === before.told })
  }

  changesAt(moment: number): void {
    this.moments.push(moment)
  }

  /** The node with its text behind a note of who reads it. */
  guardCode<T extends object>(node: T): T {
    for (const key of ['raw_code', 'checksum'] as const) {
      if (!(key in node)) continue
      const value = (node as Readonly<Record<string, unknown>>)[key]
      Object.defineProperty(node, key, {
        enumerable: true,
        configurable: true,
        get: () => {
          this.codeRead = true
          return value
        },
      })
    }
    return node
  }

  #watchInvocation(invocation: Invocation): Invocation {
    const unstable = (): void => {
      this.unstable++
    }
    return {
      get id() {
        unstable()
        return invocation.id
      },
      get startedAt() {
        unstable()
        return invocation.startedAt
      },
      now: () => {
        unstable()
        return invocation.now()
      },
      cwd: invocation.cwd,
      projectDir: invocation.projectDir,
      env: watchedRecord(invocation.env, this.reads.env),
      flags: watchedRecord(invocation.flags, this.reads.flags),
      signal: invocation.signal,
      events: this.#recorder,
      redactor: invocation.redactor,
    }
  }

  #watchProject(project: Project): Project {
    const { reads } = this
    const { target } = project
    return {
      ...project,
      env: watchedRecord(project.env, reads.env),
      target: {
        ...target,
        fields: watchedRecord(target.fields, reads.target),
        get threads() {
          reads.target.add('threads')
          return target.threads
        },
      },
    }
  }
}

function watchedRecord<T extends object>(record: T, names: Set<string>): T {
  const note = (key: string | symbol): void => {
    if (typeof key === 'string') names.add(key)
  }
  return new Proxy(record, {
    get: (of, key) => {
      note(key)
      return Reflect.get(of, key)
    },
    has: (of, key) => {
      note(key)
      return Reflect.has(of, key)
    },
    getOwnPropertyDescriptor: (of, key) => {
      note(key)
      return Reflect.getOwnPropertyDescriptor(of, key)
    },
    ownKeys: (of) => {
      names.add(everything)
      return Reflect.ownKeys(of)
    },
  })
}

/** Tells again what an earlier parse told. */
export function tellAgain(told: readonly Told[], events: EventBus): void {
  for (const each of told) {
    if ('deprecation' in each) events.deprecated(each.deprecation, each.code ?? undefined)
    else events.emit(each.event, each.data as never, each.level ?? undefined)
  }
}
