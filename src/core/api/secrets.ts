import type { HeaderSource } from './http';
import { hasEscapes, layersOf, MAX_LAYERS } from './unescaped';

const MASK = '***';
/** impact.com's tokens are longer. Shorter texts occur in responses by chance. */
const MIN_SECRET_CHARS = 8;

/**
 * Finds an account's credentials in a server's text: the token, the token with its SID, and both as the header and
 * addresses contain them, with any mixture of the escapes of JSON, addresses, and HTML.
 */
export class Secrets {
  private readonly texts: readonly string[];
  private readonly mostLayers: number;

  constructor(sid: string, token: string) {
    const pair = `${sid}:${token}`;
    const encoded = [pair, token].flatMap((text) => [
      // The padding carries no information.
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
      Buffer.from(text).toString('base64url'),
    ]);
    // The token with its SID comes first. Otherwise the SID would remain beside the mask.
    const secrets = [...encoded, pair, token];
    // A token can itself look escaped. If a text escapes some of its characters, decoding that text decodes the token,
    // too.
    const layers = secrets.map((secret) => layersOf(secret, secret.length));
    this.texts = [...new Set(layers.flat())].filter(({ length }) => length >= MIN_SECRET_CHARS);
    this.mostLayers = MAX_LAYERS + Math.max(...layers.map(({ length }) => length - 1));
  }

  isIn(text: string): boolean {
    return this.isPlainlyIn(text) || (hasEscapes(text) && this.layersOf(text).some((layer) => this.isPlainlyIn(layer)));
  }

  /** Whether an address contains a secret. Ignores the case, because host names are in lowercase. */
  isInAddress(address: string): boolean {
    const layers = this.layersOf(address).map((layer) => layer.toLowerCase());
    return this.texts.some((secret) => layers.some((layer) => layer.includes(secret.toLowerCase())));
  }

  /** Masks each secret in the text. If escapes hide one, the result is the whole text without escapes. */
  mask(text: string): string {
    if (text.length < MIN_SECRET_CHARS || !this.isIn(text)) {
      return text;
    }
    const masked = this.maskPlain(text);
    const hiding = hasEscapes(masked) ? this.layersOf(masked).find((layer) => this.isPlainlyIn(layer)) : undefined;
    return hiding === undefined ? masked : this.mask(hiding);
  }

  /** Masks the strings and field names of a value parsed from `json`. Changes the value in place if needed. */
  maskParsed(value: unknown, json: string): unknown {
    if (!hasEscapes(json) && !this.isPlainlyIn(json)) {
      return value;
    }
    const root = { value };
    const open: unknown[] = [root];
    // No recursion, because a response can be nested deeper than the stack.
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.maskFields(next as Record<string, unknown>, open);
    }
    return root.value;
  }

  headersWithout(headers: HeaderSource): HeaderSource {
    return {
      get: (name) => {
        const value = headers.get(name);
        return value === null ? null : this.mask(value);
      },
    };
  }

  /** Masks an object's or array's own strings, and adds nested values to `open`. */
  private maskFields(fields: Record<string, unknown>, open: unknown[]): void {
    for (const [name, value] of Object.entries(fields)) {
      const masked = typeof value === 'string' ? this.mask(value) : value;
      const maskedName = this.mask(name);
      if (maskedName !== name) {
        Reflect.deleteProperty(fields, name);
      }
      if (masked !== value || maskedName !== name) {
        // A field can be named `__proto__`. Assigning it would change more than the field.
        Object.defineProperty(fields, maskedName, {
          value: masked,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      if (typeof masked === 'object' && masked !== null) {
        open.push(masked);
      }
    }
  }

  private layersOf(text: string): readonly string[] {
    return layersOf(text, this.mostLayers);
  }

  private isPlainlyIn(text: string): boolean {
    return this.texts.some((secret) => text.includes(secret));
  }

  private maskPlain(text: string): string {
    return this.texts.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }
}
