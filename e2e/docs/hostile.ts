/** A project whose every text tries to be more than text. */

export const mark = '<img src=x onerror="window.pwned=1">'

/** What must be shown as it stands. */
export const evil = `</script>${mark}]]><!-- &lt;b&gt; \u2028\u202Eevil\u202C\u0007😈`

/** Names every JavaScript object already has. */
export const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

/** Links nobody may follow; the page must not make links of them. */
const links = [
  'javascript:window.pwned=1',
  'JaVaScRiPt:window.pwned=1',
  'data:text/html,<script>window.pwned=1</script>',
  'vbscript:x',
  '//evil.example/x',
  'https:evil',
  ' javascript:window.pwned=1',
  'https://ok.example/"onclick="window.pwned=1',
]

const longest = 'n'.repeat(300)
const folder = `models/<img src=x onerror=window.pwned=1> & 'q' "d"`

const markdown = [
  evil,
  mark,
  '[click](javascript:window.pwned=1) [click](data:text/html,x) <javascript:window.pwned=1> [ref][r] ![pic](https://evil.example/x.png) ![pic](x" onerror="window.pwned=1)',
  '<script>window.pwned=1</script> <svg onload="window.pwned=1"> <a href="javascript:window.pwned=1">a</a> <details ontoggle="window.pwned=1" open>',
  `# ${mark}`,
  `| ${mark} | b |\n|---|---|\n| ${mark} | \`${mark}\` |`,
  `\`\`\`${mark}\n${mark}\n\`\`\``,
  `- [x] ${mark}\n1. ${mark}\n> ${mark}`,
  '[r]: javascript:window.pwned=1',
].join('\n\n')

const column = (name: string) => ({
  name,
  description: markdown,
  tags: [evil, ...inherited],
  meta: { [evil]: evil, contains_pii: true, classification: evil },
})

const columnNames = [...inherited, evil.replaceAll('"', '').replace('\u0007', ''), `"${mark}'`]

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

const properties = {
  version: 2,
  models: [
    ...inherited.map((name) => ({
      name,
      description: markdown,
      config: {
        tags: [...inherited, evil],
        group: 'evil_group',
        meta: { owner: evil, certified: true, [evil]: { [evil]: [evil] }, sla: evil },
      },
      columns: columnNames.map((each) => ({ ...column(each), quote: true })),
      data_tests: [{ not_null: { name: `not_null_${name}`, arguments: { column_name: quoted('__proto__') }, description: evil } }],
    })),
    { name: 'long_text', description: `${markdown}\n\n${`${mark} word `.repeat(25_000)}` },
    { name: 'fails', description: '\ud800 lone \udfff', config: { tags: longest } },
    { name: 'texts', columns: [{ name: 'id', data_tests: [{ accepted_values: { arguments: { values: [evil, mark] } } }] }] },
  ],
  sources: [
    {
      name: `feed ${mark}`,
      description: markdown,
      schema: 'main',
      loader: evil,
      tables: [...inherited, evil, longest].map((name) => ({
        name,
        description: markdown,
        tags: [evil],
        meta: { owner: evil },
        identifier: 'texts',
        loaded_at_field: mark,
      })),
    },
  ],
  groups: [
    { name: 'evil_group', description: markdown, owner: { name: evil, email: 'javascript:window.pwned=1' } },
    ...inherited.map((name) => ({ name, owner: { name: mark, email: `a@b.c" onclick="window.pwned=1` } })),
  ],
  exposures: links.map((url, at) => ({
    name: at < inherited.length ? inherited[at] : `exposure_${at}`,
    label: evil,
    type: 'dashboard',
    maturity: 'high',
    url,
    description: markdown,
    owner: { name: evil, email: 'javascript:window.pwned=1' },
    depends_on: ["ref('toString')"],
    tags: [...inherited, evil],
    meta: { [evil]: evil },
  })),
  macros: [{ name: 'evil_macro', description: markdown, arguments: [{ name: 'x', type: mark, description: markdown }] }],
  unit_tests: [{ name: 'constructor', description: markdown, model: 'small', given: [], expect: { rows: [{ text: mark }] } }],
}

const body = (at: number) =>
  `-- ${evil.replaceAll('\u2028', ' ')}\n/* ${mark} */ select ${columnNames.map((name) => `'${mark}${at}' as ${quoted(name)}`).join(', ')}`

export function hostileProject(): Record<string, string> {
  return {
    'dbt_project.yml': JSON.stringify({
      name: 'shop',
      version: evil,
      profile: 'shop',
      'asset-paths': ['assets'],
      models: { '+persist_docs': { relation: true, columns: true }, '+materialized': 'table' },
      vars: { [evil]: evil },
    }),
    'models/schema.yml': JSON.stringify(properties),
    ...Object.fromEntries(inherited.map((name, at) => [`${folder}/${name}.sql`, body(at)] as const)),
    'models/small.sql': `select '${mark}' as text`,
    'models/texts.sql': `select '${mark}' as id, '${mark}' as ${quoted(mark)}`,
    'models/fails.sql': `select error('${evil.replaceAll('\u0007', '')}') as id`,
    'models/below.sql': `{{ evil_macro('${mark}') }} select * from {{ ref('fails') }} join {{ ref('wide') }} on true`,
    'models/long_sql.sql': `/* ${`${mark} {{ '{{' }} \n`.repeat(20_000)} */\n${`-- ${mark}'"\n`.repeat(5_000)}select 1 as id`,
    'models/long_text.sql': 'select 1 as id',
    'models/wide.sql': `select ${Array.from({ length: 5_000 }, (_, at) => `${at} as c${at}`).join(', ')}`,
    [`models/${'m'.repeat(200)}.sql`]: `select * from {{ ref('texts') }}`,
    'tests/singular.sql': `select '${mark}' as found /* ${evil} */`,
    'macros/evil.sql': `{# ${evil} #}{% macro evil_macro(x) %}/* ${mark} {{ x }} */{% endmacro %}`,
    'models/docs.md': `{% docs __overview__ %}\n${markdown}\n{% enddocs %}\n{% docs constructor %}\n${markdown}\n{% enddocs %}\n`,
    'README.md': markdown,
  }
}
