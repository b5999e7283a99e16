import './app/trusted-types.ts'
import './app/no-eval.ts'
import '@mantine/core/styles.css'
import './app/theme/fonts.css'
import './app/theme/global.css'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { FrameSample } from './gallery-frame.tsx'
import { Gallery } from './ui/gallery/gallery.tsx'

// For looking at the kit while building it: gallery.html?lang=en&theme=dark. Not part of the application.
const wanted = new URLSearchParams(location.search)
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')
const part = wanted.get('part')
const component = part === null ? Gallery : () => <FrameSample rail={part === 'rail'} />
const router = createRouter({ routeTree: createRootRoute({ component }), history: createMemoryHistory() })
createRoot(root).render(
  <Providers
    initial={{
      language: wanted.get('lang') === 'en' ? 'en' : 'ar',
      theme: wanted.get('theme') === 'dark' ? 'dark' : 'light',
      digits: wanted.get('digits') === 'arab' ? 'arab' : 'latn',
    }}
  >
    <RouterProvider router={router as never} />
  </Providers>,
)
