import { describe, expect, it } from 'vitest';
import { readProjectFile } from './support/source-files.ts';

interface PackageJson {
  readonly license?: string;
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function readPackage(path: string): PackageJson {
  return JSON.parse(readProjectFile(path)) as PackageJson;
}

const project = readPackage('package.json');
const runtime = Object.entries(project.dependencies ?? {});

/** The rows of the README's table of runtime dependencies: name, version, licence, size. */
function readTable(): Map<string, { version: string; licence: string; size: string }> {
  const rows = readProjectFile('README.md').matchAll(/^\| `([^`]+)`\s*\| ([^|]+) \| ([^|]+) \| ([^|]+) \|/gm);
  return new Map(
    [...rows].map(([, name, version, licence, size]) => [
      name ?? '',
      { version: (version ?? '').trim(), licence: (licence ?? '').trim(), size: (size ?? '').trim() },
    ]),
  );
}

describe('runtime dependencies', () => {
  it.each([...runtime, ...Object.entries(project.devDependencies ?? {})])('%s is pinned exactly', (_name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('are the ones that the README lists', () => {
    expect([...readTable().keys()].sort()).toEqual(runtime.map(([name]) => name).sort());
  });

  it.each(runtime)('%s is listed with its version, licence and size', (name, version) => {
    const row = readTable().get(name);
    expect(row?.version).toBe(version);
    expect(row?.licence).toBe(readPackage(`node_modules/${name}/package.json`).license);
    expect(row?.size).toMatch(/^\d+(\.\d+)? KB/);
  });

  it.each(runtime)('%s is installed as pinned', (name, version) => {
    expect(readPackage(`node_modules/${name}/package.json`).version).toBe(version);
  });

  it('need no more than a permissive licence', () => {
    const permissive = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'OFL-1.1', '0BSD'];
    const licences = runtime.map(([name]) => readPackage(`node_modules/${name}/package.json`).license ?? 'none');
    expect(licences.filter((licence) => !permissive.includes(licence))).toEqual([]);
  });
});
