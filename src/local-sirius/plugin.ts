import { resolve } from 'node:path';
import type { Connect, HttpServer, Plugin, PreviewServer, ViteDevServer } from 'vite';
import { curlLine, HOME_PATH } from './api.ts';
import { PRINT_KEY_PATH } from './print-key.ts';
import { LocalSirius } from './server.ts';

const STATE_FILE = '.local-sirius.json';

export interface LocalSiriusPluginOptions {
  /** Where claims and messages are kept; `LOCAL_SIRIUS_STATE` wins over it. `.local-sirius.json` in the root by default. */
  readonly stateFile?: string;
}

/** Runs a sirius server inside Vite's dev and preview servers, on their origin. Builds are not touched. */
export function localSirius(options: LocalSiriusPluginOptions = {}): Plugin {
  return {
    name: 'papertab:local-sirius',
    configureServer: (server) => serve(server, options),
    configurePreviewServer: (server) => serve(server, options),
  };
}

async function serve(server: ViteDevServer | PreviewServer, options: LocalSiriusPluginOptions): Promise<void> {
  const { config, middlewares } = server;
  const httpServer: HttpServer | null = server.httpServer;
  if (httpServer === null) return;
  const log = (line: string) => config.logger.info(`  local-sirius: ${line}`, { timestamp: true });
  const sirius = await LocalSirius.start({
    stateFile: resolve(config.root, process.env.LOCAL_SIRIUS_STATE || options.stateFile || STATE_FILE),
    log,
    claimed: ({ key, name }, origin) => log(`${name} is claimed. ${curlLine(`${origin}${PRINT_KEY_PATH}${key}`)}`),
  });
  sirius.attach(httpServer);
  const close = server.close.bind(server);
  server.close = async () => {
    await sirius.close().catch((thrown) => log(`The end was not clean: ${thrown}`));
    await close();
  };
  // Before all of Vite's, whose rules for other origins are narrower than the server's.
  const printKey: Connect.NextHandleFunction = (request, response, next) =>
    sirius.handlePrintKey(request, response, next);
  middlewares.stack.unshift({ route: '', handle: printKey });
  middlewares.use((request, response, next) => sirius.handle(request, response, next));
  const printUrls = server.printUrls.bind(server);
  server.printUrls = () => {
    printUrls();
    const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
    if (address !== undefined) for (const line of banner(new URL(address), sirius)) config.logger.info(line);
  };
}

/** What to open, and what to type once a printer is claimed. */
function banner(page: URL, sirius: LocalSirius): string[] {
  const newest = sirius.claims.at(-1);
  return [
    '',
    '  A sirius server runs here, for this computer only.',
    `  ➜  Become a Little Printer:  ${page.href}`,
    `  ➜  Claim it and write to it: ${new URL(HOME_PATH, page).href}`,
    ...(newest === undefined
      ? []
      : [`  ➜  Print on ${newest.name}: ${curlLine(new URL(PRINT_KEY_PATH + newest.key, page).href)}`]),
    '',
  ];
}
