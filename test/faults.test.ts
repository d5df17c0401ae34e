import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/source-files.ts';

/** Rows of the tables: fault, what is injected, what is promised, tests, form. */
let rows: string[][];

beforeAll(async () => {
  const text = await readFile(join(ROOT, 'test/faults.md'), 'utf8');
  rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (fault |---)/.test(line))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
});

/** Files of tests that a cell names; those without a folder are browser tests. */
function filesIn(cell: string): string[] {
  const names = [...cell.matchAll(/`([\w/.-]+\.test\.tsx?)`/g)].map(([, name]) => name!);
  return names.map((name) => (name.includes('/') ? name : `test/browser/${name}`));
}

describe('the table of faults', () => {
  it('says all of every fault', () => {
    for (const row of rows) {
      expect(row, row[0]).toHaveLength(5);
      expect(row[4], row[0]).toMatch(/^(short|long|short, long)$/);
    }
  });

  it('names tests that are there, and long ones where it says so', async () => {
    for (const [fault, , , tests = '', form = ''] of rows) {
      const files = filesIn(tests);
      if (!tests.startsWith('…')) expect(files.length, fault).toBeGreaterThan(0);
      for (const file of files) await readFile(join(ROOT, file), 'utf8');
      expect(
        files.some((file) => file.startsWith('test/long/')),
        fault,
      ).toBe(form.includes('long'));
    }
  });
});
