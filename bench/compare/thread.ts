// The thread of a comparison, for npm run bench:compare.
import '../../src/core/compare/compareThread';
