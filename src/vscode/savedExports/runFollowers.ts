/** Somebody who follows a run. */
export interface Follower {
  /**
   * Gives up. Returns whether the run may be canceled: this was the last follower, and one of them has started the run.
   * A later call returns the same.
   */
  readonly giveUp: () => boolean;
  /** Ends the following, however it ended. */
  readonly leave: () => void;
}

interface Followers {
  readonly all: Set<Follower>;
  /** Those who haven't given up. */
  count: number;
  isStarted: boolean;
}

/** Who follows which run, by its `savedKey`. Several can follow one, and none may cancel what another waits for. */
export class RunFollowers {
  private readonly runs = new Map<string, Followers>();

  /** Whether a follower has started the run, so that it reports how the run goes. */
  haveStarted(key: string): boolean {
    return this.runs.get(key)?.isStarted === true;
  }

  /** `isStart`: the follower starts the run, instead of joining it. */
  join(key: string, isStart: boolean): Follower {
    const followers = this.runs.get(key) ?? { all: new Set(), count: 0, isStarted: false };
    this.runs.set(key, followers);
    followers.count += 1;
    followers.isStarted ||= isStart;
    let mayCancel: boolean | undefined;
    const giveUp = (): boolean => (mayCancel ??= --followers.count === 0 && followers.isStarted);
    const follower = {
      giveUp,
      leave: () => {
        giveUp();
        followers.all.delete(follower);
        if (followers.all.size === 0) {
          this.runs.delete(key);
        }
      },
    };
    followers.all.add(follower);
    return follower;
  }
}
