// The thread of a comparison as a file, for tests.
import '../../../../src/core/compare/compareThread';
