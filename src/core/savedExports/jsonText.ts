import {
  applyEdits,
  findNodeAtLocation,
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
  /** Where the first mistake is; what could be read in spite of it is in `value`. */
  readonly errorOffset: number | undefined;
}

/**
 * Reads JSON as people write it: comments and a comma too many are no mistakes, and one mistake does not spoil the
 * rest.
 */
export function readJson(text: string): ReadJson {
  const errors: ParseError[] = [];
  const tree = parse(text, errors);
  return { value: tree && (getNodeValue(tree) as unknown), errorOffset: errors[0]?.offset };
}

/** The value in one place; undefined where there is none. */
export function valueAt(text: string, path: JsonPath): unknown {
  const tree = parse(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node && (getNodeValue(node) as unknown);
}

/** Where in the text a value begins, with its name: of one that is not there, where the nearest around it does. */
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

/**
 * The text with another value in one place; undefined takes it away. All else stays as it was written, and what is new
 * is indented as the rest is. `isInsertion`: at the end of a list rather than in place of an element.
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
