import { describe, expect, it } from 'vitest'
import { packageCommand, runCommand } from './command.ts'

const node = (script: string): string[] => [process.execPath, '-e', script]

describe('runCommand', () => {
  it('answers code and output', async () => {
    const heard: string[] = []
    const result = await runCommand(node(`console.log('out'); console.error('err'); process.exit(3)`), {
      onOutput: (text) => heard.push(text),
    })
    expect(result.code).toBe(3)
    expect(result.output).toContain('out')
    expect(result.output).toContain('err')
    expect(heard.join('')).toBe(result.output)
  })

  it('answers code 127 for a command that is not there', async () => {
    const { code, output } = await runCommand(['there-is-no-such-command'])
    expect(code).toBe(127)
    expect(output).toContain('ENOENT')
  })

  it('counts a signal as failure', async () => {
    const { code, output } = await runCommand(node(`process.kill(process.pid, 'SIGKILL')`))
    expect(code).toBe(1)
    if (process.platform !== 'win32') expect(output).toContain('SIGKILL')
  })

  it('kills after the time-out, even when a grandchild holds the pipes', async () => {
    const grandchild = `setTimeout(() => {}, 5000)`
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`
    const { code, milliseconds } = await runCommand(node(script), { timeoutMilliseconds: 500 })
    expect(code).toBe(1)
    expect(milliseconds).toBeLessThan(4000)
  })
})

describe('packageCommand', () => {
  it('finds a package’s script and refuses what is not there', () => {
    expect(packageCommand('typescript', 'tsc').at(-1)).toMatch(/typescript.bin.tsc$/)
    expect(() => packageCommand('typescript', 'nothing')).toThrow('no command')
  })
})
