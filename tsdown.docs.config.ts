import { defineConfig } from 'tsdown'

/** The docs page's code: one classic script, inlined into every site we write. */
export default defineConfig({
  entry: { main: 'src/docs/app/main.tsx' },
  outDir: 'dist/docs-app',
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  tsconfig: 'src/docs/app/tsconfig.json',
  dts: false,
  clean: false,
  minify: true,
  fixedExtension: false,
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
})
