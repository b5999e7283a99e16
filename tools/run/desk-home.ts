import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The folder that holds what `npm start` keeps between runs: `MUMARIS_HOME`, else the user's data folder of this system.
 */
export function deskHome(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const { MUMARIS_HOME, LOCALAPPDATA, XDG_DATA_HOME } = env
  if (MUMARIS_HOME) return MUMARIS_HOME
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Mumaris Desk')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Mumaris Desk')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'mumaris-desk')
}
