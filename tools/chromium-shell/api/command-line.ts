import { extraSwitches } from './extra-switches.ts'

type CommandLineSlice = Pick<Electron.CommandLine, 'appendSwitch' | 'removeSwitch' | 'hasSwitch' | 'getSwitchValue'>

/** Reads `--name=value` from the process's arguments; names are lower case, as in Chromium. */
function parse(argv: readonly string[]): Map<string, string> {
  const switches = new Map<string, string>()
  for (const argument of argv) {
    if (argument === '--') break
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument)
    if (match?.[1]) switches.set(match[1].toLowerCase(), match[2] ?? '')
  }
  return switches
}

const given = parse(process.argv.slice(2))

/** `app.commandLine`. Switches appended before `ready` are passed on to Chromium. */
export const commandLine: CommandLineSlice = {
  appendSwitch(name, value = '') {
    extraSwitches.set(name.toLowerCase(), value)
  },
  removeSwitch(name) {
    given.delete(name.toLowerCase())
    extraSwitches.delete(name.toLowerCase())
  },
  hasSwitch: (name) => given.has(name) || extraSwitches.has(name),
  getSwitchValue: (name) => extraSwitches.get(name) ?? given.get(name) ?? '',
}
