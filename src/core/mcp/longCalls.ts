import { randomBytes } from 'node:crypto';
import { type ModelText, failureText, resultText } from '../agent/modelText';
import { ToolInput, ToolInputError } from '../agent/toolInput';
import type { Clock } from '../clock';
import type { McpTool, ReportProgress } from './mcpTool';

/** Clients give up on a request after a minute. */
const PATIENCE_MS = 45_000;
/** So often that a person sees that something happens. */
const TICK_MS = 5_000;
const MS_PER_SECOND = 1_000;
/** Calls that nobody waits for. If there are more, the oldest one is canceled and forgotten. */
const MAX_LEFT = 16;
const HANDLE_BYTES = 9;

export const CONTINUE_TOOL = 'impactJobs_continue';

class CanceledError extends Error {
  readonly kind = 'aborted';
  override readonly name = 'CanceledError';
}

interface Waiter {
  readonly report: ReportProgress;
}

/** A call that takes longer than its client waits. */
interface LeftCall {
  readonly tool: string;
  readonly work: Promise<ModelText>;
  readonly abort: AbortController;
  /** Those who wait for it at the moment. */
  readonly waiting: Set<Waiter>;
}

/**
 * Answers the calls of one client before it gives up: a call that takes longer continues, and the client gets a handle
 * to go on waiting for its result. Work is canceled if the last one who waits for it cancels.
 */
export class LongCalls {
  private readonly left = new Map<string, LeftCall>();

  constructor(private readonly clock: Clock) {}

  /** The tool whose calls can take long. */
  wrap(tool: McpTool): McpTool {
    return {
      ...tool,
      call: (input, signal, report) => {
        const abort = new AbortController();
        const waiter = { report };
        const waiting = new Set<Waiter>([waiter]);
        const work = tool.call(input, abort.signal, (message) => waiting.forEach((one) => one.report(message)));
        const call = { tool: tool.name, work, abort, waiting };
        return this.wait(`c_${randomBytes(HANDLE_BYTES).toString('base64url')}`, call, signal, waiter);
      },
    };
  }

  /** The tool that goes on with a call. `title` is for people. */
  continueTool(title: string): McpTool {
    return {
      name: CONTINUE_TOOL,
      title,
      description:
        'Goes on with a call that took too long for one answer: takes the handle from its answer and returns the result, or the handle again if the call takes longer. With cancel it cancels the call.',
      inputSchema: {
        type: 'object',
        required: ['handle'],
        properties: {
          handle: { type: 'string', description: 'The handle from the answer of the call.' },
          cancel: { type: 'boolean', description: 'Cancels the call and returns how it ended.' },
        },
      },
      isReadOnly: true,
      isDestructive: false,
      call: (input, signal, report) => this.goOn(input, signal, report),
    };
  }

  /** Cancels all calls. */
  dispose(): void {
    this.left.forEach(({ abort }) => abort.abort());
    this.left.clear();
  }

  private goOn(input: unknown, signal: AbortSignal, report: ReportProgress): Promise<ModelText> {
    try {
      const fields = new ToolInput(input);
      const handle = fields.text('handle');
      const isCanceled = fields.optionalBoolean('cancel') ?? false;
      const call = this.left.get(handle);
      if (call === undefined) {
        throw new ToolInputError('No call has this handle. Its result was already returned, or it was canceled.');
      }
      if (isCanceled) {
        call.abort.abort();
      }
      return this.wait(handle, call, signal, { report });
    } catch (error) {
      return Promise.resolve(failureText(error, error instanceof Error ? error.message : ''));
    }
  }

  private async wait(handle: string, call: LeftCall, signal: AbortSignal, waiter: Waiter): Promise<ModelText> {
    const stops: (() => void)[] = [];
    call.waiting.add(waiter);
    call.work.catch(() => undefined); // whoever asks for the result gets the error
    const cancelled = new Promise<ModelText>((resolve) => {
      const onAbort = (): void => {
        const error = new CanceledError('The call was canceled');
        resolve(failureText(error, error.message));
        call.waiting.delete(waiter);
        if (call.waiting.size === 0) {
          call.abort.abort();
        }
      };
      stops.push(onceAborted(signal, onAbort));
    });
    try {
      const text = await Promise.race([cancelled, call.work, this.patience(waiter.report, stops)]);
      call.waiting.delete(waiter);
      if (text !== undefined) {
        if (call.waiting.size === 0) {
          this.left.delete(handle);
        }
        return text;
      }
      this.leave(handle, call);
      return resultText({
        outcome: 'continues',
        handle,
        next: `The call of ${call.tool} continues. Call ${CONTINUE_TOOL} with the handle to go on waiting for its result.`,
      });
    } catch (error) {
      this.left.delete(handle);
      throw error;
    } finally {
      stops.forEach((stop) => stop());
    }
  }

  /** Resolves when the client's patience ends. Until then, reports at times that the call is alive. */
  private patience(report: ReportProgress, stops: (() => void)[]): Promise<undefined> {
    return new Promise((resolve) => {
      let passedMs = 0;
      const tick = (): void => {
        passedMs += TICK_MS;
        if (passedMs >= PATIENCE_MS) {
          resolve(undefined);
          return;
        }
        report(`${passedMs / MS_PER_SECOND} s`);
        stops.push(this.clock.setTimer(tick, TICK_MS));
      };
      stops.push(this.clock.setTimer(tick, TICK_MS));
    });
  }

  private leave(handle: string, call: LeftCall): void {
    this.left.set(handle, call);
    const lonely = [...this.left].filter(([, { waiting }]) => waiting.size === 0);
    const [oldest] = lonely;
    if (lonely.length > MAX_LEFT && oldest !== undefined) {
      const [forgotten, { abort }] = oldest;
      abort.abort();
      this.left.delete(forgotten);
    }
  }
}

/** Returns a function that stops listening. */
function onceAborted(signal: AbortSignal, listener: () => void): () => void {
  signal.addEventListener('abort', listener, { once: true });
  if (signal.aborted) {
    listener();
  }
  return () => signal.removeEventListener('abort', listener);
}
