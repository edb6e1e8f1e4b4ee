/** Where a reader lands: did it run, what needs a look, what is here. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { FirstSteps } from '../home/first-steps.js'
import { Attention } from '../home/needs.js'
import { Changed, People, QuickLinks } from '../home/sides.js'
import { Health } from '../home/tiles.js'
import { Markdown } from '../markdown.js'
import { countsOf } from '../ops/attention.js'
import { formatTime } from '../parts.js'
import type { Site } from '../site.js'

export function Home({ site }: { site: Site }): JSX.Element {
  const { index } = site
  const counts = useMemo(() => countsOf(site), [site])
  return (
    <>
      <h1>
        <bdi>{index.project}</bdi>
      </h1>
      <p class="lead home-lead">
        {[index.adapter, index.target ? `target ${index.target}` : '', `written ${formatTime(index.generatedAt)}`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <FirstSteps site={site} counts={counts} />
      <Health site={site} counts={counts} />
      <div class="home-columns">
        <div>
          <Attention site={site} counts={counts} />
          {index.overview ? (
            <section>
              <h2>About this project</h2>
              <Markdown text={index.overview} />
            </section>
          ) : null}
        </div>
        <aside aria-label="More">
          <Changed site={site} />
          <QuickLinks site={site} />
          <People site={site} />
        </aside>
      </div>
    </>
  )
}
