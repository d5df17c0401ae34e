import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };
import { localSirius } from './src/local-sirius/plugin.ts';

/** Vite's dev server injects inline scripts and styles, which the page's policy forbids: only builds carry the policy. */
function withoutPolicyInDevelopment(): Plugin {
  return {
    name: 'papertab:without-policy-in-development',
    apply: (_config, { command, isPreview }) => command === 'serve' && !isPreview,
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  };
}

const HIDDEN_PAGES = 'test/browser/hidden.test.ts';

export default defineConfig({
  // One build runs from any path: every URL in it is relative.
  base: './',
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  build: {
    target: 'es2022',
    // The policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  worker: { format: 'es' },
  plugins: [
    preact(),
    // The embedded default server, for `vite` and `vite preview`.
    localSirius(),
    withoutPolicyInDevelopment(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      injectRegister: false,
      // The page asks the user; the service worker never takes over by itself.
      registerType: 'prompt',
      injectManifest: { globPatterns: ['**/*.{html,js,css,woff2,svg,webmanifest}', 'icons/*.png'] },
      manifest: {
        id: './',
        name: 'Papertab',
        short_name: 'Papertab',
        description: 'This tab is a Little Printer: messages from others come out on paper, or on the screen.',
        lang: 'en',
        dir: 'ltr',
        categories: ['utilities', 'social'],
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#efece4',
        theme_color: '#efece4',
        launch_handler: { client_mode: 'focus-existing' },
        screenshots: [
          {
            src: 'screenshots/desktop.png',
            sizes: '1120x700',
            type: 'image/png',
            form_factor: 'wide',
            label: 'The machine, with a message that has just come out of it',
          },
          {
            src: 'screenshots/phone.png',
            sizes: '780x1520',
            type: 'image/png',
            form_factor: 'narrow',
            label: 'A message, and the printer’s own greeting beneath it',
          },
        ],
        icons: [
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: 'icons/icon-monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
        ],
      },
    }),
  ],
  test: {
    // Every core: by itself it leaves one idle, which on a small machine is half of it.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/paper/**/*.test.ts'],
          // A busy machine is no failure.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          environment: 'happy-dom',
          include: ['src/app/**/*.test.tsx'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          exclude: [HIDDEN_PAGES],
          globalSetup: ['test/browser/global-setup.ts'],
          // Each file starts a browser and a server of its own, and mostly waits for them and for emulated paper.
          maxWorkers: 3,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'hidden',
          environment: 'node',
          include: [HIDDEN_PAGES],
          globalSetup: ['test/browser/global-setup.ts'],
          // How a browser treats hidden pages depends on the time that passes: for that the machine is left alone.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          environment: 'node',
          include: ['test/long/**/*.test.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          fileParallelism: false,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'fuzz', environment: 'node', include: ['test/fuzz/**/*.fuzz-run.ts'], testTimeout: 3_600_000 },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          environment: 'node',
          include: ['test/soak/**/*.soak-run.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          environment: 'node',
          include: ['test/bench/**/*.bench-run.ts'],
          // What is measured has the machine to itself.
          fileParallelism: false,
          testTimeout: 600_000,
        },
      },
    ],
  },
});
