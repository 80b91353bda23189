// The thread that combines results as a file, for tests.
import '../../../../../src/core/combine/combineThread';
