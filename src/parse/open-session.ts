/** Makes the session all steps of one parsing share. */
import type { AdapterModule } from '../adapters/index.js'
import { createMacroRegistry } from '../context/index.js'
import { Diagnostics, type SourceLocation } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { MacroNode, UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { createConfigurator } from './config.js'
import { createFastPath } from './fast-path.js'
import { createMacroFacts } from './inert.js'
import type { ParseWatch, Session } from './session.js'

export interface SessionParts {
  readonly project: Project
  readonly invocation: Invocation
  readonly module: AdapterModule
  readonly macros: Readonly<Record<UniqueId, MacroNode>>
  readonly locations: ReadonlyMap<UniqueId, SourceLocation>
  readonly problems?: Diagnostics
  /** Seconds since 1970; the invocation's start where it is not given. */
  readonly createdAt?: number | undefined
  readonly watch?: ParseWatch | undefined
}

export function openSession(parts: SessionParts): Session {
  const { project, invocation, module, locations } = parts
  const macros = createMacroRegistry(Object.values(parts.macros), project, locations)
  const facts = createMacroFacts(project, macros)
  return {
    project,
    invocation,
    module,
    problems: parts.problems ?? new Diagnostics(),
    macros,
    configurator: createConfigurator(project),
    facts,
    fastPath: createFastPath({ registry: macros, facts, env: project.env }),
    createdAt: parts.createdAt ?? invocation.startedAt.getTime() / 1000,
    locations: new Map(locations),
    described: new Map(),
    settings: new Map(),
    watch: parts.watch,
    warn: (fields) => invocation.events.emit('Warning', fields),
  }
}
