/** Receivers of alerts, by `type`. A new one is a file and a line. */
import type { SinkKind } from '../sink.js'
import { alertmanager } from './alertmanager.js'
import { email } from './email.js'
import { pagerduty } from './pagerduty.js'
import { slack } from './slack.js'
import { webhook } from './webhook.js'

export const sinkKinds = { slack, pagerduty, alertmanager, email, webhook } as const satisfies Record<string, SinkKind>

export type SinkType = keyof typeof sinkKinds
