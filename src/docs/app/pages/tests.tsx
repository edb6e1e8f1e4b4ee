/** Tests: what fails first, the matrix of models and kinds, what no test guards, the quality score, tests that come and go. */
import type { JSX } from 'preact'
import type { TestsBlock } from '../../model/index.js'
import { Flaky } from '../ops/test-flaky.js'
import { Gaps } from '../ops/test-gaps.js'
import { Matrix } from '../ops/test-matrix.js'
import { OneTest } from '../ops/test-one.js'
import { Quality } from '../ops/test-quality.js'
import { Results } from '../ops/test-results.js'
import { EmptyState, Tabs, WithBlock } from '../parts.js'
import { setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

const views = [
  { value: 'results', title: 'Results', view: Results },
  { value: 'matrix', title: 'Matrix', view: Matrix },
  { value: 'gaps', title: 'Coverage gaps', view: Gaps },
  { value: 'quality', title: 'Quality score', view: Quality },
  { value: 'flaky', title: 'Flaky', view: Flaky },
] as const

export function Tests({ site, route }: PageProps): JSX.Element {
  const empty = <EmptyState title="There are no tests.">Add them under `data_tests:` in a properties file.</EmptyState>
  return (
    <>
      <h1>Tests</h1>
      <WithBlock site={site} name="tests" empty={empty}>
        {(block) => <Views site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

function Views({ site, route, block }: PageProps & { readonly block: TestsBlock }): JSX.Element {
  const open = views.find(({ value }) => value === route.query.get('view')) ?? views[0]
  const id = route.query.get('test')
  const View = open.view
  return (
    <>
      {id ? <OneTest site={site} block={block} id={id} /> : null}
      <Tabs
        label="Views of the tests"
        tabs={views}
        value={open.value}
        onPick={(value) => setQuery({ view: value === 'results' ? '' : value })}
      >
        <View site={site} route={route} block={block} />
      </Tabs>
    </>
  )
}
