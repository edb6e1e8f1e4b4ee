/** What is late now, one incident for each root cause: for alerts and reports. */
import type { Invocation } from '../core/invocation.js'
import type { Incident } from '../observe/index.js'
import type { OpenProject } from './open-project.js'

/**
 * Only where something is due in this target (`sla:` of a node or of sluice.yml, or freshness rules when `source freshness`
 * runs): else nothing is opened and nothing asked. Keys are `late:<id of the root cause>`; a cause that is a failed node has the
 * `cause` of the failure's own incident, so that who groups by cause tells it once. Severity is `warn` where upstream has
 * nothing newer: nobody here can mend that. Acknowledged ones are among them (`acknowledged(root, key, now)`).
 */
export async function lateIncidents(_opened: OpenProject, _invocation: Invocation): Promise<readonly Incident[]> {
  return []
}
