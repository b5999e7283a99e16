import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAuthority } from './authority-process.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-process-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A script that stands for the authority. */
function script(source: string): string {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
  writeFileSync(file, source)
  return file
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('startAuthority', () => {
  it('tells the progress, answers the address and ends the process', async () => {
    const stand = script(`
      console.log(JSON.stringify({ progress: 'members 500 of 2000' }))
      console.log(JSON.stringify({ progress: { step: 'members', done: 1000, total: 2000 } }))
      console.log('a word in between')
      console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:4711/', arguments: process.argv }))
      setInterval(() => {}, 1000)
    `)
    const progress: string[] = []
    const log: string[] = []
    const authority = await startAuthority({
      dataFolder: folder,
      script: stand,
      onProgress: (text) => progress.push(text),
      onLog: (line) => log.push(line),
    })
    expect(authority.url).toBe('http://127.0.0.1:4711')
    expect(progress).toEqual(['members 500 of 2000', 'members 1000 of 2000'])
    expect(log).toEqual(['a word in between'])
    expect(isAlive(authority.pid)).toBe(true)
    await authority.close()
    await authority.exited
    expect(isAlive(authority.pid)).toBe(false)
  })

  it('passes its options on', async () => {
    const stand = script(`
      const words = process.argv.slice(2).join(' ')
      console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:1/?' + words }))
      setInterval(() => {}, 1000)
    `)
    const authority = await startAuthority({ dataFolder: '/data', script: stand, members: 50, seed: 7, port: 8080 })
    expect(authority.url).toBe('http://127.0.0.1:1/?--data /data --port 8080 --demo --members 50 --seed 7')
    await authority.close()
  })

  it('rejects with the last words of an authority that ends early', async () => {
    const stand = script(`console.error('the database is newer than this program'); process.exit(1)`)
    await expect(startAuthority({ dataFolder: folder, script: stand })).rejects.toThrow('newer than this program')
  })

  it('gives up on an authority that never answers, and ends it', async () => {
    const stand = script(
      `process.on('SIGTERM', () => process.exit()); console.log(process.pid); setInterval(() => {}, 1000)`,
    )
    const log: string[] = []
    const started = startAuthority({
      dataFolder: folder,
      script: stand,
      timeoutMilliseconds: 800,
      onLog: (line) => log.push(line),
    })
    await expect(started).rejects.toThrow('not ready after 0.8 s')
    expect(isAlive(Number(log[0]))).toBe(false)
  })
})
