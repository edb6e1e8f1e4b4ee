/** Each statement that Snowflake gets, per config and state of the warehouse, beside files that people have read. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ParsedProject, withParsed } from '../harness/in-process.js'
import { type Case, cases } from './cases.js'
import { played, profile, rendered, tidy } from './scripted.js'

const catalogs = `catalogs:
  - {name: polaris, write_integrations: [{name: lake, catalog_type: iceberg_rest, catalog_name: polaris}]}
  - name: ours
    write_integrations:
      - {name: own, catalog_type: built_in, catalog_name: SNOWFLAKE, table_format: iceberg, external_volume: lake}
`

let project: ParsedProject
let close = (): void => undefined

beforeAll(async () => {
  const files = Object.fromEntries(Object.values(cases).flatMap((group) => group.flatMap(({ files: own }) => Object.entries(own))))
  const settings = 'query-comment: null\nflags: {require_generic_test_arguments_property: false}\n'
  await new Promise<void>((ready, fail) => {
    const held = new Promise<void>((done) => {
      close = done
    })
    withParsed({ 'profiles.yml': profile, 'catalogs.yml': catalogs, ...files }, { settings }, async (parsed) => {
      project = parsed
      ready()
      await held
    }).catch(fail)
  })
})

afterAll(() => close())

describe('the SQL sent to Snowflake', () => {
  it.each(Object.keys(cases))('for %s', async (group) => {
    const sections: string[] = []
    for (const entry of cases[group] ?? []) sections.push(await section(entry))
    await expect(`${sections.join('\n\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${group}.sql`))
  })
})

async function section({ title, node, script = {}, action, fullRefresh = false, render }: Case): Promise<string> {
  const { flags } = project.invocation
  const invocation = Object.assign(Object.create(project.invocation), { flags: { ...flags, fullRefresh } })
  const told = render === undefined ? await build() : await operate(render)
  return [`-- ${title}`, ...told].join('\n')

  async function build(): Promise<string[]> {
    const { sent, message, warnings } = await played({ ...project, invocation }, node, script, action)
    const failed = /^(success|pass)/.test(message) ? [] : [message.replace(/\n\n[\s\S]*/, '')]
    return [...statements(sent), ...[...warnings, ...failed].map(comment)]
  }

  async function operate(template: string): Promise<string[]> {
    const { sent, text, warnings } = await rendered(project, template, script)
    return [...statements(sent), ...warnings.map(comment), ...(text.trim() === '' ? [] : [comment(tidy(text.trim()))])]
  }
}

function statements(sent: readonly string[]): string[] {
  return sent.map((sql) => `${tidy(sql)};`)
}

function comment(text: string): string {
  return `-- ${text.replaceAll('\n', '\n-- ')}`
}
