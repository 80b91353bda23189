// @ts-check

// What an outer npm, editor or debugger sets is meant for its own children, not for a VS Code of ours.
const OUTER = /^(npm_|NODE_OPTIONS$|ELECTRON_|VSCODE_)/i;

/** A developer's own account must not reach a test or the demonstration. */
const ACCOUNT = /^IMPACT_/;

/**
 * This process's environment for a VS Code that is started here.
 * @param {Record<string, string | undefined>} [additions]
 * @returns {Record<string, string | undefined>}
 */
export function editorEnvironment(additions = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !OUTER.test(name) && !ACCOUNT.test(name));
  return { ...Object.fromEntries(kept), ...additions };
}
