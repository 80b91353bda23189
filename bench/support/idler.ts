// A process that does nothing but measure its stalls until it gets a message: what a busy machine does to any process.
import { StallMeter } from './stallMeter';

const meter = new StallMeter();
process.once('message', () => {
  process.send?.(meter.end(), () => process.disconnect());
});
