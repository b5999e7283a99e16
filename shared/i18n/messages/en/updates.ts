import type { EnglishOf } from '../../english-of.ts'
import type { updates as arabic } from '../ar/updates.ts'

/** Updates of the application, English. */
export const updates = {
  title: 'Updates',
  version: 'Installed version',
  early: 'early channel',
  lastCheck: 'asked {{ago}}',
  off: 'This is a development build, which does not update itself.',
  checking: 'Asking the update server',
  neverAsked: 'The update server was not asked yet.',
  newest: 'There is nothing newer for this device.',
  checkNow: 'Look for an update',
  fromPackage: 'From a package',
  busy: 'An update is under way',
  available: 'There is version',
  download: 'Download',
  downloading: 'Downloading version',
  proving: 'Proving the signature of version',
  received: '{{received}} of {{total}}',
  cancel: 'Stop the download',
  ready: 'Version {{version}} is ready and will be installed when you quit; your work is saved.',
  installNow: 'Quit and install now',
} as const satisfies EnglishOf<typeof arabic>
