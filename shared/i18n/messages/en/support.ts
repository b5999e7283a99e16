import type { EnglishOf } from '../../english-of.ts'
import type { support as arabic } from '../ar/support.ts'

/** The support bundle, English. */
export const support = {
  open: 'Support bundle',
  title: 'Support bundle',
  about:
    'This is all that will be saved; read it before you send it. It holds no names, numbers or addresses of members, and no words of any record.',
  collecting: 'Putting the bundle together',
  files: 'Files of the bundle',
  content: 'Content of the file',
  save: 'Save the bundle',
  saving: 'Saving',
  saved: 'The bundle was saved.',
  show: 'Show in the folder',
} as const satisfies EnglishOf<typeof arabic>
