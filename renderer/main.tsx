import './app/trusted-types.ts'
import './app/no-eval.ts'
import '@mantine/core/styles.css'
import './app/theme/fonts.css'
import './app/theme/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { printPreferences } from './app/print-frame.tsx'
import { Providers } from './app/providers.tsx'
import { createDeskRouter } from './app/router.ts'
import { Window } from './app/window.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')
const router = createDeskRouter()
const initial = printPreferences(window.location.hash)
createRoot(root).render(
  <StrictMode>
    <Providers {...(initial === undefined ? {} : { initial })}>
      <Window router={router} />
    </Providers>
  </StrictMode>,
)
