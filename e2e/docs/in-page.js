// Runs inside the page, before its own scripts: what tests look at. `globalThis.look` is all it adds.
{
  const odd = /\b(?:NaN|undefined|Infinity|null)\b|\[object \w+\]/
  const rules = { light: {}, dark: { runOnly: ['color-contrast'] } }

  /** Resolves when the page has a heading, nothing is still being read, and a frame went by without a change. */
  async function settled() {
    let before = ''
    for (let calm = 0, tries = 0; calm < 1 && tries < 300; tries++) {
      await new Promise((done) => requestAnimationFrame(done))
      const main = document.querySelector('main')
      const now = main?.innerHTML ?? ''
      const ready = main?.querySelector('h1') && !/Loading…|Reading…/.test(main.textContent)
      calm = ready && now === before ? calm + 1 : 0
      before = now
    }
  }

  /** Text that no reader should see; code, Markdown and what quotes the warehouse may say `null`. */
  function oddTexts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode
      if (odd.test(data) && !parentElement.closest('script, style, pre, code, .markdown, .mono, [data-quoted]'))
        found.push(data.slice(0, 120))
    }
    for (const element of document.querySelectorAll('main *'))
      for (const { name, value } of element.attributes)
        if (/\b(?:NaN|undefined|Infinity)\b|\[object /.test(value) && !/^(?:href|value|title|aria-label)$/.test(name))
          found.push(`${name}="${value.slice(0, 80)}"`)
    return found
  }

  function read(address) {
    const main = document.querySelector('main')
    const links = [...document.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? '(none)')
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    return {
      address,
      title: main?.querySelector('h1')?.textContent?.trim() ?? '',
      titles: document.querySelectorAll('h1').length,
      text: main?.textContent ?? '',
      links: [...new Set(links)],
      tabs: [...document.querySelectorAll('[role=tab]')].map(({ id }) => id.replace(/^tab-/, '')),
      odd: oddTexts(),
      twice: ids.filter((id, at) => ids.indexOf(id) !== at),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      // Elements no page of ours makes: markup that came with someone's text.
      foreign: [
        ...document.querySelectorAll(
          'main img, main iframe, main object, main embed, main form[action], main script, [onerror], [onload], [onclick]',
        ),
      ].map((element) => element.outerHTML.slice(0, 120)),
    }
  }

  async function see(address) {
    if (location.hash !== address) {
      const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }))
      location.hash = address
      if (location.hash !== '') await changed
    }
    await settled()
    return read(address)
  }

  async function seeAll(addresses) {
    const seen = []
    for (const address of addresses) seen.push(await see(address))
    return seen
  }

  /** Follows every link within the page; of addresses that differ only in their values, `most` of each kind. */
  async function crawl(starts, most, limit) {
    const kinds = new Map()
    const waiting = [...starts]
    const met = new Set(starts)
    const seen = []
    while (waiting.length > 0 && seen.length < limit) {
      const sight = await see(waiting.shift())
      seen.push(sight)
      for (const link of sight.links.filter((href) => href.startsWith('#/') && !met.has(href))) {
        const [path = '', query = ''] = link.split('?')
        const kind = `${path.split('/')[1]}?${[...new URLSearchParams(query).keys()].sort()}`
        const count = kinds.get(kind) ?? 0
        kinds.set(kind, count + 1)
        met.add(link)
        if (count < most) waiting.push(link)
      }
    }
    return seen
  }

  /** Serious and critical findings of axe-core, a line each. */
  async function axe(scheme) {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], ...rules[scheme] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`),
      )
  }

  globalThis.look = { settled, see, seeAll, crawl, axe }
}
