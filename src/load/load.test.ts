/** Loading a project: what is read from where, and what is told when it is not there. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { Plain } from '../core/node.js'
import { inProject, invocationIn } from '../parse/testdata/projects.js'
import { parseEnvFile } from './env-file.js'
import { readText } from './files.js'
import { ignoreRule } from './ignore.js'
import { loadProject } from './index.js'
import { strip } from './strip.js'
import { satisfies } from './version-check.js'

type Files = Readonly<Record<string, string>>

async function told(files: Files, flags: Plain = {}, env: Record<string, string> = {}): Promise<string[]> {
  return await inProject(files, async (folder) => {
    try {
      await loadProject(invocationIn(folder, flags, { HOME: join(folder, 'home'), ...env }))
      return []
    } catch (error) {
      const errors = error instanceof SluiceErrors ? error.errors : error instanceof SluiceError ? [error] : undefined
      if (!errors) throw error
      return errors.map(
        ({ code, fields: { location: at, message, hint } }) =>
          `${code} ${at?.file}:${at?.line}:${at?.column} ${message}${hint ? ` | ${hint}` : ''}`,
      )
    }
  })
}

const profile = (body: string): Files => ({ 'profiles.yml': body })

test.each<readonly [string, Files, readonly string[]]>([
  [
    'keys of dbt_project.yml that do not exist',
    { 'dbt_project.yml': 'name: shop\nprofile: shop\nmodles: {}\nmodel-path: [x]\n' },
    [
      'PROJECT_UNKNOWN_KEY dbt_project.yml:3:1 "modles" is not a key of dbt_project.yml | did you mean "models"?',
      'PROJECT_UNKNOWN_KEY dbt_project.yml:4:1 "model-path" is not a key of dbt_project.yml | did you mean "model-paths"?',
    ],
  ],
  ['no name', { 'dbt_project.yml': 'profile: shop\n' }, ['PROJECT_INVALID dbt_project.yml:1:1 dbt_project.yml has no `name`']],
  [
    'a name templates use',
    { 'dbt_project.yml': 'name: model\nprofile: shop\n' },
    ['PROJECT_INVALID dbt_project.yml:1:1 a project cannot be named "model"'],
  ],
  [
    'a value of the wrong type',
    { 'dbt_project.yml': 'name: shop\nprofile: shop\nmodel-paths: models\n' },
    ['PROJECT_INVALID dbt_project.yml:3:1 `model-paths` has the wrong type'],
  ],
  [
    'another dbt',
    { 'dbt_project.yml': 'name: shop\nprofile: shop\nrequire-dbt-version: [">=1.0.0", "<1.5.0"]\n' },
    [
      'PROJECT_VERSION_MISMATCH dbt_project.yml:3:1 shop requires dbt >=1.0.0, <1.5.0, and this is compatible with dbt 1.11.16 | widen require-dbt-version, or run with --no-version-check',
    ],
  ],
  [
    'a package made for another dbt',
    { 'dbt_packages/picky/dbt_project.yml': 'name: picky\nrequire-dbt-version: ">=2.0.0"\n' },
    [
      'PROJECT_VERSION_MISMATCH dbt_packages/picky/dbt_project.yml:2:1 picky requires dbt >=2.0.0, and this is compatible with dbt 1.11.16 | widen require-dbt-version, or run with --no-version-check',
    ],
  ],
  [
    'a profile that is not there',
    { 'dbt_project.yml': 'name: shop\nprofile: shp\n' },
    ['PROFILE_NOT_FOUND dbt_project.yml:2:1 Could not find profile named \'shp\' | did you mean "shop"?'],
  ],
  [
    'a target that is not there',
    profile('shop:\n  target: prd\n  outputs:\n    dev: {type: duckdb, path: x}\n    prod: {type: duckdb, path: y}\n'),
    ["TARGET_NOT_FOUND profiles.yml:2:3 The profile 'shop' does not have a target named 'prd'. | did you mean \"prod\"?"],
  ],
  [
    'an environment variable that is not set',
    profile('shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: "{{ env_var(\'NOPE\') }}"\n'),
    [
      "ENV_VAR_NOT_FOUND profiles.yml:6:7 environment variable NOPE is required but not set | set it, or give a default: env_var('NOPE', '…')",
    ],
  ],
  [
    'an environment variable for the password that is not set',
    profile('shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      password: "{{ env_var(\'NOPE\') }}"\n'),
    [
      "ENV_VAR_NOT_FOUND profiles.yml:6:7 environment variable NOPE is required but not set | set it, or give a default: env_var('NOPE', '…')",
    ],
  ],
  [
    'a broken template that was to be the password',
    profile('shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      password: "{{ env_var(\'NOPE\') "\n'),
    [expect.stringMatching(/^TEMPLATE_SYNTAX profiles.yml:6:7 /)],
  ],
  [
    'no type',
    profile('shop:\n  target: dev\n  outputs:\n    dev: {path: x}\n'),
    ['PROFILE_INVALID profiles.yml:4:5 target "dev" of profile "shop" has no `type`'],
  ],
  [
    'packages that are not installed',
    { 'packages.yml': 'packages:\n  - {package: dbt-labs/dbt_utils, version: 1.0.0}\n' },
    ['PACKAGES_NOT_INSTALLED packages.yml:1:1 1 package is listed but not installed: dbt-labs/dbt_utils'],
  ],
  [
    'two packages of one name',
    { 'dbt_packages/a/dbt_project.yml': 'name: pkg\n', 'dbt_packages/b/dbt_project.yml': 'name: pkg\n' },
    ['PACKAGE_DUPLICATE undefined:undefined:undefined two packages are named "pkg"'],
  ],
  [
    'selectors without names',
    { 'selectors.yml': 'selectors:\n  - {definition: x}\n' },
    ['SELECTORS_INVALID selectors.yml:2:5 a selector has no name'],
  ],
  [
    'YAML that does not parse',
    { 'dbt_project.yml': 'name: [shop\n' },
    ['YAML_SYNTAX dbt_project.yml:1:12 dbt_project.yml is not valid YAML'],
  ],
])('%s', async (_what, files, expected) => {
  const got = await told(files)
  expect(got.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
})

test('no profiles.yml anywhere, with the places looked at', async () => {
  const lines = await inProject({}, async (folder) => {
    mkdirSync(join(folder, 'empty'))
    return await told({}, { profilesDir: join(folder, 'empty') })
  })
  expect(lines).toEqual([
    'PROFILES_NOT_FOUND undefined:undefined:undefined there is no profiles.yml | it says which database to use; --profiles-dir names its folder',
  ])
})

test('the profile of the command line, of the environment, of the folder and of the home folder, in this order', async () => {
  const at = (name: string): string => `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ${name}.duckdb}\n`
  const files = {
    'profiles.yml': at('folder'),
    'flag/profiles.yml': at('flag'),
    'env/profiles.yml': at('env'),
    'home/.dbt/profiles.yml': at('home'),
  }
  await inProject(files, async (folder) => {
    const database = async (flags: Plain, env: Record<string, string>): Promise<string> =>
      (await loadProject(invocationIn(folder, flags, env))).target.database
    const env = { DBT_PROFILES_DIR: join(folder, 'env'), HOME: join(folder, 'home') }
    expect(await database({ profilesDir: join(folder, 'flag') }, env)).toBe('flag')
    expect(await database({}, env)).toBe('env')
    expect(await database({}, { HOME: join(folder, 'home') })).toBe('folder')
  })
})

test('configuration is rendered to values, but for vars and hooks', async () => {
  const files = {
    'dbt_project.yml': `name: shop
profile: shop
vars: {x: "{{ not rendered }}"}
on-run-start: "{{ later() }}"
models:
  +enabled: "{{ (target.name == 'dev') | as_bool }}"
  shop:
    +schema: "{{ env_var('PLACE', 'here') }}_{{ var('n') }}"
    +post-hook: "{{ this }}"
`,
    '.env': 'PLACE="from file"\nOTHER=x # note\n',
  }
  await inProject(files, async (folder) => {
    const { root, env } = await loadProject(invocationIn(folder, { vars: { n: 3 } }, { OTHER: 'shell' }))
    expect(root.config.configs.models).toEqual({ '+enabled': true, shop: { '+schema': 'from file_3', '+post-hook': '{{ this }}' } })
    expect(root.config.unrenderedConfigs.models['+enabled']).toBe("{{ (target.name == 'dev') | as_bool }}")
    expect(root.config.vars).toEqual({ x: '{{ not rendered }}' })
    expect(root.config.onRunStart).toEqual(['{{ later() }}'])
    expect(env.OTHER).toBe('shell')
  })
})

test('files are found by kind, temporary and ignored ones are not', async () => {
  const files = {
    'models/a.sql': '',
    'models/.hidden.sql': '',
    'models/~a.sql': '',
    'models/deep/B.SQL': '',
    'models/p.py': '',
    'models/s.yaml': '',
    'models/d.md': '',
    'tests/t.sql': '',
    'tests/generic/g.sql': '',
    'tests/fixtures/f.csv': '',
    'seeds/s.csv': '',
    '.dbtignore': 'deep/\n',
  }
  await inProject(files, async (folder) => {
    const { root } = await loadProject(invocationIn(folder))
    expect(root.files.map((file) => `${file.kind} ${file.path}`)).toEqual([
      'model models/a.sql',
      'model models/p.py',
      'test tests/t.sql',
      'generic_test tests/generic/g.sql',
      'seed seeds/s.csv',
      'docs models/d.md',
      'properties models/s.yaml',
      'fixture tests/fixtures/f.csv',
    ])
  })
})

describe('.dbtignore', () => {
  test.each([
    ['*.sql', 'models/a.sql', true],
    ['*.sql', 'models/a.yml', false],
    ['models/old', 'models/old/a.sql', true],
    ['old/', 'models/old/a.sql', true],
    ['/old', 'models/old/a.sql', false],
    ['models/**/x.sql', 'models/a/b/x.sql', true],
    ['models/**/x.sql', 'models/x.sql', true],
    ['a?c.sql', 'abc.sql', true],
    ['[ab].sql', 'b.sql', true],
    ['[!ab].sql', 'b.sql', false],
    ['*.sql\n!keep.sql', 'models/keep.sql', false],
    ['# note\n\n a.sql ', ' a.sql', true],
    ['a+b(c).sql', 'a+b(c).sql', true],
  ])('%j on %s: %s', (text, path, ignored) => expect(ignoreRule(text)(path)).toBe(ignored))
})

test('.env: quotes, comments, exports, several lines', () => {
  const text = 'A=1\nexport B = two words # note\nC="q\\n\\"x\\""\nD=\'raw\\n\'\n# E=1\nF="over\nlines"\nnot a line\nG=\n'
  expect(parseEnvFile(text)).toEqual({ A: '1', B: 'two words', C: 'q\n"x"', D: 'raw\\n', F: 'over\nlines', G: '' })
})

test.each([
  [['>=1.0.0', '<2.0.0'], true],
  [['>=1.11.0'], true],
  [['=1.11.16'], true],
  [['1.11.16'], true],
  [['>1.11.16'], false],
  [['>=1.12.0-b1'], false],
  [['>=1.11.0-rc1', '<1.12.0'], true],
  [['later'], null],
])('require-dbt-version %j: %s', (ranges, answer) => expect(satisfies(ranges)).toBe(answer))

test('strip takes what Python takes', () => {
  expect(strip(' \t\n\x1c\x85\u00a0\u2003x y\u3000\r\n')).toBe('x y')
  expect(strip('\uFEFFx\u200b')).toBe('\uFEFFx\u200b')
  expect(strip('')).toBe('')
})

test('text that is not UTF-8 is told with its place', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sluice-load-')), 'latin1.csv')
  writeFileSync(file, Buffer.from('id,v\n1,caf\xe9\n', 'latin1'))
  expect(() => readText(file, 'seeds/latin1.csv')).toThrow('seeds/latin1.csv is not UTF-8 text')
  writeFileSync(file, 'a real \ufffd is text like any other')
  expect(readText(file, 'x')).toContain('\ufffd')
})
