/** Starts the page: load the index, then draw menu, search and the page the address names. */
import { type JSX, render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { loadIndex } from './data.js'
import { Boundary } from './frame/boundary.js'
import { Help } from './frame/help.js'
import { showHelp } from './frame/help-shown.js'
import { listenToKeys } from './frame/keyboard.js'
import { Brand, Menu } from './frame/menu.js'
import { useMoves, watchScrolling } from './frame/moves.js'
import { NotFound } from './frame/not-found.js'
import { pages } from './pages/index.js'
import { QuickOpen } from './quick-open.js'
import { buildSite, type Route, route, type Site, site } from './site.js'
import './theme.js'

function App(): JSX.Element {
  const current = site.value
  return current ? <Frame site={current} route={route.value} /> : <p class="quiet loading">Loading…</p>
}

function Frame({ site, route }: { site: Site; route: Route }): JSX.Element {
  const [open, setOpen] = useState(false)
  const path = `${route.page}/${route.argument}`
  useMoves(site, route)
  useEffect(listenToKeys, [])
  useEffect(() => setOpen(false), [path])
  const View = pages[route.page]?.view ?? NotFound
  return (
    <div class={`layout ${open ? 'menu-open' : ''}`}>
      <button type="button" class="skip button" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <button type="button" class="button button-menu" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
          Menu
        </button>
        <QuickOpen site={site} />
        <span class="top-brand">
          <Brand />
        </span>
      </header>
      <Menu site={site} onHelp={showHelp} />
      <main id="main" tabIndex={-1}>
        <Boundary key={path}>
          <View site={site} route={route} />
        </Boundary>
      </main>
      <Help />
    </div>
  )
}

function start(root: HTMLElement): void {
  watchScrolling()
  render(<App />, root)
  loadIndex().then(
    (index) => {
      site.value = buildSite(index)
    },
    () => render(<p class="loading">The data of this page is damaged or cut off. Make it anew: sluice docs generate</p>, root),
  )
}

const root = document.getElementById('app')
if (root) start(root)
