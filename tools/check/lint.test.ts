import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { packageCommand, root, runCommand } from '#tools/run/command.ts'

const planted: Record<string, string> = {
  'shared/domain/a.ts': `export default function x(a: any): void { console.log(a) }
export async function y(): Promise<void> { await fetch('') }
y()`,
  'shared/domain/a.test.ts': `import { it, vi } from 'vitest'
vi.mock('./a.ts')
it.only('x', () => {})`,
}

it('refuses the habits that the house bans', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [path, source] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  const words = [...packageCommand('oxlint'), '--type-aware', '--deny-warnings', '--format=unix']
  const { code, output } = await runCommand(words, { cwd: folder })
  rmSync(folder, { recursive: true, force: true })
  expect(code).toBe(1)
  const rules = [...output.matchAll(/^(\S+?):(\d+):.*\[Error\/(.+)\]$/gm)].map(
    ([, file, line, rule]) => `${file}:${line} ${rule}`,
  )
  expect(rules.sort()).toEqual([
    'shared/domain/a.test.ts:2 vitest(no-restricted-vi-methods)',
    'shared/domain/a.test.ts:3 vitest(no-focused-tests)',
    'shared/domain/a.ts:1 eslint(no-console)',
    'shared/domain/a.ts:1 import(no-default-export)',
    'shared/domain/a.ts:1 typescript(no-explicit-any)',
    'shared/domain/a.ts:2 eslint(no-restricted-globals)',
    'shared/domain/a.ts:3 typescript(no-floating-promises)',
  ])
})
