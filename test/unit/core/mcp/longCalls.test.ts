import * as assert from 'node:assert/strict';
import { LongCalls } from '../../../../src/core/mcp/longCalls';
import type { McpTool } from '../../../../src/core/mcp/mcpTool';
import { FakeClock } from '../../../support/fakeClock';

const never = new AbortController().signal;
const quiet = (): void => undefined;

describe('A call that takes long', () => {
  let clock: FakeClock;
  let calls: LongCalls;
  /** What the tool was given, and what ends it. */
  let works: { readonly signal: AbortSignal; readonly report: (message: string) => void; end(text: string): void }[];
  let slow: McpTool;
  let goOn: McpTool;

  beforeEach(() => {
    clock = new FakeClock();
    calls = new LongCalls(clock);
    works = [];
    slow = calls.wrap({
      name: 'slow',
      title: 'Slow',
      description: 'Takes its time.',
      inputSchema: { type: 'object' },
      isReadOnly: true,
      isDestructive: false,
      call: (_, signal, report) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          works.push({ signal, report, end: (text) => resolve({ text, isError: false }) });
        }),
    });
    goOn = calls.continueTool('Continue');
  });

  /** Lets a call outlast its client's patience. Returns the handle. */
  const leave = async (): Promise<string> => {
    const called = slow.call({}, never, quiet);
    await clock.advance(50_000);
    const { result } = JSON.parse((await called).text) as { result: { outcome: string; handle: string } };
    assert.equal(result.outcome, 'continues');
    return result.handle;
  };

  it('answers before a client gives up after a minute, and returns its result to the handle', async () => {
    const handle = await leave();
    const continued = goOn.call({ handle }, never, quiet);
    works[0]?.end('done');
    assert.deepEqual(await continued, { text: 'done', isError: false });
    assert.equal(clock.timerCount, 0);
  });

  it('returns the handle again if it takes even longer, for five minutes and more', async () => {
    const handle = await leave();
    for (let count = 0; count < 8; count++) {
      const continued = goOn.call({ handle }, never, quiet);
      await clock.advance(50_000);
      assert.ok((await continued).text.includes(handle));
    }
    assert.equal(works[0]?.signal.aborted, false);
  });

  it('keeps a result that was ready before anybody asked', async () => {
    const handle = await leave();
    works[0]?.end('done');
    await clock.advance(600_000);
    assert.equal((await goOn.call({ handle }, never, quiet)).text, 'done');
    const { isError, text } = await goOn.call({ handle }, never, quiet);
    assert.ok(isError && text.includes('No call has this handle'));
  });

  it('reports that it is alive, and what the tool reports, to who waits', async () => {
    const heard: string[] = [];
    const called = slow.call({}, never, (message) => heard.push(message));
    works[0]?.report('halfway');
    await clock.advance(50_000);
    await called;
    assert.deepEqual(heard.slice(0, 3), ['halfway', '5 s', '10 s']);
    works[0]?.report('to nobody');
    assert.ok(!heard.includes('to nobody'));
    const handle = (JSON.parse((await called).text) as { result: { handle: string } }).result.handle;
    void goOn.call({ handle }, never, (message) => heard.push(message));
    works[0]?.report('to the next');
    assert.equal(heard.at(-1), 'to the next');
    works[0]?.end('done');
  });

  it('can report before it has begun to wait', async () => {
    const heard: string[] = [];
    const hasty = calls.wrap({
      ...slow,
      call: (_input, _signal, report) => {
        report('now');
        return Promise.resolve({ text: 'done', isError: false });
      },
    });
    assert.equal((await hasty.call({}, never, (message) => heard.push(message))).text, 'done');
    assert.deepEqual(heard, ['now']);
  });

  it('is canceled with its client’s request', async () => {
    const abort = new AbortController();
    const called = slow.call({}, abort.signal, quiet);
    abort.abort();
    assert.match((await called).text, /"kind":"aborted"/);
    assert.equal(works[0]?.signal.aborted, true);
    assert.equal(clock.timerCount, 0);
  });

  it('is canceled with the request that continues it', async () => {
    const handle = await leave();
    const abort = new AbortController();
    const continued = goOn.call({ handle }, abort.signal, quiet);
    abort.abort();
    await continued;
    assert.equal(works[0]?.signal.aborted, true);
  });

  it('goes on for one who waits if another one cancels, until the last one does', async () => {
    const handle = await leave();
    const [one, other] = [new AbortController(), new AbortController()];
    const heard: string[] = [];
    const first = goOn.call({ handle }, one.signal, quiet);
    const second = goOn.call({ handle }, other.signal, (message) => heard.push(message));
    one.abort();
    assert.match((await first).text, /"kind":"aborted"/);
    assert.equal(works[0]?.signal.aborted, false);
    works[0]?.report('still here');
    assert.deepEqual(heard, ['still here']);
    other.abort();
    await second;
    assert.equal(works[0]?.signal.aborted, true);
  });

  it('tells its result to all who wait for it', async () => {
    const handle = await leave();
    const waiting = [goOn.call({ handle }, never, quiet), goOn.call({ handle }, never, quiet)];
    works[0]?.end('done');
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ text }) => text),
      ['done', 'done'],
    );
  });

  it('is not canceled for others while somebody waits for it', async () => {
    const handle = await leave();
    void goOn.call({ handle }, never, quiet);
    const many = Array.from({ length: 17 }, () => slow.call({}, never, quiet));
    await clock.advance(44_000);
    const continued = goOn.call({ handle }, never, quiet);
    await clock.advance(3_000);
    await Promise.all(many);
    assert.deepEqual(
      works.map(({ signal }) => signal.aborted),
      [false, true, ...Array.from({ length: 16 }, () => false)],
    );
    works[0]?.end('done');
    assert.equal((await continued).text, 'done');
  });

  it('cannot be continued by another client', async () => {
    const handle = await leave();
    const another = new LongCalls(clock).continueTool('Continue');
    assert.match((await another.call({ handle, cancel: true }, never, quiet)).text, /No call has this handle/);
    assert.equal(works[0]?.signal.aborted, false);
  });

  it('is canceled by its handle', async () => {
    const handle = await leave();
    await assert.rejects(goOn.call({ handle, cancel: true }, never, quiet), /aborted/);
    assert.equal(works[0]?.signal.aborted, true);
  });

  it('is canceled if many others come after it that nobody asks for', async () => {
    for (let count = 0; count < 17; count++) {
      await leave();
    }
    assert.deepEqual(
      works.map(({ signal }) => signal.aborted),
      [true, ...Array.from({ length: 16 }, () => false)],
    );
  });

  it('is canceled with the server', async () => {
    await leave();
    calls.dispose();
    assert.equal(works[0]?.signal.aborted, true);
  });

  for (const input of [{}, { handle: 5 }, { handle: 'x'.repeat(200_000) }, { handle: 'c', cancel: 'yes' }, [], 'x']) {
    it(`tells what is wrong with ${JSON.stringify(input).slice(0, 30)}`, async () => {
      const { text, isError } = await goOn.call(input, never, quiet);
      assert.ok(isError && text.length < 1_500, text);
    });
  }
});
