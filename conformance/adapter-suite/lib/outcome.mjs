/** What came out, held against what was expected. */
const quickCases = 20

/**
 * @param known reasons by id, of cases that may fail
 * @param whole false where `-k` leaves cases out
 * @returns ids: `passed`, `failed` ({ id, why }), `skipped` (known to fail, and failed), `all`
 */
export function judge(outcomes, wanted, known, whole) {
  const asked = whole ? wanted : wanted.filter((id) => outcomes[id] !== undefined)
  const isGood = (id) => outcomes[id]?.outcome === 'passed'
  const surprises = asked.filter((id) => isGood(id) === id in known)
  return {
    all: asked,
    passed: asked.filter((id) => isGood(id) && !(id in known)),
    skipped: asked.filter((id) => !isGood(id) && id in known),
    failed: surprises.map((id) => ({ id, why: isGood(id) ? 'passes, though known.json lists it' : reason(outcomes[id]) })),
  }
}

/** pytest's own line of what was expected and found. */
function reason(outcome) {
  if (outcome === undefined) return 'did not run'
  const lines = outcome.message.trim().split('\n')
  const told = lines.find((line) => line.startsWith('E ')) ?? lines.at(-1) ?? ''
  return `${outcome.outcome}: ${told.replace(/^E\s+/, '').slice(0, 200)}`
}

export function tell(engine, verdict, known) {
  const areas = new Map()
  for (const id of verdict.all) {
    const area = id.split('/')[0]
    const [good, all] = areas.get(area) ?? [0, 0]
    areas.set(area, [good + (verdict.passed.includes(id) ? 1 : 0), all + 1])
  }
  for (const [area, [good, all]] of [...areas].sort()) console.log(`${area.padEnd(36)} ${good} of ${all}`)
  for (const id of verdict.skipped) console.log(`known    ${id}: ${known[id]}`)
  for (const { id, why } of verdict.failed) console.log(`FAILED   ${id}: ${why}`)
  console.log(`${engine}: ${verdict.passed.length} of ${verdict.all.length} cases pass\n`)
}

/** What dbt passes and a tool that always fails does not, and the cheapest of these of each area, then the next, up to twenty. */
export async function record(run, dbt) {
  const outcomes = await run(dbt)
  const idle = await run('false')
  const good = (results, id) => results[id]?.outcome === 'passed'
  const passed = Object.keys(outcomes)
    .filter((id) => good(outcomes, id) && !good(idle, id))
    .sort()
  const areas = new Map()
  for (const id of [...passed].sort((a, b) => outcomes[a].seconds - outcomes[b].seconds)) {
    const area = id.split('/')[0]
    areas.set(area, [...(areas.get(area) ?? []), id])
  }
  const depth = Math.max(...[...areas.values()].map((ids) => ids.length))
  const byCost = Array.from({ length: depth }, (_, index) => [...areas.values()].flatMap((ids) => ids[index] ?? [])).flat()
  return { quick: byCost.slice(0, quickCases).sort(), passed }
}
