/** Watches what work on a project reads besides files, and what it tells: both decide whether its result may stand for a later one. */
import type { Deprecation } from './deprecations.js'
import { EventBus, type EventName, type EventPayloads, type Level } from './event.js'
import type { Invocation } from './invocation.js'
import { canonical } from './plain-data.js'
import type { Project } from './project.js'

/** A call of the event bus. */
export type Told =
  | { readonly event: EventName; readonly data: unknown; readonly level: Level | null }
  | { readonly deprecation: Deprecation; readonly code: string | null }

/** What stands for all names, where somebody asked for their list. */
const everything = '*'

/** Names of what was read of each, sorted. */
export interface ReadNames {
  readonly flags: readonly string[]
  readonly env: readonly string[]
  readonly target: readonly string[]
}

/** What lies between two marks is what one piece of work did. */
export interface Mark {
  readonly unstable: number
  readonly told: number
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

/** A project and an invocation that note what is asked of them; the work is to be given these. */
export class Watch {
  readonly invocation: Invocation
  readonly project: Project
  /** How often something was asked that is different in each invocation: its id, its clock. */
  unstable = 0
  readonly #flags = new Set<string>()
  readonly #env = new Set<string>()
  readonly #target = new Set<string>()
  readonly #recorder: Recorder

  constructor(project: Project, invocation: Invocation, told: 'passed on' | 'held back') {
    this.#recorder = new Recorder(invocation, told === 'passed on' ? invocation.events : undefined)
    this.invocation = this.#watchInvocation(invocation)
    this.project = this.#watchProject(project)
  }

  get told(): readonly Told[] {
    return this.#recorder.told
  }

  /** Those read so far, and those of `before`. */
  reads(before?: ReadNames): ReadNames {
    const all = (now: ReadonlySet<string>, then: readonly string[] = []): string[] => [...new Set([...then, ...now])].sort()
    return { flags: all(this.#flags, before?.flags), env: all(this.#env, before?.env), target: all(this.#target, before?.target) }
  }

  mark(): Mark {
    return { unstable: this.unstable, told: this.told.length }
  }

  #watchInvocation(invocation: Invocation): Invocation {
    const unstable = <T>(value: T): T => {
      this.unstable++
      return value
    }
    const watched = {
      ...invocation,
      now: () => unstable(invocation.now()),
      env: watchedRecord(invocation.env, this.#env),
      flags: watchedRecord(invocation.flags, this.#flags),
      events: this.#recorder,
    }
    Object.defineProperty(watched, 'id', { get: () => unstable(invocation.id), enumerable: true, configurable: true })
    Object.defineProperty(watched, 'startedAt', { get: () => unstable(invocation.startedAt), enumerable: true, configurable: true })
    return watched
  }

  #watchProject(project: Project): Project {
    const { target } = project
    const names = this.#target
    return {
      ...project,
      env: watchedRecord(project.env, this.#env),
      target: {
        ...target,
        fields: watchedRecord(target.fields, names),
        get threads() {
          names.add('threads')
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

/** The values of what was read, as one text; undefined where one is no data. */
export function readValues(project: Project, invocation: Invocation, reads: ReadNames): string | undefined {
  const target = { ...project.target.fields, threads: project.target.threads }
  return canonical([valuesOf(invocation.flags, reads.flags), valuesOf(project.env, reads.env), valuesOf(target, reads.target)])
}

function valuesOf(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.includes(everything) ? record : names.map((name) => [name, record[name]])
}

/** What a project is besides its files, as one text. */
export function projectValues(project: Project): string | undefined {
  const { credentials: _, fields: _fields, threads: _threads, location: _location, ...target } = project.target
  const packages = project.packages.map(({ name, root, kind, config }) => [name, root, kind, config])
  return canonical([project.root.name, packages, target, project.cliVars, project.selectors, project.catalogs])
}
