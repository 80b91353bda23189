// @ts-check
import { formatMessages } from 'esbuild';

/** Bundles that are built because of one change are reported in one line. */
const GATHER_MS = 200;

/** Prints what `npm run watch` built, how long it took, and what's wrong, with file and line. */
export function sayBuilds() {
  /** @type {Map<string, import('esbuild').BuildResult>} */
  const built = new Map();
  let building = 0;
  let startedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const say = async () => {
    const results = [...built.values()];
    const seconds = ((performance.now() - startedAt - GATHER_MS) / 1000).toFixed(1);
    // An error in a file of several bundles appears in each of them.
    const tellOnce = async (/** @type {'error' | 'warning'} */ kind) => {
      const messages = results.flatMap(({ errors, warnings }) => (kind === 'error' ? errors : warnings));
      return new Set(await formatMessages(messages, { kind, color: process.stdout.isTTY }));
    };
    const names = [...built.keys()].sort().join(', ');
    built.clear();
    const [errors, warnings] = [await tellOnce('error'), await tellOnce('warning')];
    for (const message of [...errors, ...warnings]) {
      console.log(message.trimEnd());
    }
    const time = new Date().toTimeString().slice(0, 8);
    console.log(
      errors.size > 0
        ? `${time} Not built, because of ${errors.size} ${errors.size === 1 ? 'error' : 'errors'} (${seconds} s)`
        : `${time} Built in ${seconds} s: ${names}`,
    );
  };

  return {
    /**
     * @param {string} name of the bundle
     * @param {() => Promise<boolean>} onBuilt called at the end of each build; false: the bundle is no longer needed
     * @returns {import('esbuild').Plugin}
     */
    plugin: (name, onBuilt) => ({
      name: 'say-builds',
      setup(build) {
        build.onStart(() => {
          clearTimeout(timer);
          if (building === 0 && built.size === 0) {
            startedAt = performance.now();
          }
          building += 1;
        });
        build.onEnd(async (result) => {
          if (await onBuilt()) {
            built.set(name, result);
          }
          building -= 1;
          if (building === 0) {
            timer = setTimeout(() => built.size > 0 && void say(), GATHER_MS);
          }
        });
      },
    }),
  };
}
