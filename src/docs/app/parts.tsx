/**
 * Small pieces every page uses.
 *
 * Nodes: `Status`, `StatusShape`, `TypeTag`, `NodeLink`, `worstStatus`, `NodeList` (a paged table).
 * Text that is copied: `Sql`, `Command` (a command line), `Copy` (the button alone).
 * Frames: `EmptyState` (what is missing, and the command that brings it), `WithBlock` (loading, absent, there), `Loading`,
 * `Tabs`, `Choices` (one of a few), `Filter` (narrows a list, kept in the query), `usePaged` (long lists), `Tile` (in a `.tiles`),
 * `Facts` (labels and values), `Heads` (of a table), `Breadcrumbs`, `Meter` (a share with a goal).
 * Figures: `formatSeconds`, `formatCount`, `formatBytes`, `formatTime`, `formatAge`, `share`, `plural`.
 *
 * Classes of base.css and parts.css: `.list` (table; `th`/`td.number` for figures, `aria-sort` with a button to sort), `.card` in
 * `.cards`, `.tile` in `.tiles`, `.columns` (two where there is room), `.row`, `.stack`, `.tag`, `.badge` (`-ok -warn -fail
 * -accent`), `.button` (`-main`), `.filters` with `label`, `.field`, `.quiet`, `.small`, `.lead`, `.plain-list`, `.mono`,
 * `.no-print`, `.visually-hidden`. Colours are the variables of base.css only; whoever draws on a canvas reads them again when
 * `theme` of theme.ts changes. Names and other text of users stand in `<bdi>`.
 */
export * from './parts/formats.js'
export * from './parts/frames.js'
export * from './parts/heads.js'
export * from './parts/node-list.js'
export * from './parts/sql.js'
export * from './parts/status.js'
