import path from 'node:path';

/** The folder for the requests of this machine, if it's not the usual one. Absolute. */
const VARIABLE = 'IMPACT_JOBS_STATE';
const NAME = 'impact-jobs';

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The folder where all editors and command lines of a user count their requests, and where editors write the names of
 * programs: a fixed one, because a command line can't know where an editor keeps its own files. Contains no token, no
 * account, and no result.
 */
export function machineFolder({ environment, platform, home }: Machine): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const absolute = (name: string): string | undefined => {
    const value = environment[name];
    return value !== undefined && paths.isAbsolute(value) ? value : undefined;
  };
  const chosen = absolute(VARIABLE);
  if (chosen !== undefined) {
    return chosen;
  }
  switch (platform) {
    case 'win32':
      return paths.join(absolute('LOCALAPPDATA') ?? paths.join(home, 'AppData', 'Local'), NAME);
    case 'darwin':
      return paths.join(home, 'Library', 'Application Support', NAME);
    default:
      return paths.join(absolute('XDG_STATE_HOME') ?? paths.join(home, '.local', 'state'), NAME);
  }
}
