import { describe, expect, it } from 'vitest'
import { startOptions } from '#infra/local/commands/start/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

describe('npm start', () => {
  it.each([
    [[], {}],
    [['--smtp', 'localhost:1025'], { smtp: { host: 'localhost', port: 1025 } }],
    [['--smtp=mail.bank.example:25'], { smtp: { host: 'mail.bank.example', port: 25 } }],
    [['--smtp', '[::1]:1025'], { smtp: { host: '::1', port: 1025 } }],
  ])('takes %j', (args, options) => {
    expect(startOptions(args)).toEqual(options)
  })

  it.each([
    [['--smtp']],
    [['--smtp', 'localhost']],
    [['--smtp', 'localhost:']],
    [['--smtp', ':1025']],
    [['--smtp', '::1:1025']],
    [['--smtp', 'localhost:0']],
    [['--smtp', 'localhost:65536']],
    [['--smtp', 'smtp://localhost:1025']],
    [['--fresh']],
    [['more']],
  ])('refuses %j, and says how it is meant', (args) => {
    expect(() => startOptions(args)).toThrow(UsageError)
    expect(() => startOptions(args)).toThrow('--smtp HOST:PORT')
  })
})
