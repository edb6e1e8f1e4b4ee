// A project in which every kind of rule is broken once, and obeyed beside it.
import type { Project } from '../harness/project.js'

export const files: Parameters<Project['write']>[0] = {
  'seeds/people.csv': 'id,email,city\n1,ann@example.com,Oslo\n2,bob@example.com,Rome\n',
  'seeds/seeds.yml': `seeds:
  - name: people
    description: Who buys.
    meta: {owner: Shop}
    columns:
      - {name: id, description: Number of a person.}
      - {name: email, description: Where to write to., meta: {pii: true}}
`,
  'models/sources.yml': `sources:
  - name: crm
    meta: {owner: Shop}
    tables:
      - {name: orders_again, identifier: orders, description: The same.}
      - name: orders
        description: What was bought.
        columns:
          - {name: id, data_type: integer, description: Number of an order.}
          - {name: person_id, data_type: integer, description: Who bought.}
          - {name: amount, data_type: "decimal(18,2)", description: What it cost.}
      - {name: returns, description: What came back.}
`,
  'models/groups.yml': 'groups:\n  - name: sales\n    owner: {name: Sales, email: sales@example.com}\n',
  'models/staging/stg_orders.sql': "select id as order_id, person_id, amount from {{ source('crm', 'orders') }}\n",
  'models/staging/stg_people.sql': "select id as person_id, email, city, md5(email) as email_hash from {{ ref('people') }}\n",
  // Reads a mart, and is named like one.
  'models/staging/orders_wide.sql': "select order_id, amount from {{ ref('fct_orders') }}\n",
  'models/staging/staging.yml': `models:
  - name: stg_orders
    description: Orders.
    columns:
      - {name: order_id, data_tests: [unique, not_null]}
  - name: stg_people
    description: People.
  - name: orders_wide
    description: Too early.
`,
  'models/marts/fct_orders.sql': `{{ config(materialized='table') }}
with orders as (select * from {{ ref('stg_orders') }}),
people as (select person_id, email as contact, email_hash from {{ ref('stg_people') }})
select
    orders.order_id,
    orders.amount,
    people.contact,
    people.email_hash,
    {{ stamp() }} as made_at
from orders
left join people on people.person_id = orders.person_id
left join {{ source('crm', 'orders') }} as again on again.id = orders.order_id
left join lake.extra as extra on extra.id = orders.order_id
`,
  'models/marts/fct_old.sql': "select * from {{ ref('stg_orders') }}\n",
  'models/marts/fct_reads_old.sql': "select order_id from {{ ref('fct_old') }} -- sluice: allow deprecated until December\n",
  'models/marts/fct_reads_old_too.sql': "select order_id, random() as lot from {{ ref('fct_old') }}\n",
  'models/marts/numbers.sql': '-- sluice: allow named\nselect 1 as n\n',
  'models/marts/marts.yml': `models:
  - name: fct_orders
    description: One row for each order.
    config: {access: public, group: sales}
    columns:
      - {name: order_id}
      - {name: amount, description: ""}
      - {name: made_at, data_type: timestamp, description: When this was built.}
  - name: fct_old
    description: The old one.
    deprecation_date: 2020-01-01
    config: {group: sales}
  - name: fct_reads_old
    description: Reads it.
    config: {group: sales, meta: {tier: gold}}
  - name: fct_reads_old_too
    config: {group: sales, meta: {tier: tin}}
`,
  'models/exposures.yml': `exposures:
  - name: board
    type: dashboard
    owner: {email: sales@example.com}
    depends_on: [ref('fct_orders')]
  - name: empty
    type: dashboard
    description: Nothing yet.
    owner: {email: sales@example.com}
`,
  'macros/stamp.sql': '{% macro stamp() %}cast(now() as timestamp){% endmacro %}\n',
  'sluice-rules.yml': `version: 1
rules:
  - {name: staging_names, rule: naming, select: staging, prefix: stg_, types: [model]}
  - {name: named, rule: naming, select: marts, pattern: "(fct|dim)_[a-z_]+", types: [model]}
  - {name: times, rule: naming, of: column, column_type: timestamp, suffix: [_on, _since]}
  - {name: described, rule: require-description, exclude: [resource_type:exposure], severity: warning}
  - {name: columns, rule: require-column-descriptions, select: fct_orders}
  - {name: owned, rule: require-owner, select: marts}
  - {name: tested, rule: require-tests, select: marts, overrides: [{select: fct_orders, severity: off}]}
  - {name: keys, rule: require-primary-key, select: [stg_orders, fct_orders]}
  - {name: tiers, rule: require-meta, select: [fct_reads_old, fct_reads_old_too], keys: [tier], values: [gold, silver]}
  - {name: contracts, rule: require-contract}
  - {name: shown, rule: require-exposure, select: [fct_orders, fct_old]}
  - {name: roots, rule: require-parents}
  - {name: public, rule: public-needs, needs: [description, owner, contract, tests]}
  - {name: exposures, rule: exposure-needs}
  - {name: sources, rule: no-direct-source, allow: staging, message: marts read staging, docs: docs/layers.md}
  - name: order
    rule: layers
    layers:
      staging: {may_read: [sources, seeds]}
      marts: {may_read: [staging, marts]}
  - {name: used, rule: no-unused, select: ["source:*"]}
  - {name: deprecated, rule: no-deprecated}
  - {name: twice, rule: duplicate-sources}
  - {name: stars, rule: no-select-star}
  - {name: functions, rule: banned-functions, functions: {now: a fixed date, random: a hash}}
  - {name: refs, rule: no-hard-coded-relations}
  - {name: size, rule: max-size, joins: 2, columns: 10}
  - {name: stored, rule: materialization, select: marts, allowed: [view, incremental]}
  - {name: personal, rule: pii}
  - {name: typo, rule: require-owner, select: mart_s, severity: info}
overrides:
  - {select: fct_old, rules: [stars], severity: info}
`,
}

/** `severity code place message`, by file and place; codes without RULE_, files of models without their folder. */
export const expected = [
  'error BANNED_FUNCTIONS macros/stamp.sql:1:25 macros/stamp.sql calls now',
  'error EXPOSURE_NEEDS exposures.yml:2:5 exposure board has no description',
  'error EXPOSURE_NEEDS exposures.yml:6:5 exposure empty has no depends_on',
  'info NO_SELECT_STAR marts/fct_old.sql:1:8 model fct_old takes all columns there are',
  'error MATERIALIZATION marts/fct_orders.sql:1:1 model fct_orders is materialized as table',
  'error MAX_SIZE marts/fct_orders.sql:1:1 model fct_orders has 3 joins, 2 at most',
  'error PII marts/fct_orders.sql:7:5 personal data reach column contact of model fct_orders: people.email → stg_people.email (passthrough) → fct_orders.contact (rename)',
  'error NAMING marts/fct_orders.sql:9:22 column made_at of model fct_orders is not named as wanted',
  'error LAYERS marts/fct_orders.sql:12:14 model fct_orders of marts reads source crm.orders of sources',
  'error NO_DIRECT_SOURCE marts/fct_orders.sql:12:14 model fct_orders reads source crm.orders itself: marts read staging',
  'error NO_HARD_CODED_RELATIONS marts/fct_orders.sql:13:11 model fct_orders reads lake.extra by name',
  'error BANNED_FUNCTIONS marts/fct_reads_old_too.sql:1:18 model fct_reads_old_too calls random',
  'error NO_DEPRECATED marts/fct_reads_old_too.sql:1:42 model fct_reads_old_too reads model fct_old, which is deprecated since 2020-01-01',
  'error PUBLIC_NEEDS marts/marts.yml:2:5 public model fct_orders has no enforced contract',
  'error PUBLIC_NEEDS marts/marts.yml:2:5 public model fct_orders has no tests, 1 wanted',
  'error REQUIRE_COLUMN_DESCRIPTIONS marts/marts.yml:2:5 column email_hash of model fct_orders has no description',
  'error REQUIRE_CONTRACT marts/marts.yml:2:5 model fct_orders has no enforced contract',
  'error REQUIRE_PRIMARY_KEY marts/marts.yml:2:5 model fct_orders has no test that a column, or several together, are unique',
  'error REQUIRE_EXPOSURE marts/marts.yml:9:5 no exposure reads model fct_old',
  'error REQUIRE_TESTS marts/marts.yml:9:5 model fct_old has no tests, 1 wanted',
  'error REQUIRE_TESTS marts/marts.yml:13:5 model fct_reads_old has no tests, 1 wanted',
  `error REQUIRE_META marts/marts.yml:16:5 model fct_reads_old_too has "tin" as tier in its meta`,
  'error REQUIRE_TESTS marts/marts.yml:16:5 model fct_reads_old_too has no tests, 1 wanted',
  'warning REQUIRE_DESCRIPTION marts/marts.yml:16:5 model fct_reads_old_too has no description',
  'error REQUIRE_OWNER marts/numbers.sql:1:1 model numbers has no owner',
  'error REQUIRE_PARENTS marts/numbers.sql:1:1 model numbers reads nothing',
  'error REQUIRE_TESTS marts/numbers.sql:1:1 model numbers has no tests, 1 wanted',
  'warning REQUIRE_DESCRIPTION marts/numbers.sql:1:1 model numbers has no description',
  'error NO_UNUSED sources.yml:5:10 nothing reads source crm.orders_again',
  'error DUPLICATE_SOURCES sources.yml:6:9 source crm.orders is the same table as source crm.orders_again',
  'error NO_UNUSED sources.yml:12:10 nothing reads source crm.returns',
  'error LAYERS staging/orders_wide.sql:1:33 model orders_wide of staging reads model fct_orders of marts',
  'error NAMING staging/staging.yml:8:5 model orders_wide is not named as wanted',
  'warning IDLE sluice-rules.yml:32:6 rule typo selects nothing: mart_s',
]
