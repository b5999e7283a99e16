import {
  ActionIcon,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Loader,
  Menu,
  Modal,
  Popover,
  SegmentedControl,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'
import skin from './mantine-skin.module.css'
import { palette } from './palette.ts'
import { darkTokens, lightTokens } from './tokens.ts'

const fontFamily = "'IBM Plex Sans Arabic', 'IBM Plex Sans', system-ui, sans-serif"

/** A Mantine component's class names, leaving out parts the style sheet does not have. */
function classes(names: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
}

/** Mantine dressed in Sand and Ink. Our own components use the tokens directly. */
export const theme = createTheme({
  colors: { ...palette, gray: palette.sand },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  black: palette.sand[9],
  white: '#ffffff',
  fontFamily,
  fontFamilyMonospace: fontFamily,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.5', sm: '1.54', md: '1.572', lg: '1.53', xl: '1.5' },
  headings: { fontFamily, fontWeight: '600' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '12px' },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--sh1)', sm: 'var(--sh1)', md: 'var(--sh2)', lg: 'var(--sh3)', xl: 'var(--sh3)' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Chromium writes what stands in a field to its own files, to restore it after a crash, unless it is told not to.
    TextInput: TextInput.extend({ defaultProps: { autoComplete: 'off' } }),
    Textarea: Textarea.extend({ defaultProps: { autoComplete: 'off' } }),
    Input: Input.extend({ defaultProps: { size: 'sm' }, classNames: classes({ input: skin.input }) }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' }, classNames: classes({ input: skin.checkbox }) }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'lg', radius: 'lg', transitionProps: { transition: 'fade', duration: 120 } },
      classNames: classes({
        dropdown: skin.dropdown,
        item: skin.menuItem,
        label: skin.menuLabel,
        divider: skin.divider,
      }),
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'lg', radius: 'lg', transitionProps: { transition: 'fade', duration: 120 } },
      classNames: classes({ dropdown: skin.dropdown }),
    }),
    // The page itself never scrolls; locking it would need a style tag that the page's policy refuses.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 14,
        shadow: 'lg',
        transitionProps: { transition: 'fade', duration: 160 },
      },
      classNames: classes({
        content: skin.modal,
        header: skin.modalHeader,
        title: skin.modalTitle,
        overlay: skin.overlay,
      }),
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', radius: 'md', withItemsBorders: false },
      classNames: classes({ root: skin.segments, indicator: skin.segmentIndicator, label: skin.segmentLabel }),
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 500, radius: 'sm' },
      classNames: classes({ tooltip: skin.tooltip }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Loader: Loader.extend({ defaultProps: { type: 'bars', size: 'xs' } }),
  },
})

function asVariables(tokens: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--${name}`, value]))
}

const mantineNames = {
  '--mantine-color-body': 'var(--sheet)',
  '--mantine-color-text': 'var(--tx)',
  '--mantine-color-bright': 'var(--tx)',
  '--mantine-color-dimmed': 'var(--tx3)',
  '--mantine-color-placeholder': 'var(--tx3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--er-fg)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--tx)',
  '--mantine-color-default-border': 'var(--line2)',
  '--mantine-color-disabled': 'var(--hover)',
  '--mantine-color-disabled-color': 'var(--tx3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent-fill)',
  '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
}

/** Writes every token as a CSS variable, and tells Mantine to use them. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--mantine-line-height': '22px' },
  light: { ...asVariables(lightTokens), ...mantineNames },
  dark: { ...asVariables(darkTokens), ...mantineNames },
})

/** Nonce that the page's style tags need, written by the scheme's handler into `<meta name="csp-nonce">`. */
export function readStyleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
}
