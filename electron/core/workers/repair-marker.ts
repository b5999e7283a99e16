import { join } from 'node:path'

/** The file that says that somebody asked for a repair, and by which id; it is done at the next opening, when nobody has the store open. */
export const repairMarker = (profileDir: string): string => join(profileDir, 'desk.repair')
