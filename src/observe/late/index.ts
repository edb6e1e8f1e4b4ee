/** Late data: what is due when, what is late, and why. */
export { acknowledged, type Note, noteFor, readNotes, writeNote } from './notes.js'
