import { describe, expect, it } from 'vitest'
import { SluiceError } from '../core/error.js'
import { parseArguments } from './program.js'

function parse(line: string): unknown {
  const parsed = parseArguments(line.split(' ').filter(Boolean))
  return parsed.kind === 'command' ? [parsed.command, parsed.flags, parsed.args] : parsed.exitCode
}

describe('what was typed', () => {
  it.each([
    ['build', ['build', {}, []]],
    ['build -s tickets+ a b --exclude c', ['build', { select: ['tickets+', 'a', 'b'], exclude: ['c'] }, []]],
    ['build -s a -s b', ['build', { select: ['a', 'b'] }, []]],
    ['run --models a -m b --model c', ['run', { select: ['a', 'b', 'c'] }, []]],
    ['--target prod run --full-refresh', ['run', { target: 'prod', fullRefresh: true }, []]],
    ['run -t prod -f -x', ['run', { target: 'prod', fullRefresh: true, failFast: true }, []]],
    ['-d --no-use-colors build --no-docs', ['build', { debug: true, useColors: false, docs: false }, []]],
    ['ls --output name', ['list', { output: 'name' }, []]],
    ['ls --resource-type model test', ['list', { resourceTypes: ['model', 'test'] }, []]],
    ['ls --resource-types model --resource-type test', ['list', { resourceTypes: ['model', 'test'] }, []]],
    ['show --inline x --limit -1', ['show', { inline: 'x', limit: '-1' }, []]],
    ['run-operation grant --args {a:1}', ['run-operation', { args: '{a:1}' }, ['grant']]],
    ['source freshness -o f.json', ['source freshness', { output: 'f.json' }, []]],
    ['source snapshot-freshness', ['source freshness', {}, []]],
    ['docs serve --port 81 --no-browser', ['docs serve', { port: '81', browser: false }, []]],
    ['init demo --demo tickets', ['init', { demo: 'tickets' }, ['demo']]],
    ['init -s', ['init', { skipProfileSetup: true }, []]],
    ['explain REF_NOT_FOUND', ['explain', {}, ['REF_NOT_FOUND']]],
    ['--help', 0],
    ['build --help', 0],
    ['--version', 0],
    ['docs', 2],
    ['source', 2],
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected)
  })
})

function failure(line: string): unknown {
  try {
    return parse(line)
  } catch (error) {
    return error instanceof SluiceError ? [error.code, error.message, error.fields.hint] : error
  }
}

describe('what cannot be understood', () => {
  it.each([
    ['biuld', ['USAGE', "unknown command 'biuld'", 'did you mean build?']],
    ['build --selekt x', ['USAGE', "unknown option '--selekt'", 'did you mean --select?']],
    ['build --target', ['USAGE', "option '-t, --target <TEXT>' argument missing", undefined]],
    ['build extra', ['USAGE', "too many arguments for 'build'. Expected 0 arguments but got 1.", undefined]],
    ['-t a build -t b', ['USAGE', '--target was given both before and after the command', 'give it once, on either side']],
  ])('%s', (line, expected) => {
    expect(failure(line)).toEqual(expected)
  })
})

describe('help', () => {
  it('lists commands without flags', () => {
    const parsed = parseArguments(['--help'])
    expect(parsed.kind === 'text' && parsed.text).toMatchInlineSnapshot(`
      "Usage: sluice [flags] COMMAND [flags]

      Templated SQL models, built, tested and documented on your warehouse. Runs dbt
      projects unchanged.

      Commands:
        init           Start a project
        build          Seeds, models, snapshots and tests in dependency order
        run            Build models only
        test           Run tests only
        seed           Load CSV files
        snapshot       Record changed rows
        compile        Write the SQL of nodes without running it
        check          Find what is wrong in the SQL, and what breaks rules of the
                       project, without a warehouse
        lineage        Where a column comes from and where it goes, or what a change
                       touches
        history        The last runs, what became of a node in them, what is flaky or
                       got slower
        metrics        Figures of runs, tests, sources and promises for Prometheus,
                       printed or served
        report         What a day, week or month brought: figures, rules, promises and
                       incidents, as HTML and Markdown
        diff           What differs between two tables: columns, rows and values, also
                       across targets and engines
        why            What is late, failed or skipped, and why: by root cause; of
                       NODE… or of everything
        show           Print the first rows of a node
        list           Print what a selection takes
        parse          Read the project and write manifest.json
        retry          Run again what failed or was skipped last time
        clone          Take over relations of another environment
        run-operation  Call a macro
        source         Sources: freshness
        docs           The lineage page: generate, serve; what is described: coverage
        catalog        Columns of the warehouse, kept: pull
        debug          Check configuration and connection
        deps           Install packages
        migrate        Report what of a dbt project will behave differently
        login          Accepted from later dbt versions; there is no account
        clean          Delete what builds write
        lsp            Serve editors: what is wrong, where things are, what fits
        explain        What an error code means
        completion     Print a completion script: bash, zsh or fish

      sluice COMMAND --help lists the flags of a command; global flags may stand on either side of it.
      "
    `)
  })
})
