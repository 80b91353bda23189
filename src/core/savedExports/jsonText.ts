import {
  applyEdits,
  findNodeAtLocation,
  getLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import type { JsonPath } from './savedExport';

const FALLBACK_INDENT = '  ';

export interface ReadJson {
  readonly value: unknown;
  /** Where the first mistake is. `value` contains everything that could still be read. */
  readonly errorOffset: number | undefined;
}

/** Reads JSON as people write it: allows comments and trailing commas, and reads the rest after a mistake. */
export function readJson(text: string): ReadJson {
  const errors: ParseError[] = [];
  const tree = parse(text, errors);
  return { value: tree && (getNodeValue(tree) as unknown), errorOffset: errors[0]?.offset };
}

/** The value at a path. Undefined if there is none. */
export function valueAt(text: string, path: JsonPath): unknown {
  const tree = parse(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node && (getNodeValue(node) as unknown);
}

/**
 * The position in the text where a value begins, including its name. For a missing value, the position of the nearest
 * one around it.
 */
export function offsetOf(text: string, path: JsonPath): number {
  const tree = parse(text);
  for (let length = path.length; tree !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(tree, [...path].slice(0, length));
    if (node !== undefined) {
      return (node.parent?.type === 'property' ? node.parent : node).offset;
    }
  }
  return tree?.offset ?? 0;
}

export interface JsonPlace {
  readonly path: JsonPath;
  /** Whether a property's name is there, not a value. */
  readonly isName: boolean;
  /** What's there already, with its quotation marks. Empty if nothing is. */
  readonly start: number;
  readonly end: number;
}

/** Where in the file a position is. */
export function placeAt(text: string, offset: number): JsonPlace {
  const { path, isAtPropertyKey, previousNode: node } = getLocation(text, offset);
  const isIn = node !== undefined && node.offset <= offset && offset <= node.offset + node.length;
  const [start, end] = isIn ? [node.offset, node.offset + node.length] : [offset, offset];
  return { path, isName: isAtPropertyKey, start, end };
}

/** Where a value is, or else the nearest one around it. */
export function rangeOf(text: string, path: JsonPath): { readonly start: number; readonly end: number } {
  const tree = parse(text);
  for (let length = path.length; tree !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(tree, [...path].slice(0, length));
    if (node !== undefined) {
      return { start: node.offset, end: node.offset + node.length };
    }
  }
  return { start: 0, end: 0 };
}

/**
 * Sets the value at a path, or removes it if it's undefined. Everything else stays as written, and the new text follows
 * the file's indentation. `isInsertion` adds an element to a list instead of replacing one.
 */
export function withValue(text: string, path: JsonPath, value: unknown, isInsertion = false): string {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? FALLBACK_INDENT;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1, eol }
    : { insertSpaces: true, tabSize: indent.length, eol };
  return applyEdits(text, modify(text, [...path], value, { formattingOptions, isArrayInsertion: isInsertion }));
}

function parse(text: string, errors: ParseError[] = []): Node | undefined {
  return parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
}
