import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * The path of a program of the system, or undefined where it is not installed. Tests that read a file with a stranger's
 * program (`pdftotext`, `pdftoppm`, `zbarimg`, `soffice`) are skipped, with their reason, where there is none.
 */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))).find(isProgram)
}
