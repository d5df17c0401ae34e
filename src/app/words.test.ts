import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const APP = fileURLToPath(new URL('.', import.meta.url));

/** Attributes whose value is read out or shown. */
const SPOKEN = ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'summary'];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  if (!isNode(value)) return;
  see(value);
  for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child, see);
}

const hasLetter = (text: unknown): boolean => typeof text === 'string' && /\p{L}/u.test(text);

/** Visible words that a source file writes itself instead of taking them from the catalogue. */
function strayWords(name: string, source: string): string[] {
  const stray: string[] = [];
  visit(parseSync(name, source).program, (node) => {
    if (node.type === 'JSXText' && hasLetter(node.value)) stray.push(String(node.value).trim());
    if (node.type === 'JSXAttribute' && isNode(node.name) && SPOKEN.includes(String(node.name.name))) {
      if (isNode(node.value) && node.value.type === 'Literal' && hasLetter(node.value.value)) {
        stray.push(String(node.value.value));
      }
    }
  });
  return stray;
}

/** Children of an element that are texts: `{'words'}`, or a branch of a condition. */
function strayChildren(name: string, source: string): string[] {
  const stray: string[] = [];
  const text = (expression: unknown): void => {
    if (!isNode(expression)) return;
    if (expression.type === 'Literal' && hasLetter(expression.value)) stray.push(String(expression.value));
    if (expression.type === 'TemplateLiteral') {
      for (const part of expression.quasis as Node[]) {
        const { cooked } = part.value as { cooked: string };
        if (hasLetter(cooked)) stray.push(cooked);
      }
    }
    if (expression.type === 'ConditionalExpression') {
      text(expression.consequent);
      text(expression.alternate);
    }
    if (expression.type === 'LogicalExpression') text(expression.right);
  };
  visit(parseSync(name, source).program, (node) => {
    if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return;
    for (const child of node.children as Node[]) if (child.type === 'JSXExpressionContainer') text(child.expression);
  });
  return stray;
}

const components = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'),
);

describe('visible words', () => {
  it.each(components)('of %s come from the catalogue', (path) => {
    const source = readFileSync(join(APP, path), 'utf8');
    expect([...strayWords(path, source), ...strayChildren(path, source)]).toEqual([]);
  });

  it('are found wherever they may be written', () => {
    const source = `export const A = ({ b }: { b: boolean }) => (
      <div title="One" class="fine">Two {b ? 'Three' : words.x} {b && 'Four'} {\`Five \${b}\`} <i aria-label={words.y}>·</i></div>
    );`;
    expect([...strayWords('a.tsx', source), ...strayChildren('a.tsx', source)].sort()).toEqual(
      ['Five ', 'Four', 'One', 'Three', 'Two'].sort(),
    );
  });
});

describe('the layout', () => {
  const sheets = readdirSync(join(APP, 'styles')).filter((name) => name.endsWith('.css'));

  it.each(sheets)('of %s is as good from right to left', (name) => {
    const css = readFileSync(join(APP, 'styles', name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const physical =
      /^\s*(left|right|top|bottom|width|height|(margin|padding|border)-(left|right|top|bottom)[\w-]*|(min|max)-(width|height))\s*:/gm;
    expect(css.match(physical) ?? []).toEqual([]);
    expect(css).not.toMatch(/:\s*(left|right)\s*[;}]/);
  });
});
