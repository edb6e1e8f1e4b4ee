/** The start of each executable: versions are answered before anything else is loaded. */
import type { Manners } from './manners.js'

export async function start(manners: Manners): Promise<void> {
  const first = process.argv[2]
  if (first === '--version' || first === '-V' || first === '-v') {
    process.stdout.write(`${manners.versionText}\n`)
    return
  }
  const { default: module } = await import('node:module')
  // Node 20 optimises so eagerly that a third of a parse's CPU time goes there and is never earned back. What stays hot
  // for longer is optimised all the same. Later versions have a cheaper compiler in between, and not this setting.
  if (process.version.startsWith('v20.')) {
    const { setFlagsFromString } = await import('node:v8')
    setFlagsFromString('--interrupt-budget=1000000')
  }
  // From Node 22 on; on 20 it does not exist.
  ;(module as { enableCompileCache?: () => void }).enableCompileCache?.()
  try {
    const { main } = await import('./index.js')
    process.exitCode = await main(process.argv.slice(2), manners)
  } catch (error) {
    // Only a broken installation comes here; everything else is worded by cli/.
    process.stderr.write(
      `sluice could not start: ${error instanceof Error ? error.message : String(error)}\nreinstall it, or in a checkout: npm run build\n`,
    )
    process.exitCode = 2
  }
}
