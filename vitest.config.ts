import { availableParallelism } from 'node:os'
import { env, pid } from 'node:process'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Servers that tests start end with this process.
env.SLUICE_TEST_RUN ??= String(pid)

/** What takes a minute or more comes first and the quick unit tests last, so that all cores have something to do until the end. */
const slowest = [/e2e\/docs\//, /-as-dbt|same-manifest/, /e2e\/tickets\//, /e2e\/(?:postgres|snowflake)/, /e2e\//, /\.db\.test/]

/** Goes to the end of the stack, which others would find used. */
const deep = 'src/jinja/limits.test.ts'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => slowest.findIndex((pattern) => pattern.test(moduleId.replaceAll('\\', '/'))) >>> 0
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

const faults = 'e2e/faults/**/*.test.ts'

const endToEnd = {
  globalSetup: ['e2e/global-setup.ts'],
  // See e2e/harness/with-page.ts.
  env: { SLUICE_DOCS: 'false' },
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    // One core is left idle otherwise, which on two is half of them: a test file mostly waits for a process of its own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.db.test.ts', deep],
          testTimeout: 20_000,
          // Files share what they import, which was half of the time; what a test changes it puts back.
          isolate: false,
        },
      },
      { test: { name: 'db', include: ['src/**/*.db.test.ts', deep], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'e2e', include: ['e2e/**/*.test.ts'], exclude: [faults], ...endToEnd } },
      // Servers that go away and processes that are killed: slow, so not part of `npm test`.
      { test: { name: 'faults', include: [faults], ...endToEnd } },
    ],
  },
})
