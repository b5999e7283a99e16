import { expect, test } from 'vitest'
import { trustOverrides } from './trust.ts'

test.each([
  'https.request({ rejectUnauthorized: false })',
  "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'",
  'session.setCertificateVerifyProc((_request, answer) => answer(0))',
  "app.on('certificate-error', accept)",
  "app.commandLine.appendSwitch('ignore-certificate-errors')",
  "app.commandLine.appendSwitch('proxy-server', address)",
  "void session.setProxy({ mode: 'direct' })",
])('is found: %s', (line) => {
  expect(trustOverrides(`// first\n${line}\n`)).toEqual([2])
})

test('the network of every day is none', () => {
  expect(trustOverrides('network: (url, init) => net.fetch(url, init),\nconst proxy = new Proxy({}, {})\n')).toEqual([])
})
