import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Files, withParsed } from '../../e2e/harness/in-process.js'
import { understand } from '../commands/project-sql.js'
import { SluiceError } from '../core/error.js'
import { buildGraph } from '../graph/index.js'
import { targetFolder } from '../load/index.js'
import { held, readBaseline, writtenBaseline } from './baseline.js'
import { readRules } from './rules-file.js'
import { type Checked, runCheck } from './run-check.js'

/** Findings as `CODE file:line:column message`. */
async function checked<T>(files: Files, look: (lines: string[], all: Checked, again: (more: Files) => Promise<string[]>) => T): Promise<T> {
  const run = async (all: Files) =>
    await withParsed(all, {}, async ({ project, manifest, invocation, folder }) => {
      const opened = { project, manifest, graph: buildGraph(manifest), targetDir: targetFolder(project) }
      const sql = await understand(opened, invocation)
      const readFile = (file: string) => {
        try {
          return readFileSync(join(folder, file), 'utf8')
        } catch {
          return undefined
        }
      }
      const now = new Date('2026-11-21T00:00:00Z')
      return runCheck({ manifest, graph: opened.graph, sql, selectors: project.selectors, readFile, now, rules: readRules(folder) })
    })
  const found = await run(files)
  return await look(lines(found), found, async (more) => lines(await run({ ...files, ...more })))
}

function lines({ findings }: Checked): string[] {
  return findings.map(({ code, location: { file, line, column }, message }) => `${code} ${file}:${line}:${column} ${message}`)
}

const shop: Files = {
  'seeds/people.csv': 'id,email,phone\n1,a@b.c,+5 1\n',
  'seeds/seeds.yml': `
seeds:
  - name: people
    columns:
      - name: id
        description: Number.
      - {name: email, tags: [pii]}
      - {name: phone, config: {meta: {pii: true}}}
`,
  'models/staging/stg_people.sql': "select id, email as mail, phone, md5(phone) as hash from {{ ref('people') }}\n",
  'models/marts/dim_people.sql': `with p as (select * from {{ ref('stg_people') }}),
named as (select id, mail, lower(mail) || '@' as shown, sha256(mail) as key, md5(hash || phone) || phone as mixed from p)
select id, shown, key, mixed, count(mail) over () as people from named
`,
  'models/marts/old_view.sql':
    "-- sluice: allow stars as long as it lives\nselect * from {{ ref('stg_people') }} join raw.extra using (id)\n",
  'models/marts/marts.yml': `
models:
  - name: dim_people
    config: {access: public}
    columns:
      - name: id
      - {name: shown, description: Shown.}
`,
  'models/sources.yml': `
sources:
  - name: crm
    tables:
      - name: a
        identifier: t
      - name: b
        identifier: T
`,
}

const rules = (text: string): Files => ({ 'sluice-rules.yml': `version: 1\nrules:\n${text}` })

test('personal data are followed from column to column, and stop at what masks them', async () => {
  await checked({ ...shop, ...rules('  - {rule: pii}\n  - {name: stars, rule: no-select-star}\n') }, (found) => {
    expect(found).toEqual([
      'RULE_PII models/marts/dim_people.sql:3:12 personal data reach column shown of model dim_people: people.email → stg_people.mail (rename) → dim_people.shown (derive)',
      'RULE_PII models/marts/dim_people.sql:3:24 personal data reach column mixed of model dim_people: people.phone → stg_people.phone (passthrough) → dim_people.mixed (derive)',
    ])
  })
})

test('what is allowed by a comment, another severity by folder, columns that inherit what is said of them', async () => {
  const text = `  - {name: stars, rule: no-select-star, severity: warning}
  - {name: named, rule: no-hard-coded-relations, overrides: [{select: marts, severity: info}]}
  - {name: said, rule: require-column-descriptions, select: dim_people}
  - {rule: duplicate-sources}
  - {name: nothing, rule: require-owner, select: dim_peple, severity: info}
`
  await checked({ ...shop, ...rules(text) }, async (found, { allowed, findings }, again) => {
    expect(found).toEqual([
      'RULE_REQUIRE_COLUMN_DESCRIPTIONS models/marts/marts.yml:3:5 column key of model dim_people has no description',
      'RULE_REQUIRE_COLUMN_DESCRIPTIONS models/marts/marts.yml:3:5 column mixed of model dim_people has no description',
      'RULE_REQUIRE_COLUMN_DESCRIPTIONS models/marts/marts.yml:3:5 column people of model dim_people has no description',
      'RULE_NO_HARD_CODED_RELATIONS models/marts/old_view.sql:2:44 model old_view reads raw.extra by name',
      'RULE_DUPLICATE_SOURCES models/sources.yml:7:9 source crm.b is the same table as source crm.a',
      'RULE_IDLE sluice-rules.yml:7:6 rule nothing selects nothing: dim_peple',
    ])
    expect(allowed).toBe(1)
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error', 'error', 'info', 'error', 'warning'])
    await expect(again(rules('  - {rule: naming, select: "tga:x"}\n'))).rejects.toMatchObject({
      code: 'SELECTION_METHOD_UNKNOWN',
      fields: { location: { file: 'sluice-rules.yml', line: 3 } },
    })
    const config = "{{ config(unique_key='id', strategy='check', check_cols='all') }}"
    const moved = await again({
      'snapshots/two.sql': `{% snapshot one %}${config} select id from {{ ref('people') }}{% endsnapshot %}
{% snapshot two %}${config} select * from {{ ref('people') }}{% endsnapshot %}`,
      'models/marts/old_view.sql': `\n${shop['models/marts/old_view.sql']}`.replace('allow stars', 'allow Star'),
    })
    expect(moved.filter((line) => line.includes('two.sql'))).toEqual([
      'RULE_NO_SELECT_STAR snapshots/two.sql:2:92 snapshot two takes all columns there are',
    ])
    expect(moved.filter((line) => line.includes('old_view'))).toEqual([
      'ALLOW_UNKNOWN models/marts/old_view.sql:2:1 "Star" is neither a rule of the project nor a code: nothing is allowed',
      'RULE_NO_SELECT_STAR models/marts/old_view.sql:3:8 model old_view takes all columns there are',
      'RULE_NO_HARD_CODED_RELATIONS models/marts/old_view.sql:3:44 model old_view reads raw.extra by name',
    ])
  })
})

test('a baseline knows findings wherever they move to, as many as there were, and tells which are gone', async () => {
  const files = { ...shop, ...rules('  - {rule: no-hard-coded-relations}\n  - {rule: duplicate-sources}\n') }
  await checked(files, async (_found, { findings }, again) => {
    const baseline = readBaseline(writtenBaseline(findings), 'b.json')
    expect(held(findings, baseline)).toMatchObject({ fresh: [], gone: [] })
    const view = 'models/marts/old_view.sql'
    expect(
      (await again({ [view]: `\n\n${files[view]} join raw.extra as e on true` })).filter((line) => line.includes('raw.extra')),
    ).toHaveLength(2)
    const twice = findings.flatMap((finding) => [finding, { ...finding, location: { ...finding.location, line: 99 } }])
    expect(held(twice, baseline).fresh.map(({ location }) => location.line)).toEqual([99, 99, 99])
    expect(held(findings.slice(1), baseline).gone.map(({ code }) => code)).toEqual(['ALLOW_UNKNOWN'])
    for (const text of ['x', '[]', '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}'])
      expect(() => readBaseline(text, 'b.json')).toThrowError(expect.objectContaining({ code: 'BASELINE_INVALID' }))
  })
})

test.each([
  ['rules: {a: 1}', '1:1 rules is no list'],
  ['rule: []', '1:1 "rule" is not a key of sluice-rules.yml; did you mean rules?'],
  ['rules:\n  - {rule: nameing}', '2:6 there is no kind of rule "nameing"; did you mean naming?'],
  ['rules:\n  - rule: naming\n    patern: x', '3:5 "patern" is no option of a naming rule; did you mean pattern?'],
  ['rules:\n  - rule: naming\n    pattern: "(x"', '3:5 "(x" is no regular expression; Unterminated group'],
  ['rules:\n  - rule: max-size\n    joins: many', '3:5 joins of a max-size rule is not a number from 0 on'],
  [
    'rules:\n  - rule: banned-functions',
    '2:5 a banned-functions rule needs functions: their names, or a mapping from each to what is used instead',
  ],
  ['rules:\n  - {rule: naming, severity: eror}', '2:20 "eror" is no severity; did you mean error?'],
  ['rules:\n  - rule: naming\n  - rule: naming', '3:5 two rules are named "naming"'],
  ['rules: []\noverrides:\n  - {select: x, severity: off, rules: [a]}', '3:32 no rule is named "a"'],
  ['rules: []\noverrides:\n  - {select: x, severity: off, codes: [SQL_TIPE]}', '3:32 there is no code SQL_TIPE; did you mean SQL_TYPE?'],
  ['version: 2\nrules: []', '1:1 sluice-rules.yml is of version 2'],
])('a mistake in the file of rules: %s', async (text, expected) => {
  await withParsed({ 'sluice-rules.yml': text }, {}, ({ folder }) => {
    let said = 'nothing'
    try {
      readRules(folder)
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      const { location, message, hint } = error.fields
      said = `${location?.line}:${location?.column} ${message}${hint ? `; ${hint}` : ''}`
    }
    expect(said).toBe(expected)
  })
})
