import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a second instance tells the first. */
export interface SecondInstance {
  argv: string[]
  workingDirectory: string
  additionalData: unknown
}

/** The socket stands beside the lock, or, since its path may have 103 bytes only, under a hashed name elsewhere. */
function socketPath(userData: string): string {
  const name = `mumaris-shell-${createHash('sha1').update(userData).digest('hex').slice(0, 16)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const near = join(userData, 'instance.sock')
  return Buffer.byteLength(near) <= 103 ? near : join(tmpdir(), `${name}.sock`)
}

/** Runs in a short-lived Node of its own, since Electron's question has a synchronous answer and sockets have none. */
const TELL = `
const { connect } = require('node:net')
const [path, message, until] = process.argv.slice(1)
const attempt = () => {
  const socket = connect(path)
  socket.on('connect', () => socket.write(message + '\\n'))
  socket.on('data', () => process.exit(0))
  socket.on('error', () => (Date.now() < Number(until) ? setTimeout(attempt, 50) : process.exit(1)))
}
attempt()`

/** Tells the holder of the lock; false when nobody listens. A holder that is still starting gets `patience` ms. */
function tell(path: string, message: SecondInstance, patience: number): boolean {
  const { NODE_OPTIONS: _, ...env } = process.env
  const until = String(Date.now() + patience)
  const args = ['-e', TELL, path, JSON.stringify(message), until]
  return spawnSync(process.execPath, args, { env, stdio: 'ignore', timeout: patience + 5000 }).status === 0
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Takes a dead owner's lock away. By renaming first, so that of two finders only one removes it. */
function removeStale(lock: string, owner: string): void {
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
    if (readOwner(aside) !== owner) linkSync(aside, lock) // someone else took it meanwhile: give it back
  } catch {
    // another finder was faster
  }
  rmSync(aside, { force: true })
}

/** The lock of `app.requestSingleInstanceLock` for one folder of user data. */
export class SingleInstance {
  #server: Server | undefined
  #lock: string | undefined

  get held(): boolean {
    return this.#server !== undefined
  }

  /** Takes the lock (true), or tells its holder about this process (false). */
  request(userData: string, message: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    if (this.held) return true
    mkdirSync(userData, { recursive: true })
    const lock = join(userData, 'instance.lock')
    const socket = socketPath(userData)
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' })
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const owner = readOwner(lock)
      if (owner === undefined) continue
      // a process id may have been given to another program: only an answer on the socket counts
      const alive = isAlive(Number(owner))
      if (tell(socket, message, alive ? 2000 : 0)) return false
      removeStale(lock, owner)
    }
    this.#lock = lock
    this.#listen(socket, onSecond)
    return true
  }

  release(): void {
    this.#server?.close()
    this.#server = undefined
    if (this.#lock) rmSync(this.#lock, { force: true })
    this.#lock = undefined
  }

  #listen(path: string, onSecond: (second: SecondInstance) => void): void {
    if (process.platform !== 'win32') rmSync(path, { force: true })
    this.#server = createServer((socket) => {
      let text = ''
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        text += chunk
        if (!text.includes('\n')) return
        socket.end('ok')
        onSecond(JSON.parse(text) as SecondInstance)
      })
    })
    this.#server.on('error', (error) => console.error('The single instance socket failed:', error.message))
    this.#server.listen(path).unref()
  }
}
