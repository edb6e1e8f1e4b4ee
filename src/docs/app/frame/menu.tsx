/** The menu: pages by group, the project's name, the theme. */
import type { JSX } from 'preact'
import { groups, pages } from '../pages/index.js'
import { Choices } from '../parts.js'
import { route, type Site } from '../site.js'
import { chooseTheme, type ThemeChoice, themeChoice, themeChoices } from '../theme.js'

const themes = themeChoices.map((value) => ({ value, title: `${value[0]?.toUpperCase()}${value.slice(1)}` }))

export function Menu({ site, onHelp }: { site: Site; onHelp: () => void }): JSX.Element {
  const entries = Object.entries(pages)
  return (
    <div class="menu" id="menu">
      <Brand />
      <p class="menu-project">
        <bdi>{site.index.project.slice(0, 80)}</bdi>
      </p>
      <nav aria-label="Pages">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2>{group}</h2>
            <ul>
              {entries
                .filter(([, page]) => page.group === group)
                .map(([name, page]) => (
                  <li key={name}>
                    <a href={`#/${name}`} aria-current={name === route.value.page ? 'page' : undefined}>
                      {page.title}
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      <div class="menu-foot">
        <Choices label="Theme" choices={themes} value={themeChoice.value} onPick={(choice) => chooseTheme(choice as ThemeChoice)} />
        <button type="button" class="button" aria-keyshortcuts="?" onClick={onHelp}>
          Keys <kbd>?</kbd>
        </button>
      </div>
    </div>
  )
}

export function Brand(): JSX.Element {
  return (
    <a class="brand" href="#/home">
      <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 6h18M3 12h7c3 0 3 6 6 6h5M10 12h11" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      </svg>
      sluice
    </a>
  )
}
