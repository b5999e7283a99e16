import './app/trusted-types.ts'
import '@mantine/core/styles.css'
import './app/theme/fonts.css'
import './app/theme/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { Providers } from './app/providers.tsx'
import { createDeskRouter } from './app/router.ts'
import { Window } from './app/window.tsx'

// Zod's fast path compiles code from text, which the page's policy forbids.
z.config({ jitless: true })

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')
const router = createDeskRouter()
createRoot(root).render(
  <StrictMode>
    <Providers>
      <Window router={router} />
    </Providers>
  </StrictMode>,
)
