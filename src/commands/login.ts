/** `login`: later dbt versions log in to the vendor's service there; nothing here needs an account. */
import type { CommandBody } from './command.js'

export const login: CommandBody = async (invocation) => {
  invocation.events.emit('Note', { msg: 'There is nothing to log in to: no command needs an account.' })
  return { success: true }
}
