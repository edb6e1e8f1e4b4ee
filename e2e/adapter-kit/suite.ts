// The conformance suite on one warehouse, each case a test. Cases are skipped for what the adapter's module does not declare,
// or because the part that stands in for a warehouse cannot do them: those are listed by name, with the reason.
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseResult } from '../../src/adapter-kit.js'
import { conformanceCases } from '../../src/adapters/conformance/index.js'
import { type Project, project, tool } from '../harness/project.js'

type Kit = typeof import('../../src/adapter-kit.js')

export interface Warehouse {
  readonly name: string
  /** Why it is not here. */
  readonly missing?: string | undefined
  /** The target of profiles.yml, as a line of YAML; what it needs is started first. */
  readonly output: () => Promise<string>
  readonly stop?: () => Promise<void>
  /** What the stand-in cannot do, by case. A case that passes must not stand here. */
  readonly emulator?: Readonly<Record<string, string>>
}

export function conforms(warehouse: Warehouse): void {
  const { name, missing, emulator = {} } = warehouse
  describe.skipIf(missing !== undefined)(`${name} conforms${missing === undefined ? '' : ` (${missing})`}`, () => {
    const results = new Map<string, CaseResult>()
    let shop: Project | undefined
    beforeAll(async () => {
      shop = project({ 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${await warehouse.output()}\n` })
      const kit = (await import(pathToFileURL(join(dirname(tool), 'adapter-kit.js')).href)) as Kit
      for (const result of await kit.conformance({ projectDir: shop.folder })) results.set(result.id, result)
    }, 180_000)
    afterAll(async () => {
      shop?.remove()
      await warehouse.stop?.()
    })
    it.for(conformanceCases.map((each) => each.id))('%s', (id, { skip }) => {
      const result = results.get(id)
      const known = emulator[id]
      if (known === undefined && result?.status === 'skipped') skip(result.reason)
      if (known !== undefined && result?.status === 'failed') skip(known)
      expect([id, result?.status, result?.reason]).toEqual([id, known === undefined ? 'passed' : 'failed as its entry says', undefined])
    })
  })
}
