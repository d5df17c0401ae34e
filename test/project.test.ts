import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { filesBelow, ROOT, readProjectFile } from './support/source-files.ts';

/** Directives that a `<meta>` policy cannot carry. */
const HEADER_ONLY = ['frame-ancestors', 'sandbox', 'report-uri', 'report-to'];

/** A policy's directives, each with its sources in the order written. */
function readPolicy(text: string): Map<string, string> {
  const directives = text
    .split(';')
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name !== '');
  return new Map(directives.map(([name, ...sources]) => [name ?? '', sources.join(' ')]));
}

function pagePolicy(): Map<string, string> {
  const meta = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(readProjectFile('index.html'));
  return readPolicy(meta?.[1] ?? '');
}

function headerPolicy(): Map<string, string> {
  return readPolicy(/^ +Content-Security-Policy: (.*)$/m.exec(readProjectFile('public/_headers'))?.[1] ?? '');
}

/** Files that are in the repository or are about to be: tracked, or new and not ignored. */
function projectFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  return list.toString().split('\n').filter(Boolean);
}

function isText(path: string): boolean {
  return /\.(ts|tsx|mjs|js|json|html|css|svg|md|txt|sh|webmanifest)$|(^|\/)(_headers|run|LICENSE|\.[a-z]+)$/.test(path);
}

describe('the policy', () => {
  it('is the same in the page and in the headers, but for what only headers can say', () => {
    const fromHeaders = headerPolicy();
    expect(fromHeaders.get('frame-ancestors')).toBe("'none'");
    for (const name of HEADER_ONLY) fromHeaders.delete(name);
    expect(Object.fromEntries(pagePolicy())).toEqual(Object.fromEntries(fromHeaders));
  });

  it('allows scripts and styles from the page’s own origin alone, and no eval', () => {
    const policy = pagePolicy();
    expect(policy.get('default-src')).toMatch(/^'(self|none)'$/);
    expect(policy.get('script-src') ?? policy.get('default-src')).toBe("'self'");
    expect(policy.get('style-src') ?? policy.get('default-src')).toBe("'self'");
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*/);
  });

  it('lets the engine be a blob worker and connect to any server, but to nothing else', () => {
    expect(pagePolicy().get('worker-src')).toBe("'self' blob:");
    expect(pagePolicy().get('connect-src')).toBe("'self' https: http: wss: ws:");
  });

  it('stands before anything that it must bind', () => {
    const html = readProjectFile('index.html');
    expect(html.indexOf('Content-Security-Policy')).toBeGreaterThan(-1);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link|style)\b/));
  });
});

describe('index.html', () => {
  it('has no inline script, style or handler', () => {
    const html = readProjectFile('index.html');
    const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, body] of scripts) {
      expect(attributes).toMatch(/\bsrc="/);
      expect(body?.trim()).toBe('');
    }
    expect(html).not.toMatch(/<style\b|\sstyle="|\son[a-z]+="|javascript:/);
  });
});

describe('layouts', () => {
  const PHYSICAL =
    /(?:^|[;{\s])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/gm;
  const stylesheets = filesBelow('src').filter((path) => path.endsWith('.css'));

  it.each(stylesheets)('%s uses logical properties', (path) => {
    const text = readProjectFile(path).replace(/\/\*[\s\S]*?\*\//g, '');
    expect([...text.matchAll(PHYSICAL)].map(([found]) => found.trim())).toEqual([]);
  });

  it('are not set physically by components either', () => {
    const components = filesBelow('src').filter((path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'));
    const physical = components.filter((path) => /\b(margin|padding|border)(Left|Right)\b/.test(readProjectFile(path)));
    expect(physical).toEqual([]);
  });

  it('are checked by an expression that knows the difference', () => {
    const caught = 'a { margin-left: 1px; left: 0; text-align: right; border-top-left-radius: 2px }';
    const free = 'a { margin-inline: 1px; inset-inline-start: 0; text-align: start; border-start-start-radius: 2px }';
    expect([...caught.matchAll(PHYSICAL)]).toHaveLength(4);
    expect([...free.matchAll(PHYSICAL)]).toHaveLength(0);
  });
});

describe('the repository', () => {
  const files = projectFiles();

  it('names no place of the machine that it was written on', () => {
    const homes = /(^|[\s"'`(=:])\/(home|root|Users)\/[\w.-]/m;
    const own = ROOT.split('/').length > 2 ? ROOT : undefined;
    const naming = files.filter(isText).filter((path) => {
      const text = readProjectFile(path);
      return homes.test(text) || (own !== undefined && text.includes(own));
    });
    expect(naming).toEqual([]);
  });

  it('pins no registry: the lock file has no addresses and .npmrc sets none', () => {
    expect(readProjectFile('package-lock.json')).not.toContain('"resolved"');
    expect(readProjectFile('.npmrc')).not.toMatch(/registry\s*=\s*\S+:/);
  });

  it('keeps no build, state or log of its own', () => {
    expect(files.filter((path) => /^(dist|coverage|node_modules)\/|\.local-sirius\.json$|\.log$/.test(path))).toEqual(
      [],
    );
  });
});
