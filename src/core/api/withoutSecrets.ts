/** In the place of a secret; short, and as good in JSON as in XML, HTML and headers. */
const MASK = Buffer.from('***');
/** impact.com's tokens are longer; what is shorter than this stands in answers by chance. */
const MIN_SECRET_BYTES = 8;
/** Few enough to stay in a processor's nearest cache. */
const BLOCKS = 0x1000;

/** The ways in which an answer repeats an account's credentials: as they are, in an address, in the header, and as JSON writes that. */
export function secretsOf(sid: string, token: string): readonly Buffer[] {
  const credentials = Buffer.from(`${sid}:${token}`);
  // Its padding tells nothing, and is written in yet more ways.
  const header = credentials.toString('base64').replace(/=+$/, '');
  const inAddress = [token, header]
    .map(encodeURIComponent)
    .flatMap((text) => [text, text.replace(/%../g, (code) => code.toLowerCase()), text.replaceAll('~', '%7E')]);
  const texts = [token, JSON.stringify(token).slice(1, -1), header, credentials.toString('base64url'), ...inAddress];
  return [...new Set(texts.flatMap(spellingsInJson))]
    .map((text) => Buffer.from(text))
    .filter(({ length }) => length >= MIN_SECRET_BYTES);
}

/**
 * The same bytes with a mask for each secret; the very same buffer where there is none. Looks at a fraction of the bytes,
 * as Wu and Manber do: the last two of where a secret could stand tell how far off the next such place is at least.
 */
export function withoutSecrets(body: Buffer, secrets: readonly Buffer[]): Buffer {
  const window = Math.min(...secrets.map(({ length }) => length));
  if (body.length < window) {
    return body;
  }
  const steps = stepsOf(secrets, window);
  const kept: Buffer[] = [];
  let keptTo = 0;
  for (let last = window - 1; last < body.length;) {
    const step = steps[blockAt(body, last)] ?? 1;
    const start = last - window + 1;
    const found =
      step > 0 ? undefined : secrets.find((secret) => body.subarray(start, start + secret.length).equals(secret));
    if (found !== undefined) {
      kept.push(body.subarray(keptTo, start), MASK);
      keptTo = start + found.length;
    }
    last = found === undefined ? last + Math.max(step, 1) : keptTo + window - 1;
  }
  return kept.length === 0 ? body : Buffer.concat([...kept, body.subarray(keptTo)]);
}

/** By two bytes that follow each other: how far the end of the window may move on. */
function stepsOf(secrets: readonly Buffer[], window: number): Uint8Array {
  const steps = new Uint8Array(BLOCKS).fill(Math.min(window - 1, 0xff));
  for (const secret of secrets) {
    for (let index = 1; index < window; index++) {
      const block = blockAt(secret, index);
      steps[block] = Math.min(steps[block] ?? 0, window - 1 - index);
    }
  }
  return steps;
}

/** A byte and the one before it; some pairs share a number, which costs shorter steps and nothing else. */
function blockAt(bytes: Buffer, index: number): number {
  return (((bytes[index - 1] ?? 0) << 5) ^ (bytes[index] ?? 0)) & (BLOCKS - 1);
}

/** Some that write JSON escape slashes, some pluses. */
function spellingsInJson(text: string): readonly string[] {
  return ['/', '\\/', '\\u002f', '\\u002F'].flatMap((slash) =>
    ['+', '\\u002b', '\\u002B'].map((plus) => text.replaceAll('/', slash).replaceAll('+', plus)),
  );
}
