import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { bin: 'src/bin.ts', dbt: 'src/dbt.ts', index: 'src/index.ts', 'adapter-kit': 'src/adapter-kit.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: true,
  clean: true,
  fixedExtension: false,
  // A bundled parser looks for its WebAssembly by __dirname.
  shims: true,
  // It also asks whether what it is given came over the network; Node loads its network code to answer.
  define: { Request: 'undefined', Response: 'undefined' },
})
