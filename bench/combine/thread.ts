// The thread that combines results, for npm run bench:combine.
import '../../src/core/combine/combineThread';
