/** `parse`: reads the whole project, reports everything wrong with it, writes manifest.json. */
import type { CommandBody } from './command.js'
import { openProject, saveManifest } from './open-project.js'

export const parse: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  await saveManifest(opened, invocation)
  return { success: true, value: opened.manifest }
}
