import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** The project's root folder, absolute. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Reads a file of the project as text; `path` is relative to the root. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** All files below a folder of the project, relative to the root, with forward slashes, sorted; none if it is missing. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** One import, re-export, dynamic import or worker URL of a file. */
export interface Import {
  /** As written: `../errors.ts`, `preact`, `node:fs`. */
  readonly specifier: string;
  /** Where it leads, relative to the root, without a query; undefined for packages. */
  readonly target: string | undefined;
  /** Whether it is gone once the types are: `import type`, or every name in it marked `type`. */
  readonly typeOnly: boolean;
}

/** What a source file takes from outside itself. */
export interface Outside {
  readonly imports: readonly Import[];
  /** Names used as values that the file neither declares nor imports anywhere: globals. */
  readonly globals: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Where a specifier leads from a file, relative to the root; undefined for packages. */
function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(path), specifier.replace(/[?#].*$/, ''));
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** The specifier of a node that takes something from another file, and whether only types are taken. */
function importOf(node: Node): { specifier: string; typeOnly: boolean } | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const specifier = literal(node.source);
      if (specifier === undefined) return undefined;
      const kind = node.type === 'ImportDeclaration' ? 'importKind' : 'exportKind';
      const names = nodes(node.specifiers);
      const typeOnly = node[kind] === 'type' || (names.length > 0 && names.every((name) => name[kind] === 'type'));
      return { specifier, typeOnly };
    }
    case 'ImportExpression': {
      const specifier = literal(node.source);
      return specifier === undefined ? undefined : { specifier, typeOnly: false };
    }
    case 'TSImportType': {
      const specifier = literal(node.source) ?? literal(node.argument);
      return specifier === undefined ? undefined : { specifier, typeOnly: true };
    }
    case 'NewExpression': {
      // new URL('./worker.ts', import.meta.url): how a worker or an asset is named.
      const [path, base] = nodes(node.arguments);
      const specifier = literal(path);
      const callee = isNode(node.callee) ? node.callee.name : undefined;
      return callee === 'URL' && specifier !== undefined && base?.type === 'MemberExpression'
        ? { specifier, typeOnly: false }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Keys below which an identifier is a name of a member or of a type, not a value. */
function isReference(key: string, parent: Node): boolean {
  if (
    parent.type.startsWith('TS') &&
    !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(parent.type)
  ) {
    return false;
  }
  if ((key === 'property' && parent.type === 'MemberExpression') || key === 'key') return parent.computed === true;
  return !['ImportSpecifier', 'ExportSpecifier', 'ImportDefaultSpecifier', 'ImportNamespaceSpecifier'].includes(
    parent.type,
  );
}

/** Reads what a TypeScript source takes from outside. `path` is relative to the root and says how to resolve. */
export function readOutside(path: string, source: string): Outside {
  const parsed = parseSync(path, source);
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`);
  const imports: Import[] = [];
  const used = new Set<string>();
  const declared = new Set<string>();
  // What is taken as globalThis.name.
  const reached = new Set<string>();

  const declare = (pattern: unknown): void => {
    if (!isNode(pattern)) return;
    if (pattern.type === 'Identifier') declared.add(String(pattern.name));
    else if (pattern.type === 'TSParameterProperty') declare(pattern.parameter);
    else if (pattern.type === 'Property') declare(pattern.value);
    else if (pattern.type === 'AssignmentPattern') declare(pattern.left);
    else if (pattern.type === 'RestElement') declare(pattern.argument);
    else for (const part of [...nodes(pattern.properties), ...nodes(pattern.elements)]) declare(part);
  };

  const visit = (node: Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, target: targetOf(path, found.specifier) });
    if (node.type === 'VariableDeclarator' || /^(Function|Class|TSDeclareFunction)/.test(node.type)) declare(node.id);
    if (/Function/.test(node.type)) {
      const list = isNode(node.params) ? nodes(node.params.items) : nodes(node.params);
      for (const parameter of list) declare(parameter);
    }
    if (node.type === 'MemberExpression' && isNode(node.object) && node.object.name === 'globalThis') {
      if (isNode(node.property) && node.computed !== true) reached.add(String(node.property.name));
    }
    if (node.type === 'CatchClause') declare(node.param);
    if (/^Import.*Specifier$/.test(node.type)) declare(node.local);
    for (const [key, value] of Object.entries(node)) {
      for (const child of isNode(value) ? [value] : nodes(value)) {
        if (child.type === 'Identifier' && isReference(key, node)) used.add(String(child.name));
        visit(child);
      }
    }
  };
  visit({ type: 'Root', body: parsed.program.body });

  return { imports, globals: new Set([...[...used].filter((name) => !declared.has(name)), ...reached]) };
}
